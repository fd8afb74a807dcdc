"""The database and the cast that all tests share.

湖塘机械厂 lies in 武进区湖塘镇; 青龙纺织 in 天宁区 is its rival; 溧阳 supervises neither; the city sees all.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

# The same examples for the same code, so that a change is judged by what it changed; `--hypothesis-profile explore`
# looks for new ones. Explaining a failure traces every line, which takes minutes where a database is asked.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)
settings.register_profile("same", derandomize=True, deadline=None, phases=PHASES)
settings.register_profile(
    "explore", max_examples=500, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")

if not os.environ.get("CHANGQIAN_KEYS"):
    os.environ["CHANGQIAN_EPHEMERAL_KEYS"] = "1"
if "CHANGQIAN_DATA" not in os.environ:
    os.environ["CHANGQIAN_DATA"] = tempfile.mkdtemp(prefix="changqian-test-")
    atexit.register(shutil.rmtree, os.environ["CHANGQIAN_DATA"], ignore_errors=True)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changqian.platform.config.settings")


def pytest_configure(config: pytest.Config) -> None:
    """One embedded PostgreSQL for the run; xdist workers inherit its address. TEST_DATABASE_URL wins."""
    if "PYTEST_XDIST_WORKER" not in os.environ and not os.environ.get("TEST_DATABASE_URL"):
        from changqian.launcher.postgres import EmbeddedPostgres

        server = EmbeddedPostgres.temporary()
        server.start()
        config.add_cleanup(server.stop)
        os.environ["TEST_DATABASE_URL"] = server.url("postgres")
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
    from django.conf import settings

    assert settings.DATABASES  # Read now that the address is known: pytest-django sets up what is configured.
    settings.WEB_DIST = Path("/nonexistent")  # Nothing here depends on a build, least of all on one under way.


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each xdist worker has a database of its own."""


@pytest.fixture
def cast(db: None, settings: Any) -> SimpleNamespace:
    from django.core.cache import cache

    from changqian.platform.foundation.accounts.models import Assignment, Role, User
    from changqian.platform.foundation.accounts.services import load_roles, platform
    from changqian.platform.foundation.enterprises.models import Department
    from changqian.platform.foundation.enterprises.services import open_site, register_enterprise
    from changqian.platform.foundation.regions.services import plant

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    load_roles()
    system = platform()
    city = plant("320400", "常州市", kind="city")
    wujin, tianning, liyang = (
        plant(code, name, kind="district", under=city)
        for code, name in [("320412", "武进区"), ("320402", "天宁区"), ("320481", "溧阳市")]
    )
    hutang = plant("320412100", "湖塘镇", kind="town", under=wujin)
    niutang = plant("320412102", "牛塘镇", kind="town", under=wujin)
    qinglong = plant("320402002", "青龙街道", kind="town", under=tianning)
    licheng = plant("320481002", "溧城街道", kind="town", under=liyang)

    machinery, housing = (Department.objects.create(name=name) for name in ["工信局", "住建局"])
    firm = register_enterprise(
        actor=system,
        uscc="91320412567890120K",
        name="常州湖塘机械厂有限公司",
        region=hutang,
        industry="C3484",
        high_risk=True,
        department=machinery,
    )
    rival = register_enterprise(
        actor=system, uscc="91320402456789011K", name="常州青龙纺织有限公司", region=qinglong, industry="C1711"
    )
    site = open_site(actor=system, enterprise=firm, region=hutang, name="一号车间", lon=119.95, lat=31.72)
    rival_site = open_site(actor=system, enterprise=rival, region=qinglong, name="织造车间", lon=119.99, lat=31.80)

    def user(username: str, name: str, *assignments: tuple[str, dict[str, object]], **fields: object) -> User:
        person = User.objects.create(username=username, name=name, **fields)
        for role, bounds in assignments:
            Assignment.objects.create(user=person, role=Role.objects.get(code=role), **bounds)
        return person

    Role.objects.create(code="idle", name="无权", permissions=[])
    return SimpleNamespace(
        platform=system,
        city_region=city,
        wujin_region=wujin,
        tianning_region=tianning,
        liyang_region=liyang,
        hutang=hutang,
        niutang=niutang,
        qinglong=qinglong,
        licheng=licheng,
        enterprise=firm,
        site=site,
        rival=rival,
        rival_site=rival_site,
        officer=user("officer", "陈安全", ("officer", {"enterprise": firm})),
        principal=user("principal", "周立新", ("principal", {"enterprise": firm})),
        worker=user("worker", "王小虎", ("worker", {"enterprise": firm})),
        rival_officer=user("rival", "钱青", ("officer", {"enterprise": rival})),
        town=user("town", "湖塘镇安监员", ("town", {"region": hutang})),
        wujin=user("district", "武进区应急局", ("district", {"region": wujin})),
        liyang=user("liyang", "溧阳市应急局", ("district", {"region": liyang})),
        city=user("city", "市应急局", ("city", {"region": city})),
        bureau=user("bureau", "工信局", ("bureau", {"department": machinery})),
        other_bureau=user("other_bureau", "住建局", ("bureau", {"department": housing})),
        author=user("author", "武进区网格员", ("town", {"region": wujin, "own_only": True})),
        two_roles=user("two_roles", "钱兼职", ("officer", {"enterprise": rival}), ("district", {"region": wujin})),
        expert=user("expert", "专家组长", ("expert", {"region": city})),
        auditor=user("auditor", "审计员", ("auditor", {"region": city})),
        sysadmin=user("sysadmin", "系统管理员", ("sysadmin", {"region": city})),
        secadmin=user("secadmin", "保密管理员", ("secadmin", {"region": city})),
        clerk=user("clerk", "无权人员", ("idle", {"enterprise": firm})),
        nobody=user("nobody", "无角色"),
        dismissed=user("dismissed", "已离职", ("officer", {"enterprise": firm}), is_active=False),
        today=date(2026, 3, 16),
    )


@pytest.fixture
def api() -> Callable[[Any], Any]:
    from rest_framework.test import APIClient

    def login(person: Any) -> APIClient:
        client = APIClient()
        client.force_authenticate(person)
        return client

    return login


@pytest.fixture
def files_dir(tmp_path: Path, settings: Any) -> Path:
    """An empty file store for one test."""
    settings.DATA = tmp_path
    return tmp_path / "files"
