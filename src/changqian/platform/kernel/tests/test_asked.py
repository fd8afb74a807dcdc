"""What is asked often is answered as Django would answer it, with nothing left of who asked before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from changqian.platform.kernel.postgres import backend, few_rows, plan_once, planned_once
from changqian.platform.kernel.postgres.asked import asked_often
from changqian.platform.kernel.scope import Grant

pytestmark = pytest.mark.django_db
NARROW = Grant(permissions=frozenset(), regions=None, departments=None, enterprises=frozenset({1}), own_only=None)
WIDE = Grant(permissions=frozenset(), regions=frozenset({1}), departments=None, enterprises=None, own_only=None)


@asked_often
def permissions_of(kind: int, name: str) -> QuerySet[Permission]:
    return Permission.objects.filter(content_type=kind, codename=name).select_related("content_type").order_by("pk")


@asked_often
def names_of(kind: int) -> QuerySet[Permission, tuple[int, str]]:
    return Permission.objects.filter(content_type=kind).order_by("codename").values_list("pk", "codename")


@asked_often
def counted(kind: int) -> QuerySet[Permission, tuple[str]]:
    """Asked by one test alone, which looks what becomes of it."""
    return Permission.objects.filter(content_type=kind).order_by("name", "-pk").values_list("name")


@asked_often
def expiring_on(day: date) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__date=day)


@asked_often
def forgetful(kind: int, never: str) -> QuerySet[Permission]:
    return Permission.objects.filter(content_type=kind)


@asked_often
def prefetching(kind: int) -> QuerySet[ContentType]:
    return ContentType.objects.filter(pk=kind).prefetch_related("permission_set")


@pytest.fixture
def kinds() -> list[ContentType]:
    made = [ContentType.objects.create(app_label="workshop", model=model) for model in ("press", "kiln")]
    for kind in made:
        for name in ("see", "stop"):
            Permission.objects.create(content_type=kind, codename=name, name=f"{name} {kind.model}")
    return made


def test_every_caller_gets_his_own_rows(kinds: list[ContentType]) -> None:
    for kind in [*kinds, *kinds]:
        (found,) = permissions_of(kind.pk, "stop")
        assert (found.name, found.content_type.model) == (f"stop {kind.model}", kind.model)
        assert names_of(kind.pk) == list(
            Permission.objects.filter(content_type=kind).order_by("codename").values_list("pk", "codename")
        )
    assert permissions_of(kinds[0].pk, name="see")[0].codename == "see"
    assert permissions_of(kinds[0].pk, "'; DROP TABLE auth_permission; --") == []


def test_related_rows_come_along(kinds: list[ContentType]) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert permissions_of(kinds[0].pk, "see")[0].content_type.app_label == "workshop"
    assert len(asked) == 1


def test_a_day_is_a_value_too() -> None:
    Session.objects.create(session_key="a", session_data="", expire_date=datetime(2026, 3, 1, 8, tzinfo=UTC))
    assert [each.session_key for each in expiring_on(date(2026, 3, 1))] == ["a"]
    assert expiring_on(date(2026, 3, 2)) == []


def test_what_cannot_be_asked_so_is_refused(kinds: list[ContentType]) -> None:
    with pytest.raises(TypeError, match="not every value"):
        forgetful(kinds[0].pk, "see")
    with pytest.raises(TypeError, match="prefetch"):
        prefetching(kinds[0].pk)
    for value in (None, True, 1.5, datetime(2026, 3, 1, tzinfo=UTC)):
        with pytest.raises(TypeError, match="cannot stand"):
            names_of(value)  # type: ignore[arg-type]


def test_every_thread_has_its_own(kinds: list[ContentType]) -> None:
    names_of(kinds[0].pk)
    assert "asked_often" in vars(connections["default"])
    with ThreadPoolExecutor(1) as elsewhere:
        assert not elsewhere.submit(lambda: vars(connections["default"]).get("asked_often")).result()


def prepared() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return {statement for (statement,) in cursor.fetchall()}


def test_the_server_plans_it_once(kinds: list[ContentType]) -> None:
    before = prepared()
    for _ in range(4):
        counted(kinds[1].pk)
    kept = [each for each in prepared() - before if "auth_permission" in each]
    assert len(kept) == 1
    assert "$1" in kept[0]


def test_elsewhere_nothing_is_kept(kinds: list[ContentType]) -> None:
    before = prepared()
    for _ in range(4):
        list(Permission.objects.filter(content_type__app_label="workshop", codename="nothing"))
    assert prepared() == before


def test_planning_once_ends_with_what_asked_for_it() -> None:
    assert not backend.plans_once
    with planned_once():
        assert backend.plans_once
    assert not backend.plans_once
    with pytest.raises(ZeroDivisionError), planned_once():
        raise ZeroDivisionError
    assert not backend.plans_once
    plan_once(True)
    with planned_once():
        assert backend.plans_once
    assert backend.plans_once
    plan_once(False)


def test_who_reaches_few_rows() -> None:
    for grants, few in (([], True), ([NARROW], True), ([WIDE], False), ([NARROW, WIDE], False)):
        assert few_rows(grants) is few


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_closed_is_noticed() -> None:
    connection.ensure_connection()
    assert connection.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        cursor.execute("SELECT pg_sleep(0.2)")
    other.close()
    assert not connection.is_usable()
    connection.close()
    connection.ensure_connection()
    assert connection.is_usable()
