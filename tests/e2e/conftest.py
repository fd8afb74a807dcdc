"""A whole platform on a fresh database, and a real browser in front of it.

Everything starts as a user would start it: `changqian up` with a small demonstration city, then one-time sign-in links.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.running import FIRMS, Platform

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "geolocation": {"longitude": 119.95, "latitude": 31.72, "accuracy": 12},
    "permissions": ["geolocation", "camera"],
    "reduced_motion": "reduce",
}
DESKTOP = {
    "viewport": {"width": 1440, "height": 900},
    "locale": "zh-CN",
    "timezone_id": "Asia/Shanghai",
    "reduced_motion": "reduce",  # as people can ask of their machine: nothing to wait for between two clicks
}

if CHROMIUM is None:
    pytest.skip("没有 chromium：浏览器旅程需要它（root 可由 make test 自动安装）", allow_module_level=True)


expect.set_options(timeout=20_000)  # A first view of a page on a busy machine takes longer than the usual 5 seconds.


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    """On its own data folder, with 80 enterprises; or the one whose ready file CHANGQIAN_E2E names."""
    if running := os.environ.get("CHANGQIAN_E2E"):
        yield Platform.that_runs(Path(running), Path(os.environ["CHANGQIAN_E2E_DATA"]))
        return
    platform = Platform(enterprises=FIRMS, begun=True)
    try:
        platform.start()
        yield platform
    finally:
        platform.remove()


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


@pytest.fixture(scope="session")
def link_of(platform: Platform) -> Callable[[str], str]:
    """A sign-in link nobody has used yet. To issue them starts a process, and ends those that were issued before, so
    all of the cast are issued at once and used up one by one."""
    unused: dict[str, str] = {}

    def take(username: str) -> str:
        if username not in unused:
            unused.update(platform.links())
        return unused.pop(username)

    return take


@pytest.fixture
def sign_in(platform: Platform, browser: Browser, link_of: Callable[[str], str]) -> Iterator[SignIn]:
    """`sign_in("officer")` opens a desktop page for that person, `sign_in("worker", phone=True)` one on a phone."""
    contexts: list[BrowserContext] = []

    def enter(username: str, *, phone: bool = False, within: Browser | None = None) -> Page:
        context = (within or browser).new_context(base_url=platform.web, **(PHONE if phone else DESKTOP))  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.errors = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
        token = link_of(username).partition("link=")[2]
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
