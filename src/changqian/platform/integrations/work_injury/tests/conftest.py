"""The city's data centre on a socket: two people of 湖塘机械厂 are insured, one of them was hurt and appraised."""

from datetime import date

import pytest

from changqian.platform.kernel.codes import id_for, uscc_for
from changqian.simulators.city_data_centre.books import LABELS, Books, Firm
from changqian.simulators.provincial_platform.server import Platform, application
from changqian.simulators.serving import serving
from changqian.simulators.signed import Door

WANG, LI = id_for(date(1988, 3, 4), 17, region="320411"), id_for(date(1979, 8, 21), 23, region="320411")
MONTHS = ["2026-01", "2026-02", "2026-03"]
PEOPLE = (
    {"name": "王小虎", "id_number": WANG, "months": MONTHS},
    {"name": "李建国", "id_number": LI, "months": MONTHS[:2]},
)
HURT = {
    "id": "GS-1", "name": "王小虎", "id_number": WANG, "happened_on": "2026-03-12", "recognised_on": "2026-04-20",
    "registered_at": "2026-06-15 10:30:00", "disability": "九级", "part": "左手食指末节骨折",
}  # fmt: skip
ELSEWHERE = uscc_for("MC000001")


@pytest.fixture
def firms(cast):
    """What the data centre is told of; a test may add to it before it asks for `centre`."""
    return [Firm(cast.enterprise.uscc, cast.enterprise.name, PEOPLE, (HURT,))]


@pytest.fixture
def centre(firms, settings, monkeypatch):
    platform = Platform(Door("changqian", b"shared secret"), Books(firms), title="市大数据中心模拟器", labels=LABELS)
    monkeypatch.setattr("changqian.platform.integrations.provincial_risk.services.PAUSES", (0.0, 0.0))
    with serving(application(platform)) as url:
        settings.CITY_DATA_URL, settings.CITY_DATA_SECRET, settings.CITY_DATA_TIMEOUT = url, "shared secret", 5
        yield platform


@pytest.fixture
def stranger(firms):
    """A firm that nobody here has registered, with somebody hurt."""
    hurt = {**HURT, "id": "GS-2", "name": "孙外来", "id_number": id_for(date(1988, 2, 9), 417)}
    firms.append(Firm(ELSEWHERE, "常州城外装卸服务有限公司", PEOPLE, (hurt,)))
    return ELSEWHERE
