"""No page breaks the content security policy: every page of every app, opened by somebody who may, is listened to."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "web" / "apps"
LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(
    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ''}:${event.lineNumber} ${event.sample}`))
"""
DESKTOP = sorted(set(re.findall(r"path: '(/[\w-]*)'", (WEB / "desktop/src/pages.ts").read_text(encoding="utf-8"))))
PHONE = sorted(
    f"/m{path}"
    for path in set(re.findall(r"path: '(/[\w-]*)'", (WEB / "mobile/src/router.ts").read_text(encoding="utf-8")))
    if "sign-in" not in path
)
AUDITOR = ["/alerts", "/sign-ins", "/audit", "/audit-analysis"]
CITY = ["/overview", "/map", "/law-drafts", "/restructurings", "/status-changes"]
SYSADMIN = [
    *("/admin-requests", "/users", "/roles", "/departments", "/online", "/dictionaries", "/parameters", "/jobs"),
    *("/clients", "/client-calls", "/api-reference"),
]
PEOPLE = {  # every page once, by somebody who may open it
    "officer": (sorted(set(DESKTOP) - {*AUDITOR, *CITY, *SYSADMIN}), False),
    "city": (CITY, False),
    "sysadmin": (SYSADMIN, False),
    "auditor": (AUDITOR, False),
    "worker": (PHONE, True),
    "town": (["/screen/"], False),
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_breaks_the_policy(sign_in, person):
    paths, phone = PEOPLE[person]
    page = sign_in(person, phone=phone)
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text) if "Content Security Policy" in line.text else None)
    page.add_init_script(LISTEN)
    broken = []
    for path in paths:
        page.goto(path)
        page.locator("h1, main, canvas, .page, header").first.wait_for(state="attached")
        page.wait_for_timeout(400)  # a stream of messages is always open, so that the network is never idle
        broken += [f"{path}: {each}" for each in page.evaluate("window.violations")]
    assert not broken
    assert not said
