"""The database and the cast that all tests share.

湖塘机械厂 lies in 武进区湖塘镇; 青龙纺织 in 天宁区 is its rival; 溧阳 supervises neither; the city sees all.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
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
# Twelve recorders with pictures of their own take a minute of processor when a platform starts.
os.environ.setdefault("RECORDER_PICTURES", "shared")


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


@pytest.fixture(scope="session")
def company() -> Any:
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def cast(db: None, settings: Any, company: Any) -> SimpleNamespace:
    from django.core.cache import cache

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    return company.enter()


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
