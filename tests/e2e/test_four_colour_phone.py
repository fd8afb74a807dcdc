"""The four-colour map under fingers: two make it larger, one moves it, two taps do either, a tap says what it is."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from .conftest import SignIn


def touch(cdp: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def pinch(page: Page, cdp: CDPSession, *, apart: tuple[float, float]) -> None:
    """Two fingers beside the middle of the plan, from one distance to another."""
    box = page.locator(".zoomed").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    steps = [apart[0] + (apart[1] - apart[0]) * n / 6 for n in range(7)]
    touch(cdp, "touchStart", (x - steps[0] / 2, y), (x + steps[0] / 2, y))
    for each in steps[1:]:
        touch(cdp, "touchMove", (x - each / 2, y), (x + each / 2, y))
    touch(cdp, "touchEnd")


def opened(phone: Page) -> tuple[CDPSession, float]:
    plan = phone.request.get("/api/site-plans/").json()["results"][0]
    phone.goto(f"/m/site-plans/{plan['id']}")
    phone.locator("svg.plan").wait_for()
    return phone.context.new_cdp_session(phone), width(phone)


def width(phone: Page) -> float:
    return float(phone.locator("svg.plan").evaluate("plan => plan.getBoundingClientRect().width"))


def scrolled(phone: Page) -> float:
    return float(phone.locator(".zoomed").evaluate("box => box.scrollLeft"))


@pytest.mark.timeout(900)
def test_two_fingers_one_finger_and_a_tap(sign_in: SignIn) -> None:
    phone = sign_in("worker", phone=True)
    cdp, whole = opened(phone)
    pinch(phone, cdp, apart=(80, 240))
    near = width(phone)
    assert near == pytest.approx(whole * 3, rel=0.1)
    left = scrolled(phone)
    assert left > 0
    box = phone.locator(".zoomed").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    touch(cdp, "touchStart", (200, y))
    for x in range(200, 90, -10):
        touch(cdp, "touchMove", (x, y))
    phone.wait_for_timeout(300)  # The finger rests: a sheet that flies on eats the next tap.
    touch(cdp, "touchMove", (101, y))
    touch(cdp, "touchEnd")
    phone.wait_for_function("left => document.querySelector('.zoomed').scrollLeft > left + 50", arg=left)
    phone.get_by_role("button", name="看全图").tap()
    phone.wait_for_function(
        "whole => Math.abs(document.querySelector('svg.plan').getBoundingClientRect().width - whole) < whole / 50",
        arg=whole,
    )
    mark = phone.locator("svg.plan .mark").first
    name = str(mark.get_attribute("aria-label")).split("，")[1]
    mark.tap()
    expect(phone.locator(".told")).to_contain_text(name)
    expect(phone.get_by_role("link", name="去巡查")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.timeout(900)
def test_two_taps_make_it_larger_and_whole_again(sign_in: SignIn) -> None:
    phone = sign_in("worker", phone=True)
    cdp, whole = opened(phone)
    for wide in (whole * 2.5, whole):
        for _ in range(2):
            touch(cdp, "touchStart", (120, 200))
            touch(cdp, "touchEnd")
        phone.wait_for_function(
            "wide => Math.abs(document.querySelector('svg.plan').getBoundingClientRect().width - wide) < 4", arg=wide
        )
        phone.wait_for_timeout(400)
