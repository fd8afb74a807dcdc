"""What every ledger promises, kept by policies and channels. Reports, which only handlers see, have stories."""

from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.whistle.api import WhistleChannelViewSet, WhistlePolicyViewSet
from changqian.platform.safety.whistle.models import WhistleChannel, WhistlePolicy
from changqian.platform.safety.whistle.services import adopt_policy, amend_channel, draft_policy, open_channel


class TestPolicyLedger(LedgerContract):
    url = "/api/whistle-policies/"
    view = WhistlePolicyViewSet

    def make(self, cast):
        from changqian.platform.commons.people.models import Person
        from changqian.platform.commons.people.services import add_person, link_user

        who = Person.objects.filter(user=cast.officer).first()
        if who is None:
            given = {"enterprise": cast.enterprise, "name": "陈安全", "roles": ["officer_full"], "today": cast.today}
            made = add_person(actor=cast.platform, **given)
            who = link_user(made.pk, actor=cast.platform, expected_version=None, username="officer")
        title = f"吹哨奖励制度{WhistlePolicy.objects.count()}"
        return adopt_policy(
            actor=cast.officer, enterprise=cast.enterprise, title=title, text="第一条", handlers=[who.pk]
        )

    def touch(self, row, *, actor, expected_version):
        return draft_policy(row.pk, actor=actor, expected_version=expected_version, fund="安全生产费用专户")


class TestChannelLedger(LedgerContract):
    url = "/api/whistle-channels/"
    view = WhistleChannelViewSet

    def make(self, cast):
        place = f"一号车间公告栏{WhistleChannel.objects.count()}"
        return open_channel(
            actor=cast.officer, site=cast.site, way="phone", value="0519-86500110", contact="陈安全", place=place
        )

    def touch(self, row, *, actor, expected_version):
        return amend_channel(row.pk, actor=actor, expected_version=expected_version, department="安环部")
