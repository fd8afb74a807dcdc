"""10 000 enterprises from an Excel file, as the command for old libraries brings them over; rolled back."""

from __future__ import annotations

import resource
from contextlib import suppress
from io import BytesIO
from time import perf_counter

from changqian.launcher.bench import Result
from changqian.launcher.bench_city import City

FIRMS = 10_000
HEAD = ("企业编号", "统一社会信用代码", "企业名称", "镇街", "生产经营地址", "经度", "纬度", "坐标系", "职工人数")


class Undone(Exception):
    """Ends the transaction without leaving anything behind."""


def run(city: City) -> list[Result]:
    from django.db import transaction

    found: list[Result] = []
    with suppress(Undone), transaction.atomic():
        found = measured()
        raise Undone
    return found


def measured() -> list[Result]:
    from changqian.platform.foundation.accounts.services import platform
    from changqian.platform.foundation.enterprises.rules import Fate
    from changqian.platform.screens.takeover.history import migrate, read

    data = table()
    started = perf_counter()
    lines, _ = read(data, name="企业.xlsx")
    reading = perf_counter() - started
    report = migrate(lines, actor=platform(), system="基准", run="基准")
    took = perf_counter() - started
    assert report.counts()[Fate.NEW.label] == FIRMS, report.counts()
    print(f"  read in {reading:.1f} s, the rest of {took:.1f} s is registering", flush=True)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Result("import_10000_enterprises", round(took, 1), 40, "s"),
        Result("import_10000_enterprises_memory", round(most), 400, "MB"),
    ]


def table() -> bytes:
    import xlsxwriter

    from changqian.platform.foundation.regions.models import Region
    from changqian.platform.kernel.codes import uscc_for

    towns = list(Region.objects.filter(kind="town").order_by("pk").values_list("name", flat=True))
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("企业")
        sheet.write_row(0, 0, HEAD)
        for number in range(FIRMS):
            code, name, town = (
                uscc_for(f"YY{number:06d}"),
                f"常州基准{number}号机械有限公司",
                towns[number % len(towns)],
            )
            place = (
                f"工业路{number}号",
                119.5 + number % 100 / 200,
                31.5 + number // 100 / 250,
                "CGCS2000",
                20 + number % 80,
            )
            sheet.write_row(number + 1, 0, (str(number), code, name, town, *place))
    return content.getvalue()
