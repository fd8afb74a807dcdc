"""湖塘机械厂 with one row of everything, so that each endpoint has something to be about."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone

from changqian.platform.commons.checks.services import items_of
from changqian.platform.commons.codes.services import live_code
from changqian.platform.commons.documents.services import file_document
from changqian.platform.commons.hazards.services import report_hazard
from changqian.platform.commons.joining.services.claiming import agree_to_hand_over, claim_firm
from changqian.platform.commons.joining.services.inviting import invite
from changqian.platform.commons.joining.services.members import membership_of
from changqian.platform.commons.people.services import add_certificate, add_person, link_user
from changqian.platform.commons.plans.models import PlanTask
from changqian.platform.commons.plans.services import check_in, make_plan
from changqian.platform.commons.professionals.services import apply as apply_as_professional
from changqian.platform.commons.province.models import Batch, DeclaredPoint, ProvincialPerson, Reject
from changqian.platform.commons.province.rules import Feed
from changqian.platform.commons.province.services import RUN, take
from changqian.platform.commons.recordings.models import Segment
from changqian.platform.commons.siteplans.services import add_plan as add_site_plan
from changqian.platform.commons.summaries.models import FirmSummary, RegionSummary
from changqian.platform.commons.summaries.services import FORM, QUALITY
from changqian.platform.enforcement.footage.services import add_label, mark_footage
from changqian.platform.enforcement.recorders.models import Alarm, DeviceEntry
from changqian.platform.enforcement.recorders.recording import plan_recording
from changqian.platform.enforcement.recorders.services import add_model, hand_out
from changqian.platform.enforcement.recorders.telling import receive as receive_told
from changqian.platform.enforcement.recorders.tests.making import office, recorder, stored
from changqian.platform.foundation.accounts.models import Role, User, UserSession
from changqian.platform.foundation.accounts.registering import register
from changqian.platform.foundation.administration.accounts import create_account
from changqian.platform.foundation.administration.services import ask
from changqian.platform.foundation.alerts.models import Alert
from changqian.platform.foundation.alerts.services import watch
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.audit.services import record, seal
from changqian.platform.foundation.clients.services import propose_reach
from changqian.platform.foundation.clients.tests.calling import in_force as in_force_client
from changqian.platform.foundation.dictionaries.models import Item
from changqian.platform.foundation.dictionaries.services import load_dictionaries
from changqian.platform.foundation.enterprises.departments import found_department
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.enterprises.restructuring import move_to
from changqian.platform.foundation.enterprises.services import open_site, register_enterprise
from changqian.platform.foundation.enterprises.statuses import report_status
from changqian.platform.foundation.enterprises.tagging import give_tag, load_tags
from changqian.platform.foundation.files.services import store
from changqian.platform.foundation.files.tests.samples import PNG
from changqian.platform.foundation.laws.services import publish_version, upload_version
from changqian.platform.foundation.laws.tests.samples import PUMPS, VALVES
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.records.services import create
from changqian.platform.foundation.sms.services import load_templates
from changqian.platform.kernel.codes import id_for, uscc_for
from changqian.platform.kernel.dates import add_months
from changqian.platform.ledgerkit.exports import services as exports
from changqian.platform.ledgerkit.imports import services as imports
from changqian.platform.safety.accidents.services import enter_claim, enter_injury, report_accident
from changqian.platform.safety.cases.services import publish_case, write_case
from changqian.platform.safety.drills.services import adopt_plan, plan_drill
from changqian.platform.safety.equipment.tests.making import PRESS, machine
from changqian.platform.safety.organisation.services import establish_organisation
from changqian.platform.safety.permits.services import apply_permit
from changqian.platform.safety.posts.assessing import begin_assessment
from changqian.platform.safety.posts.services import announce_post, edit_post, register_post
from changqian.platform.safety.projects.services import register_project
from changqian.platform.safety.regulations.services import draft_regulation
from changqian.platform.safety.risks.models import RiskTask
from changqian.platform.safety.risks.rules import SUBJECT
from changqian.platform.safety.risks.services import add_entry, patrol, publish_entry, stop_point
from changqian.platform.safety.risks.tests.making import ITEMS, WORDS, answers, in_force
from changqian.platform.safety.teamwork.services import record_meeting
from changqian.platform.safety.training.services import record_training
from changqian.platform.safety.whistle import reporting
from changqian.platform.safety.whistle import services as whistle
from changqian.platform.safety.whistle.models import WhistleReport
from changqian.wire import video
from tests.access.endpoints import Endpoint, body_for

PEOPLE = (
    *("anonymous", "nobody", "dismissed", "clerk"),
    *("worker", "officer", "principal", "rival_officer", "two_roles"),
    *("town", "wujin", "liyang", "city", "bureau", "other_bureau", "author"),
    *("expert", "auditor", "sysadmin", "secadmin"),
)

PRESSED = {"kind": "WSA10004", "location": "一车间冲床", "description": "送料时手指被压伤"}
LEARNT: dict[str, Any] = {
    **{"title": "某公司粉尘爆炸", "happened_on": date(2025, 3, 1), "place": "江苏省", "level": "larger"},
    **{"summary": "除尘器积尘爆炸", "direct_cause": "粉尘未清理", "lessons": "粉尘日清"},
    **{"authority": "某市人民政府", "reference": "调查报告"},
}
AROUND_HUTANG = [[119.9, 31.7], [120.0, 31.7], [120.0, 31.8], [119.9, 31.8], [119.9, 31.7]]


@dataclass
class World:
    rows: dict[str, Any]
    "By the first part of the address after /api/."
    known: dict[str, Any]
    "What the inputs of these names are filled with."
    bodies: dict[str, Any]
    "What an endpoint wants that its schema does not say."
    token: str
    poster: str
    "The token of the code by which anybody may report."
    png: bytes = PNG
    law: bytes = PUMPS.encode()
    table: bytes = "姓名,岗位角色\n李四,岗位从业人员\n".encode()

    def address(self, endpoint: Endpoint) -> str:
        row = self.rows.get(endpoint.ledger)
        path = endpoint.path.replace("<pk>", str(getattr(row, "pk", row)))
        if endpoint.ledger == "parameters":
            path = path.replace("<key>", "jobs.keep_days")
        if endpoint.ledger == "statistics":
            path = path.replace("<ledger>", "hazards")
        if endpoint.ledger == "whistle":
            path = path.replace("<token>", self.poster)
        for name, value in {
            "<job>": "sweep",
            "<token>": self.token,
            "<name>": "industries",
            "<kind>": "svg",
            "<key>": "table.people",
            "<code>": "unknown",
            "<ledger>": "people",
            "<feed>": "points",
        }.items():
            path = path.replace(name, value)
        return path

    def query(self, endpoint: Endpoint) -> dict[str, Any]:
        month = timezone.localdate().replace(day=1).isoformat()
        match endpoint.path.rstrip("/").rpartition("/")[2]:
            case "file" if endpoint.path == "/api/posts/board/file/":
                return {"enterprise": self.rows["archive"].pk}
            case "stats" | "<ledger>":
                return {"since": month, "until": month}
            case "behind":
                return {"since": month, "until": month, "measure": "total", "area": "0001"}
            case "track":
                return {"since": "2026-03-16T00:00:00+08:00", "until": "2026-03-17T00:00:00+08:00"}
            case "calendar":
                return {"since": month, "until": month}
            case "completeness" | "templates" | "staffing" | "board" | "beside":
                return {"enterprise": self.rows["archive"].pk}
            case "compare" if endpoint.path.startswith("/api/regulations/"):
                version = self.rows["regulations"].versions.get().pk
                return {"old": version, "new": version}
            case "package":
                return {"enterprise": self.rows["archive"].pk, "year": add_months(timezone.localdate(), -1).year}
            case "requirements":
                return {"enterprise": self.rows["archive"].pk, "year": 2026}
            case "fulfilment":
                return {"due_on": "2026-12-31"}
            case "unfulfilled":
                return {"due_on": "2026-12-31", "area": "0001"}
            case "notice-cards":
                return {"ids": str(self.rows["risks"].pk)}
            case "notice-boards":
                return {"site": self.rows["risks"].site_id}
            case "sheet":
                return {"ids": str(self.rows["codes"].pk)}
            case "kit":
                return {"token": self.token}
            case "kinds":
                return {"since": month, "until": month}
            case "clusters" | "density":
                return {"bbox": "119,31,121,32", "zoom": 9}
            case "nearby":
                return {"lon": 119.95, "lat": 31.72, "radius": 1000}
            case "search":
                return {"q": "湖塘"}
            case "clause":
                return {"law": self.rows["laws"].pk, "article": 41}
            case "compare":
                version = self.rows["laws"].versions.get().pk
                return {"old": version, "new": version}
            case "province-certificates" | "province-insured":
                return {"enterprise": self.rows["archive"].pk}
            case "template":
                return {"ledger": "people"}
        return {}

    def body(self, endpoint: Endpoint) -> Any:
        if str(endpoint) in self.bodies:
            return self.bodies[str(endpoint)]
        row = self.rows.get(endpoint.ledger)
        known = {**self.known, "version": getattr(row, "version", 1), "ids": [getattr(row, "pk", 1)]}
        return body_for(endpoint, known)


CALLER = {
    "name": "常治慧",
    "unit": "市委政法委",
    "contact": "李工",
    "purpose": "共享",
    "per_minute": 60,
    "per_day": 1000,
}


def unknown_firm(cast: Any) -> Reject:
    """A firm that the province knows and nobody here."""
    batch = Batch.objects.create(feed=Feed.POINTS, started_at=timezone.now())
    return create(
        Reject,
        actor=cast.platform,
        action=RUN,
        feed=Feed.POINTS,
        batch=batch,
        trouble="unknown_firm",
        reason="本市没有",
        uscc=uscc_for("MA000008"),
        row="{}",
        digest="0",
    )


def hurt(cast: Any, site: Site, *, today: date) -> dict[str, Any]:
    """An accident of the firm's own to look into, and somebody hurt as two sources tell it."""
    given: dict[str, Any] = {"actor": cast.platform, "site": site, "name": "王小虎", "happened_on": today}
    now = timezone.now()
    return {
        "accidents": report_accident(actor=cast.platform, site=site, happened_at=now, now=now, **PRESSED),
        "injuries": enter_injury(today=today, **given),
        "accident-cases": publish_case(
            write_case(actor=cast.platform, today=today, **LEARNT).pk,
            actor=cast.platform,
            expected_version=None,
            now=now,
        ),
        "insurance-accidents": enter_claim(today=today, insurer="人保财险", **given),
    }


