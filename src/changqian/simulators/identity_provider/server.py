"""The provider over HTTP: discovery, keys, the page where one chooses who one is, tokens, and signing out."""

import base64
from datetime import UTC, datetime
from html import escape
from urllib.parse import parse_qsl, unquote, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from changqian.simulators.identity_provider.provider import PEOPLE, TENANTS, IdentityProvider, Refusal

PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{name}登录（模拟）</title>
<style>
body {{ font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; margin: 0; background: #f4f6f9; color: #1d2939 }}
main {{ max-width: 380px; margin: 10vh auto 0; padding: 32px; background: #fff; border-radius: 12px }}
h1 {{ font-size: 22px; margin: 0 }}
p {{ color: #667085; margin: 4px 0 20px }}
button {{ display: block; width: 100%; margin-top: 12px; padding: 12px; font: inherit; border: 1px solid #d0d5dd }}
button {{ border-radius: 8px; background: #fff; cursor: pointer }}
</style>
<main><h1>{name}</h1><p>统一身份认证（模拟）。请选择以谁的身份登录：</p>
<form method="post" action="?{query}">{people}</form></main>
</html>"""


def application(provider: IdentityProvider) -> Starlette:
    def discovery(request: Request) -> Response:
        return JSONResponse(provider.described(tenant(request)))

    def jwks(request: Request) -> Response:
        return JSONResponse(provider.jwks())

    async def authorize(request: Request) -> Response:
        asked = dict(request.query_params)
        if request.method == "GET":
            people = "".join(
                f'<button name="sub" value="{sub}">{escape(name)}</button>' for sub, name in PEOPLE.items()
            )
            query = escape(urlencode(asked))
            return HTMLResponse(PAGE.format(name=TENANTS[tenant(request)], people=people, query=query))
        form = dict(parse_qsl((await request.body()).decode()))
        try:
            code = provider.grant(form.get("sub", ""), asked, now=datetime.now(UTC))
        except (Refusal, KeyError) as refusal:
            return PlainTextResponse(f"请求无效：{refusal}", 400)
        back = urlencode({"code": code, "state": asked.get("state", "")})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 303)

    async def token(request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        try:
            client, _, secret = base64.b64decode(given).decode().partition(":") if kind == "Basic" else ("", "", "")
            tokens = provider.exchange(tenant(request), form, unquote(client), unquote(secret), now=datetime.now(UTC))
        except (Refusal, ValueError) as refusal:
            return JSONResponse({"error": str(refusal) or "invalid_request"}, 400)
        return JSONResponse(tokens, headers={"Cache-Control": "no-store"})

    def userinfo(request: Request) -> Response:
        subject = provider.access.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if subject is None:
            return JSONResponse({"error": "invalid_token"}, 401)
        return JSONResponse({"sub": subject, "name": PEOPLE[subject]})

    def leave(request: Request) -> Response:
        return RedirectResponse(request.query_params.get("post_logout_redirect_uri", "/"), 303)

    def tenant(request: Request) -> str:
        return str(request.path_params["tenant"])

    at = "/{tenant}"
    return Starlette(
        routes=[
            Route("/healthz", lambda request: PlainTextResponse("ok")),
            Route(f"{at}/.well-known/openid-configuration", discovery),
            Route(f"{at}/jwks", jwks),
            Route(f"{at}/authorize", authorize, methods=["GET", "POST"]),
            Route(f"{at}/token", token, methods=["POST"]),
            Route(f"{at}/userinfo", userinfo),
            Route(f"{at}/leave", leave),
        ]
    )
