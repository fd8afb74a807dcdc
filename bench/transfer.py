"""20 000 people from a file into the ledger, and 100 000 hazards from the ledger into a file.

The baselines: the rows only fetched, and the ledger's own `add` called alone. All is built in a transaction that is
rolled back: nothing of it is left in the database.
"""

import tempfile
import tracemalloc
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

from changqian.launcher.bench import Result

IMPORTED, EXPORTED, SAMPLE = 20_000, 100_000, 500
SAMPLED = 10_000
"Rows exported while every allocation is counted, which takes its time; five chunks of the cursor."


class Undone(Exception):
    """Ends the transaction without leaving anything behind."""


def run() -> list[Result]:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    found: list[Result] = []
    with tempfile.TemporaryDirectory() as folder, suppress(Undone), transaction.atomic():
        settings.DATA = Path(folder)  # A file in the store is in no transaction.
        found = [*exporting(), *importing()]
        raise Undone
    return found


def exporting() -> list[Result]:
    from changqian.platform.commons.hazards.api import HazardViewSet
    from changqian.platform.foundation.records.rows import streamed
    from changqian.platform.ledgerkit.exports.columns import chosen
    from changqian.platform.ledgerkit.exports.services import CHUNK
    from changqian.platform.ledgerkit.exports.writing import Head, write_csv, write_xlsx
    from changqian.platform.ledgerkit.ledgers import ledger

    fill(EXPORTED)
    known = ledger("hazards")
    columns = chosen(known, [])
    names = [each.name for each in columns]
    head = Head(known.title, "基准", _now(), "")
    rows = HazardViewSet.queryset.order_by("-pk")

    def bare() -> int:
        return sum(1 for _ in rows.values_list(*_paths(names)).iterator(chunk_size=CHUNK))

    def written(writer: Any, most: int = EXPORTED) -> int:
        with tempfile.TemporaryFile() as file:
            read = streamed(rows[:most], known.view.serializer_class, names, chunk=CHUNK)
            return sum(1 for _ in writer(file, head, columns, read))

    base = seconds(bare)
    csv_took = seconds(lambda: written(write_csv))
    xlsx_took = seconds(lambda: written(write_xlsx))
    return [
        Result("export_100000_fetched_only", round(base, 1), 30, "s"),
        Result("export_100000_csv", round(csv_took, 1), 40, "s"),
        Result("export_100000_xlsx", round(xlsx_took, 1), 40, "s"),
        Result("export_memory", round(_peak(lambda: written(write_xlsx, SAMPLED)), 1), 64, "MB"),
    ]


def importing() -> list[Result]:
    from django.utils import timezone

    from changqian.platform.commons.people.models import Person
    from changqian.platform.commons.people.services import add_person
    from changqian.platform.foundation.accounts.services import platform
    from changqian.platform.foundation.enterprises.models import Enterprise
    from changqian.platform.ledgerkit.imports import running, services

    firm, actor = Enterprise.objects.get(name="常州基准测试有限公司"), platform()
    day = timezone.localdate()

    def alone(named: str) -> float:
        """Seconds that one row takes when nothing but the service is called."""
        started = perf_counter()
        for number in range(SAMPLE):
            given = {"name": f"{named}{number}", "roles": ["worker"], "phone": _phone(number)}
            add_person(actor=actor, enterprise=firm, today=day, **given)
        return (perf_counter() - started) / SAMPLE

    before = alone("先逐条")
    started = perf_counter()
    row = services.upload(table(firm.uscc), actor=actor, ledger="people", name="花名册.xlsx", now=timezone.now())
    proposal = services.proposal(row, actor=actor)
    uploaded = perf_counter() - started
    mapping = {each["column"]: each["field"] for each in proposal["columns"]}
    services.map_columns(
        row.pk, actor=actor, sheet=row.sheet, header_row=1, header_depth=1, mapping=mapping, now=timezone.now()
    )
    checking = seconds(lambda: _work(running, row.pk))
    services.confirm(row.pk, actor=actor, mode="right", now=timezone.now())
    importing_ = seconds(lambda: _work(running, row.pk))
    assert Person.objects.filter(name__startswith="导入").count() == IMPORTED
    # All this is one transaction, which no import ever is, and it gets slower as it grows: the middle of both ends.
    one = (before + alone("后逐条")) / 2
    return [
        Result("import_20000_uploaded", round(uploaded, 1), 20, "s"),
        Result("import_20000_checked", round(checking, 1), 600, "s"),
        Result("import_20000_imported", round(importing_, 1), 600, "s"),
        Result("import_row_times_add_alone", round(importing_ / IMPORTED / one, 2), 2),
    ]


def table(uscc: str) -> bytes:
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        sheet.write_row(0, 0, ["统一社会信用代码", "姓名", "岗位角色", "手机号", "入职日期"])
        for number in range(IMPORTED):
            row = [uscc, f"导入{number}", "岗位从业人员", _phone(number), "2020.3.9"]
            sheet.write_row(number + 1, 0, row)
    return content.getvalue()


def fill(count: int) -> None:
    """One firm with so many hazards, as the bench of lists makes them."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("list_rows", Path(__file__).with_name("list_rows.py"))
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROWS = count
    module.fill()


def seconds(work: Any) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _work(running: Any, pk: int) -> None:
    from django.utils import timezone

    while running.advance(pk, now=timezone.now):
        pass


def _paths(names: list[str]) -> list[str]:
    from changqian.platform.commons.hazards.api import HazardViewSet
    from changqian.platform.foundation.records.rows import compiled

    known = {name: path for name, path, _ in compiled(HazardViewSet.serializer_class)}
    return [known[name] for name in names]


def _now() -> Any:
    from django.utils import timezone

    return timezone.localtime()


def _phone(number: int) -> str:
    return f"138{number:08d}"


def _peak(work: Any) -> float:
    """Megabytes of Python's that the work holds at most."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1024**2