def on_duty(cast: Any, *, now: datetime) -> dict[str, Any]:
    """A recorder of 武进区 that somebody wears, with what it told."""
    bureau = office(cast.platform, cast.wujin_region)
    row = recorder(cast.platform, bureau)
    User.objects.create(username="chen", name="陈建国", department=bureau)
    wang = User.objects.create(username="wang", name="王晓东", department=bureau)
    hand_out(row.pk, actor=cast.platform, expected_version=1, wearer=wang, at=now, now=now)
    told: dict[str, Any] = {"device": row.number, "channel": row.number, "priority": 1, "method": 5, "type": None}
    receive_told(
        [
            video.Told(1, now.isoformat(), video.Alarmed(**told, label="一键求助", time=now.isoformat())),
            video.Told(2, now.isoformat(), video.Offline(device=row.number, reason="关机")),
            video.Told(3, now.isoformat(), stored(row.number, now)),
        ]
    )
    film, label = Segment.objects.get(), add_label(actor=cast.platform, name="现场检查")
    return {
        "recorders": row,
        "recording-plans": plan_recording(actor=cast.platform, department=bureau, name="工作时间录像"),
        "footage": film,
        "footage-labels": label,
        "footage-marks": mark_footage(
            actor=cast.platform, segment=film, since=now, until=now + timedelta(seconds=30), label=label, now=now
        ),
        "recorder-models": add_model(actor=cast.platform, maker="示例甲", name="EX-5G01"),
        "recorder-log": DeviceEntry.objects.get(),
        "recorder-alarms": Alarm.objects.get(),
    }


