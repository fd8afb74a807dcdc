"""Two people at the same enterprise at the same moment."""

from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, Site
from changqian.platform.foundation.enterprises.restructuring import merge
from changqian.platform.foundation.enterprises.services import close_site, open_site, register_enterprise
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.kernel.errors import RuleViolation

pytestmark = pytest.mark.django_db(transaction=True)


def beside(act):
    """A thread that acts on its own connection; `failed` tells what went wrong."""
    failed: list[BaseException] = []

    def run():
        try:
            act()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, failed


def regions(firm):
    return set(EnterpriseRegion.objects.filter(enterprise=firm).values_list("region__name", flat=True))


def test_a_site_opened_while_the_last_one_closes_keeps_the_region(cast):
    """牛塘镇's only site closes in one transaction while another opens there in a second one."""
    firm = cast.enterprise
    old = open_site(actor=cast.platform, enterprise=firm, region=cast.niutang, name="旧址")
    opened = Event()

    def open_another():
        with transaction.atomic():
            open_site(actor=cast.platform, enterprise=firm, region=cast.niutang, name="新址")
            opened.set()

    with transaction.atomic():
        close_site(old.pk, actor=cast.platform, expected_version=None, reason="搬迁")
        thread, failed = beside(open_another)
        assert not opened.wait(0.5)  # It waits for the enterprise.
    thread.join(30)
    assert failed == []
    assert regions(firm) == {"湖塘镇", "牛塘镇"}


def test_a_site_that_closes_sees_the_one_just_opened(cast):
    """The other way round: the new site is there and not yet committed when the old one closes."""
    firm = cast.enterprise
    old = open_site(actor=cast.platform, enterprise=firm, region=cast.niutang, name="旧址")
    with transaction.atomic():
        open_site(actor=cast.platform, enterprise=firm, region=cast.niutang, name="新址")
        thread, failed = beside(lambda: close_site(old.pk, actor=cast.platform, expected_version=None, reason="搬迁"))
        thread.join(0.5)
        assert thread.is_alive()  # It waits for the enterprise.
    thread.join(30)
    assert failed == []
    assert regions(firm) == {"湖塘镇", "牛塘镇"}


def test_sites_opened_at_the_same_moment_do_not_wait_for_each_other_forever(cast):
    start = Barrier(4)

    def open_one(number):
        def act():
            start.wait()
            open_site(
                actor=cast.platform,
                enterprise=cast.enterprise,
                region=(cast.niutang, cast.licheng)[number % 2],
                name="新址",
            )

        return act

    threads = [beside(open_one(number)) for number in range(4)]
    for thread, _ in threads:
        thread.join(30)
    assert [failed for _, failed in threads] == [[]] * 4
    assert regions(cast.enterprise) == {"湖塘镇", "牛塘镇", "溧城街道"}


def test_a_site_is_not_left_behind_at_a_firm_that_was_just_merged(cast):
    twin = register_enterprise(actor=cast.platform, uscc=uscc_for("MA0000T1"), name="孪生厂", region=cast.hutang)
    stale = Enterprise.objects.get(pk=twin.pk)
    with transaction.atomic():
        merge(cast.enterprise.pk, actor=cast.platform, expected_version=None, other=twin.pk, reason="重复")
        thread, failed = beside(
            lambda: open_site(actor=cast.platform, enterprise=stale, region=cast.hutang, name="新址")
        )
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(30)
    assert [str(error) for error in failed] == ["该企业已删除或合并，不能新增场所"]
    assert not Site.objects.filter(enterprise=twin).exists()


def test_two_merges_the_other_way_round_do_not_lock_each_other_out(cast):
    twin = register_enterprise(actor=cast.platform, uscc=uscc_for("MA0000T2"), name="孪生厂", region=cast.hutang)
    start = Barrier(2)

    def merging(target, source):
        def act():
            start.wait()
            merge(target, actor=cast.platform, expected_version=None, other=source, reason="重复")

        return act

    pair = (cast.enterprise.pk, twin.pk)
    threads = [beside(merging(*pair)), beside(merging(*reversed(pair)))]
    for thread, _ in threads:
        thread.join(30)
    failed = [error for _, each in threads for error in each]
    assert [type(error) for error in failed] in ([RuleViolation], [Enterprise.DoesNotExist])
    assert Enterprise.objects.current().filter(pk__in=pair).count() == 1
