"""What every ledger is made of: records of sites and enterprises, their statistics and their contract.

The kit in ten minutes, from below:

    kernel/scope            what a grant reaches; `rows.within(actor, permission)` is the only door to rows
    kernel/steps            a state machine is one table; the refusal is a sentence
    kernel/pages, cursors   a page, its count capped at 1 000, and the cursors by which a list goes on past it
    kernel/paper            PDF by typst, QR; texts travel as data
    records/models          Record: version, author, end
    records/services        the verbs: create, locked, change, end, create_many, change_many
    records/rows            fast rows: the list's serializer compiled into one SELECT
    records/api             RecordViewSet: list, detail, history; `step` and `set_step` expose services
    models                  EnterpriseRecord, AtSite, SiteRecord; Mark, Fact and Total, the tables of the statistics
    api                     enterprise, site, region in each row; filters; statistics and what is behind them
    stats                   measures → facts → figures with the three sums of several sites
    partitions, moving      tables by month; facts when a site changes hands
    calendar                what happens when, for a ledger with dates
    ledgers                 all record sets by name, as their `api.py` registers them
    importing               what a ledger says about rows from files; `imports` does the rest:
        imports/opening, reading        the bytes, in a process of their own
        imports/headers, columns        which row is the header, which column means which field
        imports/cells, values           from a cell as people fill it in to a value
        imports/converting, places      one row into what `add` takes
        imports/services, running       upload, map, confirm; checking and importing in chunks
        imports/sheets                  the template, and the wrong rows handed back
    exports                 the list as a file: columns, conditions in words, writing (xlsx, CSV), printing (PDF)
    testing                 LedgerContract: the promises every ledger inherits

In the browser: `packages/ledger` (define, query, forms, drafts, conflict: pure), `apps/desktop/src/ledger` (LedgerPage,
SearchRow, RowTable, Pages, RecordDrawer, StepForm, Conflict), `apps/desktop/src/transfer` (imports and exports).
"""