def on_the_floor(cast: Any, site: Site, *, today: date) -> dict[str, Any]:
    """What is recorded of training and of a team, a permit to be approved, a project that was planned."""
    now = timezone.now()
    given: dict[str, Any] = {"actor": cast.officer, "today": today}
    said: dict[str, Any] = {"held_on": today, "content": "操作规程", "others": 8}
    return {
        "training": record_training(
            site=site, title="车间级教育", kind="workshop", hours=Decimal(8), teacher="李建国", **said, **given
        ),
        "team-meetings": record_meeting(
            site=site, team="甲班", kind="shift", chair="郝志国", topic="班前会", now=now, **said, **given
        ),
        "work-permits": apply_permit(actor=cast.officer, site=site, **permit_of(now)),
        "safety-projects": register_project(
            enterprise=site.enterprise, name="除尘改造", nature="technical", approved_on=today, **given
        ),
    }


def permit_of(now: datetime) -> dict[str, Any]:
    return {
        "kind": "hot", "level": "first", "spot": "喷漆房", "content": "焊接", "unit": "机修班", "workers": "王小虎",
        "risks": "火灾", "measures": "清理", "begins_at": now, "ends_at": now + timedelta(hours=4),
    }  # fmt: skip


def answered_for(cast: Any, firm: Enterprise, *, today: date) -> tuple[Any, Any]:
    """A post that hangs on the wall, changed since, and a round in which its holder is assessed."""
    holder = add_person(actor=cast.platform, enterprise=firm, name="赵冲", roles=["worker"], today=today)
    said: dict[str, Any] = {
        "criteria": [{"item": "遵守规程", "points": 100}],
        "holders": [holder.pk],
        "scope": "守规程",
    }
    given: dict[str, Any] = {"actor": cast.officer, "expected_version": None}
    post = register_post(actor=cast.officer, enterprise=firm, name="冲压工", kind="worker", **said)
    announce_post(post.pk, today=today, now=timezone.now(), **given)
    edit_post(post.pk, scope="守规程、报隐患", **given)
    round_ = begin_assessment(
        actor=cast.officer, enterprise=firm, kinds=["worker"], begin=today, end_on=today, today=today,
        title="一季度考核", assessors="安环部",
    )  # fmt: skip
    return post, round_


