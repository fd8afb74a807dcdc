"""What a browser that has nothing yet loads: JavaScript over the wire until the page stands, and its largest paint.

Throttled by the browser's own developer tools to a 4G line of 9 Mbit/s down, 3 Mbit/s up and 170 ms latency (the 4G of
WebPageTest); the processor is not throttled. Sign-in page and the first page behind it, on a desktop and a phone.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from statistics import median
from typing import Any

from changqian.launcher.bench import Result
from changqian.launcher.bench_city import City

ROUNDS = 3
LINE = {"offline": False, "downloadThroughput": 9e6 / 8, "uploadThroughput": 3e6 / 8, "latency": 170}
DEVICES: dict[str, tuple[str, str, int, dict[str, Any]]] = {
    "desktop": ("", "officer", 350, {"viewport": {"width": 1440, "height": 900}}),
    "phone": (
        "/m",
        "worker",
        200,
        {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True},
    ),
}
PAINTS = """
window.largest = 0;
new PerformanceObserver(list => { for (const each of list.getEntries()) window.largest = each.startTime })
  .observe({type: 'largest-contentful-paint', buffered: true});
"""


def run(city: City) -> list[Result]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with city.platform() as web, ExitStack() as stack:
        cookies = {}
        for device, (_, username, _, _) in DEVICES.items():
            visitor = stack.enter_context(city.visitor(web, username))
            cookies[device] = [{"name": name, "value": value, "url": web} for name, value in visitor.cookies.items()]
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        stack.callback(browser.close)
        return [each for device in DEVICES for each in loaded(browser, web, device, cookies[device])]


def loaded(browser: Any, web: str, device: str, cookies: list[Any]) -> list[Result]:
    prefix, _, most, screen = DEVICES[device]
    times: dict[str, list[float]] = {}
    sizes: dict[str, float] = {}
    for page, address in (("sign_in", f"{prefix}/sign-in"), ("first_page", f"{prefix}/")):
        for _ in range(ROUNDS):
            context = browser.new_context(base_url=web, locale="zh-CN", **screen)
            if page == "first_page":
                context.add_cookies(cookies)
            paint, sizes[page] = visited(context, address)
            times.setdefault(page, []).append(paint)
            context.close()
        print(f"  {device} {page}: {sizes[page]:.0f} kB of JavaScript, paints {times[page]} ms", flush=True)
    paints = [
        Result(f"first_load_{device}_{page}_paint", round(median(taken) / 1000, 2), 1.5, "s", any_size=True)
        for page, taken in times.items()
    ]
    return [Result(f"first_load_{device}_javascript", round(max(sizes.values())), most, "kB", any_size=True), *paints]


def visited(context: Any, address: str) -> tuple[float, float]:
    """Milliseconds until the largest paint, kilobytes of JavaScript that came over the line."""
    page = context.new_page()
    page.add_init_script(PAINTS)
    tools, scripts, size = context.new_cdp_session(page), set(), [0.0]
    tools.on("Network.responseReceived", lambda told: told["type"] == "Script" and scripts.add(told["requestId"]))
    tools.on(
        "Network.loadingFinished",
        lambda told: size.append(told["encodedDataLength"]) if told["requestId"] in scripts else None,
    )
    tools.send("Network.enable")
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    tools.send("Network.emulateNetworkConditions", LINE)
    page.goto(address, wait_until="networkidle", timeout=120_000)
    page.wait_for_timeout(1500)
    return float(page.evaluate("window.largest")), sum(size) / 1000
