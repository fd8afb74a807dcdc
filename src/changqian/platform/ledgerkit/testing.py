"""The promises every ledger keeps. Subclass once per ledger; no promise is tested twice."""

import json
from collections import Counter
from contextlib import suppress
from io import BytesIO

import pytest
import python_calamine
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import authentic, target
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.foundation.records.fields import MaskedField
from changqian.platform.kernel.errors import RuleViolation, VersionConflict
from changqian.platform.ledgerkit.exports import printing
from changqian.platform.ledgerkit.exports.columns import columns_of as list_columns
from changqian.platform.ledgerkit.exports.writing import HEAD
from changqian.platform.ledgerkit.imports.columns import columns_of as file_columns
from changqian.platform.ledgerkit.imports.tests.making import checked, confirmed, send, xlsx
from changqian.platform.ledgerkit.ledgers import ledger
from changqian.platform.ledgerkit.stats import rebuild

ALWAYS = {"since": "2000-01-01", "until": "2100-01-01"}


class LedgerContract:
    url: str
    view: type
    "The ledger's LedgerViewSet."

    def make(self, cast):
        """A row of 湖塘机械厂, made by its manager."""
        raise NotImplementedError

    def touch(self, row, *, actor, expected_version):
        """Any change of the row through a service."""
        raise NotImplementedError

    SEES = {
        "officer": 1,
        "rival_officer": 0,
        "wujin": 1,
        "liyang": 0,
        "city": 1,
        "bureau": 1,
        "other_bureau": 0,
        "author": 0,
        "two_roles": 1,
        "town": 1,
        "principal": 1,
    }

    @pytest.mark.parametrize(("person", "sees"), SEES.items())
    def test_each_role_sees_its_rows(self, cast, api, person, sees):
        row = self.make(cast)
        client = api(getattr(cast, person))
        assert client.get(self.url).json()["count"] == sees
        assert client.get(f"{self.url}{row.pk}/").status_code == (200 if sees else 404)

    @pytest.mark.parametrize("person", ["clerk", "nobody", "dismissed"])
    def test_without_the_permission_nothing_opens(self, cast, api, person):
        row = self.make(cast)
        client = api(getattr(cast, person))
        assert client.get(self.url).status_code == 403
        assert client.get(f"{self.url}{row.pk}/").status_code == 403

    def test_a_stranger_is_sent_away(self, db):
        assert APIClient().get(self.url).status_code in (401, 403)

    def test_without_the_permission_nothing_is_made(self, cast):
        cast.officer.grants = cast.clerk.grants
        with pytest.raises(PermissionDenied, match="您没有此项权限"):
            self.make(cast)

    def test_two_roles_do_not_add_up(self, cast):
        """`two_roles` edits in the rival firm and views in 武进: this row may be viewed, and not edited."""
        row = self.make(cast)
        with pytest.raises(type(row).DoesNotExist):
            self.touch(row, actor=cast.two_roles, expected_version=row.version)

    def test_outside_the_scope_nothing_is_changed(self, cast):
        row = self.make(cast)
        with pytest.raises(type(row).DoesNotExist):
            self.touch(row, actor=cast.rival_officer, expected_version=row.version)

    def test_making_and_changing_are_audited(self, cast):
        row = self.make(cast)
        self.touch(row, actor=cast.officer, expected_version=row.version)
        made, changed = Entry.objects.filter(target=f"{row._meta.label}:{row.pk}").order_by("pk")
        assert made.actor == changed.actor == cast.officer
        assert authentic(made)
        assert authentic(changed)
        assert changed.changes

    def test_a_change_of_what_somebody_else_changed_is_refused(self, cast):
        row = self.make(cast)
        self.touch(row, actor=cast.officer, expected_version=1)
        with pytest.raises(VersionConflict):
            self.touch(row, actor=cast.officer, expected_version=1)

    def test_a_long_list_costs_no_more_queries_than_a_short_one(self, cast, api):
        costs = []
        for _ in range(3):  # the first request also fills the region cache
            self.make(cast)
            client = api(User.objects.get(pk=cast.wujin.pk))
            with CaptureQueriesContext(connection) as queries:
                client.get(self.url)
            costs.append(len(queries))
        assert costs[1] == costs[2]

    def test_a_list_goes_on_by_cursor_in_every_order(self, cast, api):
        """On to the last row and back to the first, in pages of two, whatever is empty: each row once, in its place."""
        rows = [self.make(cast) for _ in range(5)]
        client, wanted = api(cast.officer), [name for name in self.view.ordered if name != "id"]
        self.empty_some(rows, wanted)
        for ordering in ("id", "-id", *wanted, *(f"-{name}" for name in wanted)):
            whole = client.get(self.url, {"ordering": ordering, "limit": 100}).json()
            assert (whole["after"], whole["before"]) == (None, None)
            pages = self.walked(client, ordering, "after")
            assert [row for page in pages for row in page["results"]] == whole["results"], ordering
            back = self.walked(client, ordering, "before", pages[-1]["before"])
            assert back[::-1] == pages[:-1], ordering

    def walked(self, client, ordering, way, cursor=None):
        """The pages that follow each other by their cursors, and that each costs the same queries."""
        pages: list[dict] = []
        costs = set()
        while cursor or not pages:
            with CaptureQueriesContext(connection) as queries:
                page = client.get(self.url, {"ordering": ordering, "limit": 2, **({way: cursor} if cursor else {})})
            assert page.status_code == 200, page.content.decode()
            costs.add(len(queries))
            pages.append(page.json())
            cursor = pages[-1][way]
        assert len(costs) == 1
        return pages

    def empty_some(self, rows, names):
        """NULL in every other row, where a column may be empty."""
        for name in names:
            with suppress(FieldDoesNotExist, IntegrityError), transaction.atomic():
                if type(rows[0])._meta.get_field(name).null:
                    type(rows[0]).objects.filter(pk__in=[row.pk for row in rows[::2]]).update(**{name: None})

    def test_a_cursor_of_another_order_is_refused(self, cast, api):
        self.make(cast), self.make(cast)
        client = api(cast.officer)
        cursor = client.get(self.url, {"ordering": "id", "limit": 1}).json()["after"]
        for given in ({"ordering": "-id", "after": cursor}, {"after": "AAAA"}, {"before": "é"}):
            refused = client.get(self.url, given)
            assert refused.status_code == 400
            assert "请回到第一页" in refused.content.decode()

    def test_a_fast_row_is_what_the_serializer_says(self, cast, api):
        row = type(self.make(cast)).objects.get()
        said = json.loads(JSONRenderer().render(self.view.serializer_class(row).data))
        assert api(cast.officer).get(self.url).json()["results"] == [said]

    # -- statistics ----------------------------------------------------------------------------------------------------

    TAKES_APART = ("officer", "rival_officer", "wujin", "city")
    """Who opens each number down to its sites: his own firm, nothing, a district, everything. The others see the same
    numbers through the same scope, and are asked for their sums."""

    def test_a_number_is_the_sum_of_what_stands_behind_it(self, cast, api):
        """For every role: each measure counts the rows of its list, area by area and value by value, and the sites
        behind each number add up to it."""
        if (statistics := getattr(self.view, "statistics", None)) is None:
            pytest.skip("nothing is counted of these rows")
        self.make(cast)
        row = self.make(cast)
        self.touch(row, actor=cast.officer, expected_version=row.version)
        rebuild(statistics, today=row.month)
        for person, sees in self.SEES.items():
            client, listed = api(getattr(cast, person)), self.ledger.listed(getattr(cast, person), "").order_by()
            counts = {f"n_{name}": measure.aggregate for name, measure in statistics.measures(row.month).items()}
            live = {name.removeprefix("n_"): n or 0 for name, n in listed.aggregate(**counts).items()}
            for level in ("district", "town"):
                asked = {**ALWAYS, "level": level, "split": True}
                told = {figure["measure"]: figure for figure in client.get(f"{self.url}stats/", asked).json()}
                assert {name: figure["total"] for name, figure in told.items()} == live, person
                for figure in told.values() if person in self.TAKES_APART else ():
                    counted = client.get(f"{self.url}stats/", {**asked, "firms": figure["measure"]}).json()
                    self.adds_up(client, next(each for each in counted if each["measure"] == figure["measure"]))
            assert any(live.values()) == bool(sees), person

    def adds_up(self, client, figure):
        """A number by area and by value of the dimension, against the sites that are told to stand behind it."""
        firms = 0
        by_value = Counter()
        for area, number in figure["by_region"].items():
            sites = self.behind(client, figure, area=area)
            assert sum(site["n"] for site in sites) == number
            firms += len({site["enterprise_name"] for site in sites})
            for value in filter(None, figure["by_dimension"]):
                by_value[value] += sum(site["n"] for site in self.behind(client, figure, area=area, dimension=value))
        assert by_value == {value: n for value, n in figure["by_dimension"].items() if value}
        assert sum(figure["by_dimension"].values()) == figure["total"]
        assert sum(figure["by_region"].values()) == figure["total"]
        assert (figure["sum_by_region"], figure["multi_site_overlap"]) == (firms, firms - figure["distinct_total"])

    def behind(self, client, figure, **asked):
        return client.get(f"{self.url}behind/", {**ALWAYS, "measure": figure["measure"], **asked}).json()

    # -- files ---------------------------------------------------------------------------------------------------------

    @property
    def ledger(self):
        return ledger(self.url.strip("/").rpartition("/")[2])

    def exported(self, client, names, **query):
        """The rows of an exported file, as cells."""
        asked = client.post("/api/exports/", {"ledger": self.ledger.name, "columns": names, **query})
        assert asked.status_code == 201, asked.content.decode()
        assert asked.json()["status"] == "ready"
        content = b"".join(saved(client, f"/api/exports/{asked.json()['id']}/file/").streaming_content)
        return content, python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(
            0
        ).to_python()[HEAD:]

    def test_each_role_exports_the_rows_it_sees(self, cast, api, files_dir):
        self.make(cast)
        fields = self.view.serializer_class().fields
        coded = self.ledger.dictionaries
        shown = [each.name for each in list_columns(self.ledger) if each.name in fields and each.name not in coded]
        plain = [name for name in shown if type(fields[name]).__name__ == "CharField"]
        for person, sees in self.SEES.items():
            client = api(getattr(cast, person))
            listed = [[row[name] or "" for name in plain] for row in client.get(self.url).json()["results"]]
            assert self.exported(client, plain)[1] == listed, person
            assert len(listed) == sees
        assert Entry.objects.filter(action="exports.make").count() == len(self.SEES)

    NAMED: dict[str, str] = {}
    "What a file of the row that is made says in its columns of codes."

    def test_codes_are_named_in_files_and_on_paper(self, cast, api, files_dir, monkeypatch):
        if not self.ledger.dictionaries:
            pytest.skip("these rows have no codes")
        assert self.NAMED.keys() == self.ledger.dictionaries.keys()
        said = []
        monkeypatch.setattr(printing, "printed", lambda sheet, given: said.append(given) or b"%PDF-")
        row, client = self.make(cast), api(cast.officer)
        assert self.exported(client, [*self.NAMED])[1] == [[*self.NAMED.values()]]
        saved(client, f"/api/prints/{self.ledger.name}/{row.pk}/")
        assert set(self.NAMED.values()) <= {fact["text"] for pair in said[0]["facts"] for fact in pair}

    @pytest.mark.parametrize("person", ["clerk", "nobody", "dismissed"])
    def test_without_the_permission_nothing_is_exported(self, cast, api, person):
        self.make(cast)
        assert api(getattr(cast, person)).post("/api/exports/", {"ledger": self.ledger.name}).status_code == 403

    def test_a_record_is_printed_for_who_reads_it(self, cast, api, monkeypatch):
        said = []
        monkeypatch.setattr(printing, "printed", lambda sheet, given: said.append(given) or b"%PDF-")
        row = self.make(cast)
        for person, sees in self.SEES.items():
            answer = saved(api(getattr(cast, person)), f"/api/prints/{self.ledger.name}/{row.pk}/")
            assert answer.status_code == (200 if sees else 404), person
        detail = api(cast.officer).get(f"{self.url}{row.pk}/").json()
        shown = {fact["text"] for pair in said[0]["facts"] for fact in pair}
        assert {str(detail["enterprise_name"])} <= shown
        assert cast.officer.name in said[0]["mark"]
        assert Entry.objects.filter(action="exports.print", target=target(row)).count() == len(said)

    def importable(self):
        """The columns that list and form share, by their names in the list; masked ones cannot come back."""
        if self.view.importing is None:
            pytest.skip("these rows are not added from a list")
        fields = self.ledger.file_class().fields
        listed = [each.name for each in list_columns(self.ledger) if not isinstance(fields[each.name], MaskedField)]
        asked = {each.name for each in file_columns(self.ledger)}
        return [name for name in listed if name in asked or name.removesuffix("_name") in asked]

    def emptied(self, row):
        type(row).objects.update(ended_at=timezone.now())

    def test_what_was_exported_can_be_imported_again(self, cast, api, files_dir):
        names, client = self.importable(), api(cast.officer)
        row = [self.make(cast) for _ in range(3)][0]
        file, before = self.exported(client, names)
        self.emptied(row)
        found = checked(client, file, ledger=self.ledger.name)
        assert (found["ready"], found["wrong"]) == (3, 0)
        assert confirmed(client, found["id"], "all")["done"] == 3
        assert sorted(self.exported(client, names)[1], key=str) == sorted(before, key=str)

    def test_who_may_not_add_may_not_import(self, cast, api, files_dir):
        names = self.importable()
        self.make(cast)
        file, _ = self.exported(api(cast.officer), names)
        for person in ("bureau", "clerk", "nobody", "dismissed", "auditor"):
            assert send(api(getattr(cast, person)), file, ledger=self.ledger.name).status_code == 403, person

    def test_all_or_nothing_is_one_or_the_other(self, cast, api, files_dir, monkeypatch):
        names, client, add = self.importable(), api(cast.officer), self.view.add
        row = [self.make(cast) for _ in range(3)][0]
        file, _ = self.exported(client, names)
        self.emptied(row)
        pk = checked(client, file, ledger=self.ledger.name)["id"]
        called = []

        def third_time_refused(**given):
            called.append(given)
            if len(called) == 3:
                raise RuleViolation("第三次不行")
            return add(**given)

        monkeypatch.setattr(self.view, "add", staticmethod(third_time_refused))
        entries = Entry.objects.count()
        found = confirmed(client, pk, "all")
        assert (found["status"], found["done"], found["wrong"]) == ("checked", 0, 1)
        assert not type(row).objects.current().exists()
        assert Entry.objects.count() == entries + 1, "that it was confirmed, and nothing else"

    def test_bad_rows_come_back_as_they_came(self, cast, api, files_dir):
        names, client = self.importable(), api(cast.officer)
        self.make(cast)
        _, [cells] = self.exported(client, names)
        labels = {each.name: each.label for each in list_columns(self.ledger)}
        bad = [*("#REF!" for _ in names[:-1]), cells[-1]]
        found = checked(client, xlsx([[labels[name] for name in names], cells, bad]), ledger=self.ledger.name)
        assert found["wrong"] >= 1
        back = saved(client, f"/api/imports/{found['id']}/rejected/").content
        rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(back)).get_sheet_by_index(0).to_python()
        assert rows[0] == [*(labels[name] for name in names), "错误原因"]
        assert rows[-1][:-1] == bad
        assert "第3行" in rows[-1][-1]
        assert client.post(f"/api/imports/{found['id']}/confirm/", {"mode": "all"}).status_code == 400