def summed_up(cast: Any, firm: Enterprise) -> dict[str, Any]:
    """A month of a firm and of the town it lies in."""
    said = {"month": date(2026, 1, 1), "revision": 1, "digest": "0", "weights": {"report": 30, "tasks": 30}}
    said["weights"] |= {"hazards": 25, "cards": 15}
    given: dict[str, Any] = {"actor": cast.platform, "action": FORM, **said, **dict.fromkeys(QUALITY, 0)}
    return {
        "firm-summaries": create(FirmSummary, enterprise=firm, **given),
        "region-summaries": create(RegionSummary, region=cast.hutang, **given),
    }


def shared_person(firm: Enterprise) -> ProvincialPerson:
    """Whom the province names of the firm."""
    row = {
        "source_id": "R1", "updated_at": "2026-03-01T08:00:00+08:00", "digest": "R1", "uscc": firm.uscc,
        "firm_name": "", "name": "孙省", "id_number": id_for(date(1980, 1, 8), 7), "kind": "officer",
        "full_time": None, "number": "", "valid_to": None,
    }  # fmt: skip
    take(Batch.objects.create(feed=Feed.PERSONNEL, started_at=timezone.now()), [row])
    return ProvincialPerson.objects.get(source_id="R1")


def declared_point(firm: Enterprise) -> DeclaredPoint:
    """What the firm told the province."""
    row = {
        "source_id": "P1", "updated_at": "2026-03-01T08:00:00+08:00", "digest": "P1", "uscc": firm.uscc,
        "report_id": "", "name": "喷漆房", "code": "", "accident_types": ["火灾"], "level": "large",
        "department": "涂装车间", "measures": "机械通风", "location": "北侧",
    }  # fmt: skip
    take(Batch.objects.create(feed=Feed.POINTS, started_at=timezone.now()), [row])
    return DeclaredPoint.objects.get(source_id="P1")


def interface_client(cast: Any) -> Any:
    """One that calls, and for which more is asked."""
    client = in_force_client(cast)
    return propose_reach(
        client.pk,
        actor=cast.sysadmin,
        expected_version=None,
        today=timezone.localdate(),
        now=timezone.now(),
        scope=[{"role": "interface_reader", "region": cast.city_region.pk}],
        methods=["hazards_list"],
        addresses=["10.1.2.3"],
        expires_on=timezone.localdate() + timedelta(days=30),
    )


SAID = {"how": "anonymous", "hazard_class": "unsafe_act", "location": "装配线", "text": "有人跨越皮带机"}


def whistles(cast: Any, site: Site, *, now: Any) -> dict[str, Any]:
    """A policy in force that names the officer, the poster's code, a report brought before the authority."""
    given = {"enterprise": site.enterprise, "name": "陈安全", "roles": ["officer_full"], "today": now.date()}
    officer = add_person(actor=cast.platform, **given)
    link_user(officer.pk, actor=cast.platform, expected_version=None, username="officer")
    words = {"text": "第一条", "handlers": [officer.pk]}
    firm: dict[str, Any] = {"actor": cast.officer, "enterprise": site.enterprise, **words}
    policy, draft = (whistle.adopt_policy(title=title, **firm) for title in ("吹哨奖制度", "吹哨奖制度（修订稿）"))
    consulted = {"consulted_how": "union", "consulted_on": now.date(), "opinion": "无异议", "today": now.date()}
    whistle.announce_policy(policy.pk, actor=cast.officer, expected_version=None, **consulted)
    whistle.enforce_policy(policy.pk, actor=cast.officer, expected_version=None, today=now.date())
    channel = whistle.open_channel(actor=cast.officer, site=site, way="qr", place="东门")
    code = live_code(site.pk, whistle.SUBJECT, channel.pk)
    assert code is not None
    receipt = reporting.blow(site, reporting.Said(**SAID, channel=channel), captured_at=None, now=now)
    identity = reporting.by_code("query", receipt.query_code)
    reporting.turn_to_authority(identity, wish="没有回音", now=now)
    report = WhistleReport.objects.get(pk=receipt.number)
    return {
        "whistle-policies": draft,
        "whistle-channels": channel,
        "whistles": report,
        "whistle-escalations": report,
        "whistle-bulletins": report,
        "my-whistles": report,
        "code": code.token,
        "receipt": receipt,
    }


