"""The gateway over HTTP: `/messages` and `/receipts` for the platform, `/` and `/outbox.json` for whoever watches."""

from datetime import UTC, datetime
from html import escape
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from changqian.simulators.sms.gateway import Answer, Simulator, Taken

PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8"><meta http-equiv="refresh" content="3"><meta name="viewport" content="width=device-width">
<title>短信模拟器</title>
<style>
body {{ font: 15px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0; background: #f4f6f9; color: #1d2939 }}
main {{ max-width: 760px; margin: 0 auto; padding: 24px 16px }}
h1 {{ font-size: 20px; margin: 0 0 4px }}
.note {{ color: #667085; margin: 0 0 20px }}
article {{ background: #fff; border: 1px solid #e4e7ec; border-radius: 8px; padding: 12px 16px; margin-bottom: 12px }}
header {{ display: flex; gap: 12px; justify-content: space-between; color: #667085; font-size: 13px }}
header b {{ color: #1d2939; font-size: 15px }}
.text {{ margin-top: 4px; overflow-wrap: anywhere }}
mark {{ background: #fff3c4; font-weight: 600; padding: 0 2px }}
</style>
<main><h1>短信模拟器</h1>
<p class="note">平台发出的短信都显示在这里，不会真的发送。每3秒刷新。</p>{body}</main>
</html>"""


def application(simulator: Simulator) -> Starlette:
    async def messages(request: Request) -> Response:
        return await _answered(request, lambda body, now: {"id": simulator.take(body, now=now).id})

    async def receipts(request: Request) -> Response:
        def told(body: Any, now: datetime) -> dict[str, object]:
            return {"receipts": simulator.receipts([str(each) for each in body.get("references", ())], now=now)}

        return await _answered(request, told)

    async def _answered(request: Request, do: Any) -> Response:
        body, now = await request.body(), datetime.now(UTC)
        try:
            simulator.authenticate(request.method, request.url.path, request.headers, body, now=now)
            return JSONResponse(do(await request.json(), now))
        except Answer as refusal:
            return JSONResponse({"message": str(refusal)}, refusal.status)
        except (ValueError, TypeError, AttributeError):
            return JSONResponse({"message": "请求格式不正确"}, 400)

    def outbox(request: Request) -> Response:
        wanted = request.query_params.get("phone")
        return JSONResponse([_row(each) for each in _newest() if wanted in (None, each.phone)])

    def page(request: Request) -> Response:
        shown = "".join(_article(each) for each in _newest()[:100])
        return HTMLResponse(PAGE.format(body=shown or '<p class="note">还没有短信。</p>'))

    def _newest() -> list[Taken]:
        return list(reversed(simulator.outbox.values()))

    return Starlette(
        routes=[
            Route("/messages", messages, methods=["POST"]),
            Route("/receipts", receipts, methods=["POST"]),
            Route("/outbox.json", outbox),
            Route("/healthz", lambda request: PlainTextResponse("ok")),
            Route("/", page),
        ]
    )


def _row(taken: Taken) -> dict[str, object]:
    return {
        "id": taken.id,
        "phone": taken.phone,
        "template": taken.template,
        "params": taken.params,
        "text": taken.text,
        "at": taken.at.isoformat(),
    }


def _article(taken: Taken) -> str:
    text = escape(f"【{taken.sign}】{taken.text}" if taken.sign else taken.text)
    if code := taken.params.get("code"):
        text = text.replace(escape(code), f"<mark>{escape(code)}</mark>", 1)
    at = taken.at.astimezone().strftime("%m-%d %H:%M:%S")
    lost = "" if taken.arrives else "（用户关机，未送达）"
    return (
        f"<article><header><b>{escape(taken.phone)}</b><span>{at}{lost}</span></header>"
        f'<div class="text">{text}</div></article>'
    )
