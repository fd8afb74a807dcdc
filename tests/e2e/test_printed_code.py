"""A printed 常安码 read by the phone's plain camera, which only opens the address inside it: also without a network."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignIn


def keep_the_app(page: Page) -> None:
    """Until the phone has put away the app and what a patrol needs, as it does by itself soon after opening."""
    page.wait_for_function(
        """async () => {
            const workers = (await navigator.serviceWorker.getRegistrations()).filter((one) => one.active)
            const files = await (await fetch('/m/files.json')).json()
            const kept = await (await caches.open('changqian-shell-1')).keys()
            return workers.length === 2 && kept.length >= files.length
        }""",
        timeout=60_000,
    )


def a_point(page: Page) -> tuple[str, str]:
    """Token and name of a risk point of the worker's firm."""
    point = page.request.get("/api/risks/kit/").json()[0]
    return point["token"], point["name"]


def test_a_printed_code_opens_the_patrol_without_a_network(sign_in: SignIn) -> None:
    worker = sign_in("worker", phone=True)
    token, name = a_point(worker)
    keep_the_app(worker)
    worker.goto("/m/tasks")  # reads what the firm's points are
    expect(worker.locator(".row").first).to_be_visible()
    worker.wait_for_timeout(2000)  # what was read is put away a moment after it is shown
    context = worker.context
    worker.close()

    context.set_offline(True)
    camera = context.new_page()
    camera.errors = []  # type: ignore[attr-defined]
    camera.on("pageerror", lambda error: camera.errors.append(str(error)))  # type: ignore[attr-defined]
    camera.goto(f"/c/{token}")
    camera.wait_for_url(re.compile(r"/m/patrol/\d+"))
    expect(camera.get_by_role("heading", name=name)).to_be_visible()
    camera.get_by_role("button", name="异常").wait_for()
    camera.reload()  # the page it came to is kept as well
    camera.get_by_role("button", name="异常").wait_for()


def test_a_card_that_was_read_once_is_read_again_without_a_network_and_says_how_old_it_is(sign_in: SignIn) -> None:
    worker = sign_in("worker", phone=True)
    token, name = a_point(worker)
    keep_the_app(worker)
    worker.goto(f"/c/{token}")
    expect(worker.get_by_role("heading", name=name)).to_be_visible()

    worker.context.set_offline(True)
    worker.goto(f"/c/{token}")
    expect(worker.get_by_role("heading", name=name)).to_be_visible()
    expect(worker.get_by_text("保存在手机上的内容")).to_be_visible()
    worker.get_by_text("开始巡查").click()
    worker.get_by_role("button", name="异常").wait_for()


def test_the_desktop_never_passes_the_service_worker(sign_in: SignIn) -> None:
    """Whoever opened the phone app in a browser still gets the desktop from the server alone."""
    officer = sign_in("officer", phone=True)
    keep_the_app(officer)
    officer.goto("/hazards")
    assert officer.evaluate("navigator.serviceWorker.controller") is None
    officer.goto("/m/")
    assert officer.evaluate("navigator.serviceWorker.controller.scriptURL").endswith("/m/sw.js")
    officer.context.set_offline(True)
    officer.errors.clear()  # type: ignore[attr-defined]
    assert officer.evaluate("fetch('/hazards').then(() => 'answered', () => 'failed')") == "failed"
