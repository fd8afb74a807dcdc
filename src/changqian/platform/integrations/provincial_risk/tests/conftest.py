"""The province on a socket: it knows 湖塘机械厂 with operators and people, 青龙纺织, and whoever a test adds."""

from datetime import date

import pytest

from changqian.platform.kernel.codes import id_for, uscc_for
from changqian.simulators.provincial_platform.books import Books, Firm
from changqian.simulators.provincial_platform.server import Platform, application
from changqian.simulators.serving import serving
from changqian.simulators.signed import Door

WELDER, ELECTRICIAN = id_for(date(1985, 3, 7), 101), id_for(date(1990, 6, 1), 102)
OPERATORS = (
    {
        "name": "王小虎", "id_number": WELDER, "category": "焊接与热切割作业", "item": "熔化焊接与热切割作业",
        "valid_from": "2024-05-01", "valid_to": "2030-04-30",
    },
    {
        "name": "李电", "id_number": ELECTRICIAN, "category": "电工作业", "item": "低压电工作业",
        "valid_from": "2023-05-01", "valid_to": "2029-04-30",
    },
)  # fmt: skip
PERSONNEL = (
    {"name": "周立新", "id_number": ELECTRICIAN, "kind": "主要负责人"},
    {"name": "陈安全", "id_number": WELDER, "kind": "安全生产管理人员", "full_time": "是", "valid_to": "2028-03-01"},
    {"name": "陈安全", "id_number": WELDER, "kind": "4", "certificate": "ZA320400"},
)


@pytest.fixture
def firms(cast):
    """What the province is told of; a test may add to it before it asks for `province`."""
    return [
        Firm(
            cast.enterprise.uscc,
            cast.enterprise.name,
            "320412100",
            above_scale=True,
            operators=OPERATORS,
            personnel=PERSONNEL,
        ),
        Firm(cast.rival.uscc, cast.rival.name, "320402002", status="停产", points=2),
    ]


@pytest.fixture
def province(firms, settings, monkeypatch):
    platform = Platform(Door("changqian", b"shared secret"), Books(firms))
    monkeypatch.setattr("changqian.platform.integrations.provincial_risk.services.PAUSES", (0.0, 0.0))
    with serving(application(platform)) as url:
        settings.PROVINCE_URL, settings.PROVINCE_SECRET, settings.PROVINCE_TIMEOUT = url, "shared secret", 5
        yield platform


@pytest.fixture
def crowd(firms):
    """Thirty firms more that nobody here has registered."""
    firms += [Firm(uscc_for(f"MB{n:06d}"), f"常州新来{n}号有限公司") for n in range(30)]
    return firms
