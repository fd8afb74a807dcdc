"""The province walks its feeds in the order in which rows changed, and misbehaves when told to."""

from datetime import datetime, timedelta

import httpx
import pytest

from changqian.simulators.provincial_platform.books import BEGUN, Books, Firm
from changqian.simulators.provincial_platform.server import Platform, application
from changqian.simulators.serving import serving
from changqian.simulators.signed import Answer, Door

NOON = datetime(2026, 3, 1, 12)


@pytest.fixture
def platform():
    firms = [Firm(f"9132040000000000{n}X", f"企业{n}") for n in range(5)]
    return Platform(Door("changqian", b"secret"), Books(firms))


def walk(platform, feed, **body):
    """All numbers, page by page."""
    found, cursor = [], ""
    while cursor is not None:
        page = platform.page(feed, {**body, "cursor": cursor}, now=NOON)
        found += [row["id"] for row in page["rows"]]
        cursor = page["next"]
    return found


def test_pages_together_are_the_feed(platform):
    whole = walk(platform, "points", size=100)
    assert len(whole) == len(set(whole)) == 15
    assert walk(platform, "points", size=4) == whole


def test_from_a_moment_on_only_what_changed(platform):
    since = str(BEGUN + timedelta(seconds=3))
    assert walk(platform, "enterprises", since=since) == ["ML00000003", "ML00000004"]
    platform.books.tell("enterprises", platform.books.feeds["enterprises"].at(0), at=NOON - timedelta(hours=1))
    assert walk(platform, "enterprises", since="2026-02-01 00:00:00") == ["ML00000000"]
    assert walk(platform, "enterprises", since="2026-03-01 11:30:00") == []


def test_a_walk_does_not_see_what_changed_after_it_began(platform):
    platform.books.tell("enterprises", platform.books.feeds["enterprises"].at(0), at=NOON)
    assert len(walk(platform, "enterprises", until="2026-03-01 11:00:00")) == 5


def test_there_are_six_feeds(platform):
    with pytest.raises(Answer, match="没有此接口"):
        platform.page("weather", {}, now=NOON)


def test_faults_are_switched_over_http(platform):
    with serving(application(platform)) as url:
        said = httpx.post(f"{url}/faults", json={"errors": 1, "gbk": True, "nonsense": 3}, trust_env=False)
        assert (said.json()["errors"], said.json()["gbk"]) == (1, True)
        assert httpx.post(f"{url}/feeds/points", json={}, trust_env=False).status_code == 503
        assert httpx.post(f"{url}/feeds/points", json={}, trust_env=False).status_code == 401
        assert httpx.post(f"{url}/faults", json={"slow": "long"}, trust_env=False).status_code == 400
        assert 'name="gbk" checked' in httpx.get(url, trust_env=False).text
