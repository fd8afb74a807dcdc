"""Files as people send them, made cell by cell; and an import taken through its states."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone

from changqian.platform.ledgerkit.imports import running
from changqian.platform.ledgerkit.imports.models import Import


def xlsx(draw: Callable[[Any, Any], None] | Sequence[Sequence[Any]], *, sheets: Sequence[str] = ("Sheet1",)) -> bytes:
    """A workbook of rows, or of what `draw(book, sheet)` draws on the first sheet."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_urls": False}) as book:
        first = [book.add_worksheet(name) for name in sheets][0]
        if callable(draw):
            draw(book, first)
        else:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for line, row in enumerate(draw):
                for at, cell in enumerate(row):
                    put(first, line, at, cell, day)
    return content.getvalue()


def put(sheet: Any, line: int, at: int, cell: Any, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, date | datetime):
        sheet.write_datetime(line, at, cell, day)
    elif isinstance(cell, str):
        sheet.write_string(line, at, cell)
    else:
        sheet.write(line, at, cell)


def work(pk: int) -> Import:
    """What the worker would do until nothing is left."""
    while running.advance(pk, now=timezone.now):
        pass
    return Import.objects.get(pk=pk)


def send(client: Any, data: bytes, *, ledger: str, name: str = "台账.xlsx") -> Any:
    file = BytesIO(data)
    file.name = name
    return client.post("/api/imports/", {"ledger": ledger, "file": file}, format="multipart")


def as_proposed(uploaded: dict[str, Any], **instead: str | None) -> dict[str, Any]:
    """The body that accepts the proposal; `instead` names headers that mean something else."""
    proposal = uploaded["proposal"]
    return {
        "sheet": proposal["sheet"],
        "header_row": proposal["header_row"],
        "header_depth": proposal["header_depth"],
        "columns": [
            {"column": each["column"], "field": instead.get(each["header"], each["field"])}
            for each in proposal["columns"]
        ],
    }


def checked(client: Any, data: bytes, *, ledger: str, name: str = "台账.xlsx", **instead: str | None) -> dict[str, Any]:
    """Uploaded, mapped as proposed, and checked."""
    uploaded = send(client, data, ledger=ledger, name=name)
    assert uploaded.status_code == 201, uploaded.content.decode()
    pk = uploaded.json()["id"]
    mapped = client.post(f"/api/imports/{pk}/map/", as_proposed(uploaded.json(), **instead))
    assert mapped.status_code == 200, mapped.content.decode()
    work(pk)
    found: dict[str, Any] = client.get(f"/api/imports/{pk}/").json()
    return found


def confirmed(client: Any, pk: int, mode: str, **given: Any) -> dict[str, Any]:
    said = client.post(f"/api/imports/{pk}/confirm/", {"mode": mode, **given})
    assert said.status_code == 200, said.content.decode()
    work(pk)
    found: dict[str, Any] = client.get(f"/api/imports/{pk}/").json()
    return found


def rows_of(client: Any, pk: int, state: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/imports/{pk}/rows/", {"state": state} if state else {}).json()[
        "results"
    ]
    return found
