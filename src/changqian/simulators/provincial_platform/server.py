"""The feeds over HTTP, signed both ways; and `/` for whoever wants to see them misbehave.

`POST /feeds/<feed>` {since, until, cursor, size} → {as_of, total, rows, next}. The first page of a walk fixes `as_of`,
which the following ones send back as `until`. The answer's bytes are signed over the word used once of the request.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from changqian.simulators.provincial_platform.books import Shared, written
from changqian.simulators.provincial_platform.faults import Faults
from changqian.simulators.signed import Answer, Door

HERE = timezone(timedelta(hours=8))
LARGEST = 5000
PAGE = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 15px/1.7 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0; background: #f4f6f9; color: #1d2939 }}
main {{ max-width: 760px; margin: 0 auto; padding: 24px 16px }}
h1 {{ font-size: 20px; margin: 0 }} h2 {{ font-size: 16px; margin: 24px 0 8px }} .note {{ color: #667085; margin: 0 }}
table {{ width: 100%; border-collapse: collapse; background: #fff }} td, th {{ text-align: left; padding: 6px 12px }}
tr {{ border-bottom: 1px solid #e4e7ec }} td:last-child, th:last-child {{ text-align: right }}
label {{ display: flex; gap: 12px; padding: 4px 0 }} input[type=number] {{ width: 72px }}
button {{ margin-top: 12px; padding: 6px 16px }}
</style>
<main><h1>{title}</h1><p class="note">平台从这里取数。下面的故障打开后，从下一次取数起生效。</p>
<h2>数据</h2><table><tr><th>接口</th><th>条数</th></tr>{feeds}</table>
<h2>故障</h2><form id="faults">{faults}<button>生效</button></form></main>
<script>
document.getElementById('faults').onsubmit = async (event) => {{
  event.preventDefault()
  const body = {{}}
  for (const input of event.target.querySelectorAll('input'))
    body[input.name] = input.type === 'checkbox' ? input.checked : Number(input.value)
  await fetch('/faults', {{ method: 'POST', body: JSON.stringify(body) }})
  location.reload()
}}
</script></html>"""
LABELS = {
    "enterprises": "工业企业名录",
    "industries": "国民经济行业",
    "declarations": "风险申报",
    "points": "申报风险点",
    "changes": "名录状态变更",
    "certificates": "特种作业证书",
    "personnel": "企业人员",
}
WORDS = {
    "slow": "慢：每次应答前等待几秒",
    "errors": "接下来几次请求回答503",
    "duplicates": "每条重复下发",
    "changed_schema": "字段改名（uscc→credit_code）",
    "broken_rows": "每几条有一条内容错误",
    "gbk": "以GBK编码下发",
    "unknown": "每几条有一条属于本市没有的企业",
    "out_of_order": "新的之后又发旧的",
}


@dataclass
class Platform:
    door: Door
    books: Shared
    faults: Faults = field(default_factory=Faults)
    asked: list[tuple[str, str]] = field(default_factory=list)
    "Feed and cursor of every page that was served."
    title: str = "省风险报告平台模拟器"
    labels: Mapping[str, str] = field(default_factory=lambda: LABELS)

    def page(self, feed: str, body: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        book = self.books.feeds.get(feed)
        if book is None:
            raise Answer(404, "没有此接口")
        since = datetime.fromisoformat(body["since"]) if body.get("since") else None
        size = min(max(int(body.get("size") or 1000), 1), LARGEST)
        as_of = str(body.get("until") or written(now))
        cursor = str(body.get("cursor") or "")
        first = int(cursor) if cursor else book.first_since(since)
        begin = max(first - 1, 0) if cursor and self.faults.duplicates else first
        last = min(first + size, book.length)
        rows = [row for row in map(book.at, range(begin, last)) if row["updated_at"] <= as_of]
        self.asked.append((feed, cursor))
        return {
            "as_of": as_of,
            "total": book.length - book.first_since(since),
            "rows": self.faults.applied(rows, first=begin),
            "next": str(last) if last < book.length else None,
        }


def application(platform: Platform) -> Starlette:
    async def feed(request: Request) -> Response:
        await asyncio.sleep(platform.faults.slow)
        if platform.faults.errors:
            platform.faults.errors -= 1
            return PlainTextResponse("Service Unavailable", 503)
        name = request.path_params["feed"]
        said = await platform.door.answered(
            request, lambda body, now: platform.page(name, body, now=now.astimezone(HERE).replace(tzinfo=None))
        )
        if platform.faults.gbk:
            told = json.dumps(json.loads(bytes(said.body)), ensure_ascii=False).encode("gbk")
            said = Response(told, said.status_code, media_type="application/json")
        nonce = request.headers.get("x-nonce", "")
        said.headers["X-Signature"] = platform.door.signed_answer(nonce, said.status_code, bytes(said.body))
        return said

    async def faults(request: Request) -> Response:
        try:
            platform.faults = Faults.read(await request.json())
        except (ValueError, TypeError):
            return JSONResponse({"message": "请求格式不正确"}, 400)
        return JSONResponse(asdict(platform.faults))

    def page(request: Request) -> Response:
        feeds = platform.books.feeds.items()
        lines = "".join(f"<tr><td>{platform.labels[name]}</td><td>{book.length}</td></tr>" for name, book in feeds)
        switches = "".join(map(_switch, asdict(platform.faults).items()))
        return HTMLResponse(PAGE.format(title=platform.title, feeds=lines, faults=switches))

    return Starlette(
        routes=[
            Route("/feeds/{feed}", feed, methods=["POST"]),
            Route("/faults", faults, methods=["POST"]),
            Route("/healthz", lambda request: PlainTextResponse("ok")),
            Route("/", page),
        ]
    )


def _switch(fault: tuple[str, Any]) -> str:
    name, value = fault
    if isinstance(value, bool):
        return f'<label><input type="checkbox" name="{name}"{" checked" if value else ""}>{WORDS[name]}</label>'
    return f'<label><input type="number" min="0" name="{name}" value="{value:g}">{WORDS[name]}</label>'
