"""A whole platform on a fresh database, and a real browser in front of it.

Everything starts as a user would start it: `changqian up` with a small demonstration city, then one-time sign-in links.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
CHANGQIAN = [sys.executable, "-m", "changqian.launcher.cli"]
STARTS_WITHIN = 240
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "geolocation": {"longitude": 119.95, "latitude": 31.72, "accuracy": 12},
    "permissions": ["geolocation", "camera"],
}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}

if CHROMIUM is None:
    pytest.skip("没有 chromium：浏览器旅程需要它（root 可由 make test 自动安装）", allow_module_level=True)


@dataclass
class Platform:
    """A running platform: where it listens, and how its processes are found."""

    web: str
    push: str
    data: Path
    pid: int
    process: subprocess.Popen[bytes] | None
    environment: dict[str, str] = field(repr=False)

    def run(self, *arguments: str) -> str:
        """Run a `changqian` command against this platform; its output."""
        done = subprocess.run(
            [*CHANGQIAN, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        )
        return done.stdout

    def links(self) -> dict[str, str]:
        """A fresh one-time sign-in link per user name of the cast."""
        return {entry["username"]: entry["url"] for entry in json.loads(self.run("links", "--json"))}


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    """`changqian up` on its own data folder, with 80 enterprises; taken down at the end.

    CHANGQIAN_E2E=<ready file> uses a platform that already runs, for whoever writes a journey.
    """
    if running := os.environ.get("CHANGQIAN_E2E"):
        told = json.loads(Path(running).read_text())
        data = Path(os.environ["CHANGQIAN_E2E_DATA"])
        known = {"CHANGQIAN_DATA": str(data), "DATABASE_URL": told["database_url"]}
        known |= {"PUBLIC_URL": told["web"], "PUSH_URL": told["push"]}
        bare = {k: v for k, v in os.environ.items() if k != "CHANGQIAN_EPHEMERAL_KEYS"}
        yield Platform(told["web"], told["push"], data, told["pid"], None, bare | known)
        return
    data = Path(tempfile.mkdtemp(prefix="changqian-e2e-"))
    data.chmod(0o755)  # PostgreSQL runs without root and has to enter it.
    ready = data / "ready.json"
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "CHANGQIAN_EPHEMERAL_KEYS")}
    environment |= {"CHANGQIAN_DATA": str(data)}
    up = [*CHANGQIAN, "up", "--data", str(data), "--ports", "auto", "--ready-file", str(ready), "--enterprises", "80"]
    with (data / "up.log").open("wb") as log:
        process = subprocess.Popen(up, env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
    started = time.monotonic()
    while not ready.exists():
        assert process.poll() is None, (data / "up.log").read_text()[-3000:]
        assert time.monotonic() - started < STARTS_WITHIN, (data / "up.log").read_text()[-3000:]
        time.sleep(0.2)
    told = json.loads(ready.read_text())
    environment |= {"DATABASE_URL": told["database_url"], "PUBLIC_URL": told["web"], "PUSH_URL": told["push"]}
    yield Platform(told["web"], told["push"], data, told["pid"], process, environment)
    process.terminate()
    process.wait(timeout=30)
    shutil.rmtree(data, ignore_errors=True)


FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
)
Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """`launch(*flags)` starts a browser; all are closed at the end."""
    with sync_playwright() as playwright:
        started: list[Browser] = []

        def start(*flags: str) -> Browser:
            started.append(playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags]))
            return started[-1]

        yield start
        for browser in started:
            browser.close()


@pytest.fixture(scope="session")
def browser(launch: Launch) -> Browser:
    return launch()


SignIn = Callable[..., Page]


@pytest.fixture
def sign_in(platform: Platform, browser: Browser) -> Iterator[SignIn]:
    """`sign_in("officer")` opens a desktop page for that person, `sign_in("worker", phone=True)` one on a phone."""
    contexts: list[BrowserContext] = []

    def enter(username: str, *, phone: bool = False, within: Browser | None = None) -> Page:
        context = (within or browser).new_context(base_url=platform.web, **(PHONE if phone else DESKTOP))  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.errors = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
        link = platform.links()[username]
        token = link.partition("link=")[2]
        page.goto(f"{'/m' if phone else ''}/sign-in?link={token}")
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    yield enter
    shots = os.environ.get("CHANGQIAN_E2E_SHOTS")
    for number, context in enumerate(contexts):
        for page in context.pages:
            if shots:
                page.screenshot(path=Path(shots) / f"{number}.png")
            assert not page.errors, page.errors  # type: ignore[attr-defined]
        context.close()
