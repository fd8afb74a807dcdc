"""The page from which a phone installs the local certificate: plain HTTP, because trust is what it is about to get."""

from __future__ import annotations

import io
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import segno

from changqian.launcher.certificates import fingerprint

PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>安装常企安本地证书</title>
<style>body{{font:16px/1.7 system-ui,sans-serif;max-width:34em;margin:2em auto;padding:0 1em;color:#1d2129}}
a.button{{display:block;text-align:center;background:#165dff;color:#fff;padding:.7em;border-radius:6px;
text-decoration:none;margin:1em 0}}code{{word-break:break-all;font-size:13px}}</style>
<h1>安装常企安本地证书</h1>
<p>安装后，本机才能用加密连接打开常企安，使用扫码和定位。该证书只对局域网地址有效。</p>
<a class="button" href="/ca.crt">1. 下载证书</a>
<p><b>安卓：</b>设置 › 安全 › 加密与凭据 › 安装证书 › CA 证书，选择刚下载的文件。<br>
<b>苹果：</b>用 Safari 下载后，在设置 › 已下载描述文件中安装，再到通用 › 关于本机 › 证书信任设置中打开信任。<br>
<b>鸿蒙：</b>设置 › 安全 › 更多安全设置 › 加密和凭据 › 从存储设备安装。</p>
<p>安装前请核对指纹（SHA-256）与启动窗口显示的一致：<br><code>{fingerprint}</code></p>
<a class="button" href="{target}">2. 打开常企安</a></html>
"""


def serve_authority(certificate: Path, target: str, *, host: str = "0.0.0.0", port: int = 0) -> ThreadingHTTPServer:
    """Serves the page and the certificate from a thread until `shutdown()`; `target` is the https origin to go to."""
    page = PAGE.format(fingerprint=fingerprint(certificate), target=target).encode()
    body = certificate.read_bytes()
    answers = {
        "/": (page, "text/html; charset=utf-8"),
        "/ca.crt": (body, "application/x-x509-ca-cert"),  # the type that makes phones offer to install it
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content, kind = answers.get(self.path.split("?")[0], (b"", ""))
            self.send_response(HTTPStatus.OK if kind else HTTPStatus.NOT_FOUND)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """The console belongs to the launcher."""

    server = ThreadingHTTPServer((host, port), Handler)
    threading.Thread(target=server.serve_forever, name="authority", daemon=True).start()
    return server


def qr(text: str) -> str:
    """The text as a QR code of terminal characters."""
    out = io.StringIO()
    segno.make(text, error="m").terminal(out, compact=True)
    return out.getvalue()
