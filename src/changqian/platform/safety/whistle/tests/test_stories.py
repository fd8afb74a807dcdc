"""From the whistle to the reward: by a poster, by an account, past the limits, before the authority."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from rest_framework.test import APIClient

from changqian.platform.commons.codes.services import live_code
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.foundation.files.tests.samples import JPEG, MP4
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import Level, figures, rebuild
from changqian.platform.safety.whistle import owed, reporting, services
from changqian.platform.safety.whistle.models import WhistleIdentity, WhistleReport
from changqian.platform.safety.whistle.stats import STATISTICS
from changqian.platform.safety.whistle.tests.conftest import NOW, TODAY

SAID = {"how": "anonymous", "hazard_class": "unsafe_act", "location": "装配线", "text": "有人跨越皮带机"}


class TestPolicy:
    def test_it_is_made_with_the_employees_before_it_is_in_force(self, cast, do):
        draft = do.adopt()
        with pytest.raises(RuleViolation, match="草稿的制度不能施行制度"):
            services.enforce_policy(draft.pk, actor=cast.officer, expected_version=None, today=TODAY)
        with pytest.raises(RuleViolation, match="不能晚于今天"):
            do.announce(draft, consulted_on=TODAY + timedelta(days=1))
        do.announce(draft, papers=[do.photo()])
        policy = services.enforce_policy(draft.pk, actor=cast.officer, expected_version=None, today=TODAY)
        assert (policy.status, policy.in_force_since, policy.handler_names) == ("in_force", TODAY, ["陈安全", "周立新"])

    def test_a_new_one_takes_the_place_of_the_old_and_its_reports_stay_with_their_handlers(self, cast, do):
        old = do.in_force(handlers=[do.staff.officer.pk])
        report, _ = do.blow()
        do.in_force(handlers=[do.staff.principal.pk])
        old.refresh_from_db()
        assert old.status == "superseded"
        assert WhistleReport.objects.within(cast.officer, services.READ).get() == report
        assert not WhistleReport.objects.within(cast.principal, services.READ).exists()

    def test_handlers_are_people_of_the_firm_with_an_account(self, cast, do):
        for handlers, sentence in (
            ([do.staff.head.pk], "孙大海还没有账号"),
            ([], "至少一名"),
            ([do.person("钱青", "worker", enterprise=cast.rival).pk], "本企业在册人员"),
        ):
            with pytest.raises(RuleViolation, match=sentence):
                do.adopt(handlers=handlers)

    def test_the_template_is_a_policy_that_may_be_adopted(self, cast, api, do):
        given = api(cast.officer).get("/api/whistle-policies/template/").json()
        made = api(cast.officer).post(
            "/api/whistle-policies/",
            {**given, "enterprise": cast.enterprise.pk, "handlers": [do.staff.officer.pk]},
        )
        assert made.status_code == 201, made.content.decode()
        assert len(made.json()["rates"]) == 4


class TestChannel:
    def test_a_qr_gets_its_code_and_loses_it_when_it_is_closed(self, cast, do):
        channel = do.channel()
        code = live_code(cast.site.pk, services.SUBJECT, channel.pk)
        assert code is not None
        assert (code.subject_name, code.subject_place) == ("安全吹哨", "一号车间东门")
        client = APIClient()
        assert client.get(f"/api/whistle/{code.token}/").json()["enterprise_name"] == cast.enterprise.name
        services.close_channel(channel.pk, actor=cast.officer, expected_version=None, reason="搬迁", now=NOW)
        assert client.get(f"/api/whistle/{code.token}/").status_code == 410

    def test_it_is_posted_with_a_photo(self, cast, do):
        channel = do.channel()
        with pytest.raises(RuleViolation, match="张贴位置的照片"):
            services.hang_channel(
                channel.pk, actor=cast.officer, expected_version=None, posted_on=TODAY, photos=[], today=TODAY
            )
        given = {"expected_version": None, "posted_on": TODAY, "photos": [do.photo()], "today": TODAY}
        assert services.hang_channel(channel.pk, actor=cast.officer, **given).posted_on == TODAY

    def test_a_code_of_something_else_takes_no_report(self, cast, do):
        from changqian.platform.commons.codes.services import issue_code

        token = issue_code(actor=cast.officer, site=cast.site).token
        assert APIClient().post(f"/api/whistle/{token}/", SAID).status_code == 404
        assert not WhistleReport.objects.exists()


class TestFromPosterToReward:
    def test_without_a_name(self, cast, api, do):
        """By the poster, with a photo; handled; paid out to whoever brings the claim code; published without a name."""
        do.in_force()
        token = live_code(cast.site.pk, services.SUBJECT, do.channel().pk).token
        phone, officer = APIClient(), api(cast.officer)
        made = phone.post(f"/api/whistle/{token}/", {**SAID, "photos": [BytesIO(JPEG)]}, format="multipart")
        assert made.status_code == 201, made.content.decode()
        codes = made.json()
        state = phone.post("/api/whistle-codes/state/", {"code": codes["query_code"].lower()}).json()
        assert (state["status"], state["reward"]) == ("submitted", 0)
        row = officer.get("/api/whistles/").json()["results"][0]

        def step(name, **given):
            url = f"/api/whistles/{row['id']}/"
            version = officer.get(url).json()["version"]
            answered = officer.post(f"{url}{name}/", {"version": version, **given})
            assert answered.status_code == 200, answered.content.decode()
            return answered.json()

        step("accept")
        became = step("confirm", level="general", findings="皮带机没有跨越桥")["became"]
        assert Hazard.objects.get(pk=became["hazard"]).source == "whistle"
        step("reward", whole_reward=100)
        version = officer.get(f"/api/whistles/{row['id']}/").json()["version"]
        pay = {"version": version, "paid_on": date.today().isoformat(), "voucher": "记-1"}
        refused = officer.post(f"/api/whistles/{row['id']}/pay/", pay)
        assert "凭领奖码" in refused.content.decode()
        wrong = phone.post("/api/whistle-codes/claim/", {"claim_code": codes["query_code"], "pay_by": "cash"})
        assert wrong.status_code == 404, "the query code claims nothing"
        claimed = phone.post("/api/whistle-codes/claim/", {"claim_code": codes["claim_code"], "pay_by": "cash"})
        assert claimed.json()["claimed"]
        step("pay", paid_on=date.today().isoformat(), voucher="记-1")
        step("publish")
        state = phone.post("/api/whistle-codes/state/", {"code": codes["query_code"]}).json()
        assert (state["status"], state["reward"]) == ("published", 100)
        [bulletin] = api(cast.worker).get("/api/whistle-bulletins/").json()["results"]
        assert "奖励：100元" in bulletin["bulletin"]
        assert set(bulletin) == {"id", "version", "enterprise", "enterprise_name", "published_on", "bulletin"}

    def test_with_an_account_one_sees_ones_own_reports_and_nobody_elses(self, cast, api, do):
        do.in_force()
        worker = api(cast.worker)
        given = {**SAID, "how": "hidden", "site": cast.site.pk, "phone": "13800000001"}
        assert worker.post("/api/my-whistles/", given).status_code == 201
        assert worker.post("/api/my-whistles/", {**given, "how": "anonymous"}).status_code == 201
        [mine] = worker.get("/api/my-whistles/").json()
        assert mine["how"] == "hidden"
        assert api(cast.officer).get("/api/my-whistles/").json() == []
        turned = {"wish": "没有回音"}
        assert api(cast.officer).post(f"/api/my-whistles/{mine['number']}/turn/", turned).status_code == 404
        assert worker.post(f"/api/my-whistles/{mine['number']}/turn/", turned).json()["escalated"]
        assert worker.post("/api/my-whistles/", {**given, "site": cast.rival_site.pk}).status_code == 404

    def test_the_poster_does_not_look_who_is_signed_in(self, cast, do):
        do.in_force()
        token = live_code(cast.site.pk, services.SUBJECT, do.channel().pk).token
        client = APIClient()
        client.force_login(cast.worker)
        assert client.post(f"/api/whistle/{token}/", SAID).status_code == 201
        assert not reporting.own(cast.worker).exists()

    def test_the_same_submission_twice_is_one_report_with_the_same_codes(self, cast, do):
        do.in_force()
        sent = uuid4()
        (_, first), (_, second) = do.blow(sent=sent), do.blow(sent=sent)
        assert first == second
        assert WhistleReport.objects.count() == 1
        kept = WhistleIdentity.objects.values_list("query_digest", "claim_digest", "sent_digest").get()
        assert not {first.query_code, first.claim_code, str(sent)} & set(kept)

    def test_with_a_name_one_needs_a_name_and_a_phone(self, cast, do):
        for given, sentence in (({"name": " "}, "请填写姓名"), ({"phone": "12"}, "11位手机号")):
            with pytest.raises(RuleViolation, match=sentence):
                do.blow(how="named", **given)
        assert not WhistleReport.objects.exists()

    def test_a_voice_is_a_recording_and_no_film(self, cast, do):
        with pytest.raises(RuleViolation, match="请上传录音文件"):
            do.blow(voice=BytesIO(MP4))


class TestHandling:
    def test_what_is_told_twice_is_recognised_and_the_first_is_rewarded(self, cast, api, do):
        do.in_force()
        first, _ = do.blow()
        second, _ = do.blow(text="3号冲床的光电保护被人拆掉了，手伸进去也不会停")
        other, _ = do.blow(location="食堂", text="煤气瓶没有固定")
        told = {
            each.pk: [like["id"] for like in api(cast.officer).get(f"/api/whistles/{each.pk}/").json()["similar"]]
            for each in (first, second, other)
        }
        assert told == {first.pk: [], second.pk: [first.pk], other.pk: []}
        with pytest.raises(RuleViolation, match="更早的那条"):
            do.take("reject", second, refusal="duplicate", duplicate=other.pk)
        rejected = do.take("reject", second, refusal="duplicate", duplicate=first.pk)
        assert (rejected.status, rejected.duplicate_of) == ("rejected", first)

    def test_a_reward_keeps_to_the_table(self, cast, do):
        do.in_force()
        report = do.through(do.blow()[0], "accept", "confirm")
        with pytest.raises(RuleViolation, match="一般隐患奖励50–300元"):
            do.take("reward", report, whole_reward=1000)
        assert do.take("reward", report, reward_form="points", whole_reward=1000).reward == 0

    def test_days_to_pay_are_counted_from_the_confirmation(self, cast, do):
        do.in_force()
        report = do.through(do.blow(how="named")[0], "accept", "confirm", "reward")
        with pytest.raises(RuleViolation, match="核实之后"):
            do.take("pay", report, paid_on=date(2026, 3, 15))
        paid = do.take("pay", report, paid_on=date(2026, 3, 22), today=date(2026, 3, 22))
        assert (paid.status, paid.pay_days, paid.due_on) == ("paid", 6, None)

    def test_a_claim_needs_a_reward_and_a_card_that_can_be_one(self, cast, do):
        do.in_force()
        report, receipt = do.blow()
        identity = reporting.by_code("claim", receipt.claim_code)
        with pytest.raises(RuleViolation, match="还没有确定奖励"):
            reporting.claim(identity, pay_by="cash", now=NOW)
        do.through(report, "accept", "confirm", "reward")
        for given, sentence in (({}, "收款人和银行卡号"), ({"payee": "某人", "card": "12a"}, "12到19位数字")):
            with pytest.raises(RuleViolation, match=sentence):
                reporting.claim(identity, pay_by="bank", now=NOW, **given)


class TestLimits:
    def test_handlers_are_told_once_and_the_authority_when_it_lies_too_long(self, cast, do):
        do.in_force(handlers=[do.staff.officer.pk])
        report, _ = do.blow()
        assert report.due_on == date(2026, 3, 17)
        for day, told, escalated in ((16, 1, 0), (16, 0, 0), (18, 1, 0), (20, 0, 0), (21, 0, 1), (22, 0, 0)):
            assert services.watch(today=date(2026, 3, day), now=NOW) == (told, escalated), day
        report.refresh_from_db()
        assert report.escalated_for == "late"
        assert Notice.objects.filter(user=cast.town, kind="whistle").count() == 1
        assert not Notice.objects.filter(user=cast.principal, kind="whistle").exists()

    def test_nothing_waits_when_it_is_done(self, cast, do):
        do.in_force()
        report = do.through(do.blow()[0], "accept", "refute")
        assert report.due_on is None
        assert services.watch(today=date(2026, 12, 1), now=NOW) == (0, 0)


class TestAuthority:
    def test_it_sees_what_was_brought_before_it_and_answers(self, cast, api, do):
        do.in_force(handlers=[do.staff.officer.pk])
        do.blow()
        report, receipt = do.blow(how="hidden", about_name="孙大海", text="孙大海叫人拆掉光电保护")
        do.through(report, "accept", "refute")
        reporting.turn_to_authority(reporting.by_code("query", receipt.query_code), wish="没有认真核查", now=NOW)
        town = api(cast.town)
        [row] = town.get("/api/whistle-escalations/").json()["results"]
        assert (row["id"], row["wish"]) == (report.pk, "没有认真核查")
        detail = town.get(f"/api/whistle-escalations/{report.pk}/").json()
        assert not {"about_name", "about", "handlers", "how", "name", "voice"} & set(detail)
        assert town.get(f"/api/whistle-escalations/{report.pk}/history/").status_code == 404
        assert town.get(f"/api/whistles/{report.pk}/").status_code == 403
        answered = town.post(
            f"/api/whistle-escalations/{report.pk}/answer/",
            {"version": detail["version"], "answer": "已现场核查，责令恢复", "redo": True},
        )
        assert answered.status_code == 200, answered.content.decode()
        state = reporting.state_of(WhistleReport.objects.get(pk=report.pk))
        assert (state.status, state.answer) == ("accepted", "已现场核查，责令恢复")
        for person in ("liyang", "bureau", "officer", "sysadmin"):
            assert api(getattr(cast, person)).get(f"/api/whistle-escalations/{report.pk}/").status_code in (403, 404)

    def test_numbers_by_region_without_rows(self, cast, api, do):
        do.in_force()
        do.through(do.blow(how="named")[0], "accept", "confirm", "reward", "pay")
        do.blow()
        rebuild(STATISTICS, today=TODAY)
        month = date(2026, 3, 1)
        told = {
            each.measure: each
            for each in figures(STATISTICS, actor=cast.city, months=(month, month), level=Level.DISTRICT)
        }
        totals = {name: figure.total for name, figure in told.items()}
        assert totals == {
            "reports": 2, "confirmed": 1, "settled": 1, "late": 0, "escalated": 0, "paid": 1, "money": 200,
            "pay_days": 0,
        }  # fmt: skip
        assert told["reports"].by_region == {cast.wujin_region.path: 2}
        client = api(cast.city)
        assert client.get("/api/whistles/").status_code == 403
        behind = client.get("/api/whistles/behind/?since=2026-03-01&until=2026-03-01&measure=reports&area=0001").json()
        assert [(each["enterprise_name"], each["n"]) for each in behind] == [(cast.enterprise.name, 2)]

    def test_which_firms_have_a_policy_and_a_channel(self, cast, do):
        def open_ones(until=date(2026, 12, 31)):
            _, found = owed.DUTIES.behind(cast.city, until=until, area="0001", today=TODAY)
            return {pk: [duty.rule for duty in missing] for pk, missing in found.items()}

        both = ["policy", "channel"]
        assert open_ones() == {cast.enterprise.pk: both, cast.rival.pk: both}
        do.in_force()
        channel = do.channel()
        assert open_ones()[cast.enterprise.pk] == ["channel"]
        given = {"expected_version": None, "posted_on": TODAY, "photos": [do.photo()], "today": TODAY}
        services.hang_channel(channel.pk, actor=cast.officer, **given)
        assert open_ones() == {cast.rival.pk: both}
        with pytest.raises(PermissionDenied):
            owed.DUTIES.behind(cast.clerk, until=TODAY, area="0001", today=TODAY)