def build(cast: Any) -> World:
    now = timezone.now()
    newcomer = create_account(actor=cast.sysadmin, username="sun", name="孙新", reason="入职", now=now)
    today = timezone.localdate()
    firm = Enterprise.objects.get(pk=cast.enterprise.pk)
    site = Site.objects.get(pk=cast.site.pk)
    third = register_enterprise(
        actor=cast.platform,
        uscc=uscc_for("MA000001"),
        name="常州牛塘铸造有限公司",
        region=cast.niutang,
        industry="C3391",
    )
    moved = open_site(actor=cast.platform, enterprise=third, region=cast.hutang, name="铸造车间")
    restructuring = move_to(
        firm.pk, actor=cast.platform, expected_version=firm.version, sites=[moved.pk], reason="厂房转让"
    )
    firm.refresh_from_db()
    document = file_document(
        actor=cast.officer, enterprise=firm, kind="rescue", month=add_months(cast.today, -1), now=now
    )
    picture = store(BytesIO(PNG), name="现场.png", actor=cast.officer, now=now)
    hazard = report_hazard(
        actor=cast.officer,
        site=site,
        description="砂轮机防护罩缺失",
        location="机修间",
        category="equipment",
        photos=[picture.pk],
        now=now - timedelta(hours=1),
    )
    person = add_person(
        actor=cast.officer, enterprise=firm, site=site, today=today, name="王小虎", roles=["worker"], id_number=""
    )
    certificate = add_certificate(actor=cast.officer, person=person, kind="officer", number="2026001")
    load_dictionaries()
    load_tags()
    tag = give_tag(firm.pk, actor=cast.town, expected_version=None, code="dust", today=today)
    change = report_status(
        firm.pk,
        actor=cast.officer,
        expected_version=None,
        new="suspended",
        effective_on=today,
        reason="订单不足",
        now=now,
    )
    entry = add_entry(
        actor=cast.city,
        scheme="试用",
        category="99",
        category_name="其他",
        code="9901",
        name="打磨作业",
        effective_from=today,
    )
    entry = publish_entry(entry.pk, actor=cast.city, expected_version=None, today=today)
    point = in_force(cast, now=now - timedelta(hours=2))
    stopped = in_force(cast, now=now - timedelta(hours=2))
    stop_point(stopped.pk, actor=cast.officer, expected_version=stopped.version, reason="拆除", now=now)
    changed = stopped.changes.get()
    inspection = patrol(
        actor=cast.worker,
        control_level="post",
        now=now,
        risk_point=point.pk,
        answers=answers(point),
        lon=119.9501,
        lat=31.7201,
        accuracy=12.0,
    )
    emergency_plan = adopt_plan(
        actor=cast.officer,
        enterprise=firm,
        name="火灾专项应急预案",
        kind="special",
        edition="2025版",
        published_on=date(2025, 1, 5),
    )
    site_plan = add_site_plan(actor=cast.officer, site=site, name="总平面", metres=240)
    organisation = establish_organisation(
        actor=cast.officer, enterprise=firm, today=today, name="一车间", kind="workshop", grade="workshop"
    )
    regulation = draft_regulation(
        actor=cast.officer, enterprise=firm, category="training", title="培训制度", text="第一条 制定本制度。"
    )
    post, assessment = answered_for(cast, firm, today=today)
    floor = on_the_floor(cast, site, today=today)
    duty = on_duty(cast, now=now)
    drill = plan_drill(
        actor=cast.officer, site=site, title="消防疏散演练", kind="special", form="tabletop", planned_on=today
    )
    press = machine(cast, today=today, started_on=None)
    plan = make_plan(
        actor=cast.officer, site=site, subject_kind="equipment", subject_group="press", today=today,
        name="冲床周检", kind="patrol", period="week", items=[{"text": "光电保护有效"}],
    )  # fmt: skip
    used = machine(cast, today=today)
    machine(cast, today=today)
    question = items_of("plan", [plan.pk])[0]
    look = {"plan": plan.pk, "subject": used.pk, "answers": [{"item": question.pk, "answer": "ok"}]}
    checked_in = check_in(actor=cast.worker, now=now, position_missing="denied", **look)
    notice = notify([cast.officer], kind="x", title="试", now=now)[0]
    code = live_code(site.pk, SUBJECT, point.pk)
    assert code is not None
    upload = {"data": World.table, "ledger": "people", "name": "花名册.csv", "now": now}
    imported = imports.upload(actor=cast.officer, **upload)
    exported = exports.ask(actor=cast.officer, ledger_name="people", query="", columns=["name"], format="csv", now=now)
    asked = ask(actor=cast.sysadmin, kind="dismiss", user=cast.worker.pk, reason="离职", now=now)
    online = UserSession.objects.create(user=cast.town, key_hash="town", started_at=now, last_input_at=now)
    hidden = Item.objects.filter(scheme__name="hazard_terms").first() or Item.objects.first()
    assert hidden is not None
    about = {"issuer": "市人大常委会", "published_on": "2024-05-06", "effective_on": "2024-06-01"}
    law = publish_version(
        upload_version(actor=cast.platform, content=PUMPS.encode(), name="水泵.md").pk,
        actor=cast.platform,
        expected_version=None,
        title="常州市水泵安全条例",
        kind="local",
        issuer="市人大常委会",
        published_on=date(2024, 5, 6),
        effective_on=date(2024, 6, 1),
    ).law
    draft = upload_version(actor=cast.platform, content=VALVES.encode(), name="阀门.md")
    approval = Approval.objects.get(kind="enterprises.status", target=change.pk)
    step = approval.steps.get()
    for _ in range(5):
        record(actor=cast.platform, action="accounts.refuse", row=cast.worker, changes={})
    seal()
    watch(now=now)
    alert = Alert.objects.filter(rule="failed_sign_in")[0]
    interface = interface_client(cast)
    load_templates()
    stranger = register(
        phone="13900000001", name="李明华", id_number=id_for(date(1985, 3, 7), 131), password="Renmin#2026", now=now
    )
    licence = store(BytesIO(PNG), name="营业执照.png", actor=stranger, now=now)
    claimed = claim_firm(actor=stranger, uscc=firm.uscc, place="principal", licence=[licence.pk], now=now)
    agree_to_hand_over(claimed.pk, actor=cast.principal, expected_version=None, now=now)
    applied = apply_as_professional(
        actor=stranger,
        kind="insurer",
        unit="江南财产保险常州中心支公司",
        uscc=uscc_for("MA000005"),
        permit_no="000018320400",
        region=cast.wujin_region,
        licence=[store(BytesIO(PNG), name="执照.png", actor=stranger, now=now).pk],
        papers=[store(BytesIO(PNG), name="许可证.png", actor=stranger, now=now).pk],
        now=now,
    )
    blown = whistles(cast, site, now=now)
    poster, receipt = blown.pop("code"), blown.pop("receipt")
    invited = invite(actor=cast.officer, enterprise=firm, by="qr", place="worker", now=now)
    rows = {
        "claims": claimed,
        "professionals": applied,
        "invitations": invited,
        "members": membership_of(cast.worker, firm.pk),
        "clients": interface,
        "approvals": approval,
        "laws": law,
        "law-versions": draft,
        "alerts": alert,
        "admin-requests": asked,
        "users": newcomer,
        "online": online,
        "roles": Role.objects.get(code="town"),
        "departments": found_department(actor=cast.sysadmin, name="应急管理局"),
        "dictionary-schemes": hidden.scheme,
        "dictionary-items": hidden,
        "imports": imported,
        "exports": exported,
        "prints": person,
        "enterprises": firm,
        "sites": site,
        "status-changes": change,
        "restructurings": restructuring,
        "files": picture,
        "people": person,
        "certificates": certificate,
        "hazards": hazard,
        "inspections": inspection,
        "patrols": inspection,
        "codes": code,
        "catalogue": entry,
        "risks": point,
        "risk-cards": point,
        "risk-changes": changed,
        "tasks": RiskTask.objects.get(risk_point=point),
        "drills": drill,
        "emergency-plans": emergency_plan,
        "notices": notice,
        "equipment": press,
        "plans": plan,
        "plan-tasks": PlanTask.objects.get(plan=plan, status="pending"),
        "check-ins": checked_in,
        "site-plans": site_plan,
        "organisations": organisation,
        "posts": post,
        "post-assessments": assessment,
        **floor,
        **duty,
        "regulations": regulation,
        "documents": document,
        "four-colour": site_plan,
        "map": site,
        "archive": firm,
        "risk-picture": firm,
        "province-rejects": unknown_firm(cast),
        **summed_up(cast, firm),
        **blown,
        **hurt(cast, site, today=today),
    }
    for row in rows.values():
        row.refresh_from_db()
    known = {
        "role": Role.objects.get(code="town").pk,
        "effective_from": "2099-01-01",
        "scheme": hidden.scheme.pk,
        "parent": None,
        "site": site.pk,
        "enterprise": firm.pk,
        "region": cast.hutang.pk,
        "person": person.pk,
        "tag": tag.pk,
        "sites": [moved.pk],
        "declared": declared_point(firm).pk,
    }
    reach = {
        "scope": [{"role": "interface_reader", "region": cast.hutang.pk}],
        "methods": ["hazards_list"],
        "addresses": ["10.1.2.0/24"],
        "expires_on": (today + timedelta(days=30)).isoformat(),
    }
    named = shared_person(firm)
    other = office(cast.platform, cast.wujin_region, "武进区应急管理综合行政执法大队")
    bodies = {
        "POST /api/certificates/": {"person": certificate.person_id, "kind": "fire", "number": "2026002"},
        "POST /api/me/about/requests/": {"kind": "privacy.correct", "words": "姓名写错了"},
        "POST /api/claims/": {"uscc": uscc_for("MA000004"), "place": "principal", "licence": [licence.pk]},
        "POST /api/claims/wish/": {"uscc": firm.uscc, "place": "worker"},
        "POST /api/claims/firm/": {"uscc": firm.uscc},
        "POST /api/professionals/": {"kind": "expert", "unit": "常州化工研究院", "papers": [1]},
        "POST /api/invitations/": {"enterprise": firm.pk, "by": "qr", "place": "worker"},
        "POST /api/invitations/hand_over/": {"enterprise": firm.pk, "phone": "13900000009"},
        "POST /api/invitations/accept/": {"token": invited.token},
        "POST /api/members/<pk>/change_role/": {"version": 1, "place": "officer"},
        "POST /api/join/code/": {"phone": "13900000009", "captcha_key": "spent", "captcha": "1234"},
        "POST /api/join/invitation/": {"token": "unknown"},
        "POST /api/session/lost/code/": {
            "username": "officer",
            "purpose": "unlock",
            "captcha_key": "spent",
            "captcha": "1234",
        },
        "POST /api/admin-requests/": {
            "kind": "grant",
            "user": newcomer.pk,
            "role": Role.objects.get(code="town").pk,
            "region": cast.hutang.pk,
            "reason": "入职",
        },
        "POST /api/users/": {"username": "zhao", "name": "赵敏", "reason": "入职"},
        "POST /api/users/<pk>/edit/": {"name": "孙新民"},
        "POST /api/departments/": {"name": "商务局"},
        "POST /api/roles/preview/": {
            "role": Role.objects.get(code="town").pk,
            "region": cast.hutang.pk,
            "permissions": ["hazards.view"],
        },
        "POST /api/parameters/<key>/": {"value": 14, "reason": "排查"},
        "POST /api/approvals/<pk>/decide/": {"version": approval.version, "step": step.pk, "act": "approve"},
        "POST /api/approvals/<pk>/delegate/": {"version": approval.version, "step": step.pk, "to": cast.city.pk},
        "POST /api/approvals/<pk>/resubmit/": {"version": approval.version, "opinion": "补充材料"},
        "POST /api/organisations/": {
            "enterprise": firm.pk,
            "name": "二车间",
            "kind": "workshop",
            "grade": "workshop",
        },
        "POST /api/documents/": {
            "enterprise": firm.pk,
            "kind": "rescue",
            "month": add_months(cast.today, -1).isoformat(),
        },
        "POST /api/site-plans/": {"site": site.pk, "name": "二层平面", "metres": 240},
        "POST /api/site-plans/<pk>/draw/": {"version": site_plan.version, "zones": [], "marks": []},
        "POST /api/work-permits/": {
            "site": site.pk,
            **{
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in permit_of(timezone.now()).items()
            },
        },
        "POST /api/province-personnel/decide/": {"enterprise": firm.pk, "shared": named.pk},
        "POST /api/province-personnel/adopt/": {"enterprise": firm.pk, "shared": named.pk},
        "POST /api/recorders/": {"number": "32040000001327000009", "name": "九号机", "password": "wujin-2026-y"}
        | {"department": duty["recorders"].department_id},
        "POST /api/recording-plans/": {"name": "全天录像", "department": other.pk},
        "POST /api/footage-labels/": {"name": "行政处罚"},
        "POST /api/footage-marks/": {"segment": duty["footage"].pk, "label": duty["footage-labels"].pk}
        | {"since": now.isoformat(), "until": (now + timedelta(seconds=20)).isoformat()},
        "POST /api/recorders/record/": {"ids": [duty["recorders"].pk], "wanted": True},
        "POST /api/recorders/<pk>/hand_out/": {"version": 2, "at": now.isoformat()}
        | {"wearer": User.objects.get(username="chen").pk},
        "POST /api/recorders/<pk>/take_back/": {"version": 2, "at": timezone.now().isoformat()},
        "POST /api/training/": {"site": site.pk, "title": "再培训", "kind": "refresher", "held_on": today.isoformat()}
        | {"hours": "4", "teacher": "李建国", "content": "操作规程", "others": 5},
        "POST /api/team-meetings/": {"site": site.pk, "team": "乙班", "kind": "weekly", "held_on": today.isoformat()}
        | {"chair": "郝志国", "topic": "防护罩", "content": "逐台检查", "others": 5},
        "POST /api/safety-projects/<pk>/appraise/": {"version": 1, "appraised_on": today.isoformat()}
        | {"appraiser": "江苏安评院"},
        "POST /api/post-assessments/": {"enterprise": firm.pk, "title": "二季度考核", "kinds": ["worker"]}
        | {"begin": today.isoformat(), "end_on": today.isoformat(), "assessors": "安环部"},
        "POST /api/notices/wishes/": {"wishes": [{"kind": "risks", "mode": "digest", "sms": False}]},
        "POST /api/law-versions/<pk>/publish/": about
        | {"version": draft.version, "title": "阀门规定", "kind": "local"},
        "POST /api/law-versions/<pk>/edit/": about | {"version": draft.version},
        "POST /api/privacy/reveal/": {"kind": "people.Person", "id": person.pk, "field": "phone", "reason": "contact"},
        "POST /api/catalogue/": {
            "scheme": "试用",
            "category": "99",
            "category_name": "其他",
            "code": "9902",
            "name": "抛光作业",
            "effective_from": today.isoformat(),
        },
        "POST /api/exports/": {"ledger": "people"},
        "POST /api/clients/": {**CALLER, **reach},
        "POST /api/clients/<pk>/edit/": {**CALLER, "version": interface.version},
        "POST /api/clients/<pk>/propose/": {**reach, "version": interface.version},
        "POST /api/province-rejects/<pk>/retry/": {"version": 1},
        "POST /api/imports/<pk>/map/": {
            "sheet": "CSV",
            "header_row": 1,
            "columns": [{"column": 0, "field": "name"}, {"column": 1, "field": "roles"}],
        },
        "POST /api/drills/": {
            "site": site.pk,
            "title": "触电急救演练",
            "kind": "special",
            "form": "tabletop",
            "planned_on": "2026-12-01",
        },
        "POST /api/notices/read/": {"ids": [notice.pk]},
        "POST /api/whistle/<token>/": SAID,
        "POST /api/my-whistles/": {**SAID, "site": site.pk},
        "POST /api/whistle-codes/state/": {"code": receipt.query_code},
        "POST /api/whistle-codes/turn/": {"code": receipt.query_code, "wish": "没有回音"},
        "POST /api/whistle-codes/claim/": {"claim_code": receipt.claim_code, "pay_by": "cash"},
        "POST /api/whistle-policies/": {
            "enterprise": firm.pk,
            "title": "吹哨奖制度",
            "text": "第一条",
            "handlers": blown["whistle-policies"].handlers,
        },
        "POST /api/whistle-channels/": {"site": site.pk, "way": "in_person", "place": "安环部"},
        "POST /api/enterprises/": {"uscc": uscc_for("MA000002"), "name": "湖塘精密零件厂", "region": cast.hutang.pk},
        "POST /api/enterprises/<pk>/merge/": {"version": firm.version, "other": third.pk, "reason": "吸收合并"},
        "POST /api/enterprises/<pk>/merge/preview/": {"other": third.pk},
        "POST /api/enterprises/take_over/": {
            "system": "旧平台",
            "reason": "历史迁移",
            "rows": [{"legacy_id": "1", "uscc": uscc_for("MA000003"), "name": "旧厂", "region": cast.hutang.code}],
        },
        "POST /api/sites/": {"enterprise": firm.pk, "region": cast.hutang.pk, "name": "三号车间"},
        "POST /api/risks/": {
            **WORDS,
            "site": site.pk,
            "name": "喷漆房",
            "method": "lec",
            "likelihood": "3",
            "exposure": "6",
            "consequence": "15",
            "items": list(ITEMS),
        },
        "POST /api/equipment/<pk>/examine/": {
            "version": press.version,
            "kind": "periodic",
            "examined_on": today.isoformat(),
            "institution": "常州市特检院",
            "result": "passed",
            "next_due_on": "2099-01-01",
        },
        "POST /api/accident-cases/": {**LEARNT, "title": "另一起", "happened_on": "2025-03-01"},
        "POST /api/accident-cases/<pk>/publish/": {"version": 1, "industries": ["C33"]},
        "POST /api/accidents/": {**PRESSED, "site": site.pk, "happened_at": timezone.now().isoformat()},
        "POST /api/accidents/<pk>/correct/": {"version": 1, "minor": 2},
        "POST /api/injuries/": {"site": site.pk, "name": "李建国", "happened_on": today.isoformat()},
        "POST /api/injuries/<pk>/amend/": {"version": 1, "post": "冲压工"},
        "POST /api/insurance-accidents/": {
            **{"site": site.pk, "name": "李建国", "happened_on": today.isoformat(), "insurer": "人保财险"},
        },
        "POST /api/insurance-accidents/<pk>/amend/": {"version": 1, "post": "冲压工"},
        "POST /api/equipment/": {**PRESS, "site": site.pk, "number": "SB999"},
        "POST /api/plans/": {
            "site": site.pk,
            "subject_id": used.pk,
            "name": "冲床月度保养",
            "kind": "maintenance",
            "period": "month",
            "items": [{"text": "润滑"}],
        },
        "POST /api/check-ins/": look,
        "POST /api/patrols/": {"risk_point": point.pk, "control_level": "post", "answers": answers(point)},
        "POST /api/map/area/": {"polygon": {"type": "Polygon", "coordinates": [AROUND_HUTANG]}},
    }
    rows["me"] = 10**9  # nobody's session, nobody's identity
    return World(rows=rows, known=known, bodies=bodies, token=code.token, poster=poster)
