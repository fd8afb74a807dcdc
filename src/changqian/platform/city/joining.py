"""Who came to the demonstration city of his own accord: claims on firms, invitations, wishes, experts, institutions.

Told through the services and not by COPY: to-dos, messages, roles and the trail are then what they would be. Every
story ends before today, so that it holds at whatever hour the city is built.
"""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils import timezone

from changqian.platform.commons.joining.models import Claim, Invitation
from changqian.platform.commons.joining.services import claiming, inviting
from changqian.platform.commons.professionals import services as professionals
from changqian.platform.commons.professionals.models import Application
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.registering import prove_identity
from changqian.platform.foundation.accounts.services import create_user, platform
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.files.services import store
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.codes import id_for, uscc_for

DATA = Path(__file__).parent / "data"
LICENCE, CERTIFICATE = "licence.png", "certificate.png"
NAMES = {LICENCE: "营业执照.png", CERTIFICATE: "资格证书.png"}

NEWCOMERS = (
    *("孙志强", "吴海燕", "郑国平", "冯丽华", "何建军", "刘小琴", "马俊", "赵小燕", "许晓东"),
    *("沈卫东", "韩雪梅", "杨立群", "朱明远", "秦岚", "曹文斌", "彭嘉", "董玉洁", "袁浩"),
)
"Those who registered by themselves; their numbers are of the range that belongs to nobody."

FOUNDRY = {"firm_name": "常州恒润精密铸造有限公司", "address": "江苏省常州市湖塘镇延政中路88号"}
BAKERY = {"firm_name": "常州麦香园食品有限公司", "address": "江苏省常州市湖塘镇长虹路16号"}
WAREHOUSE = {"firm_name": "常州通达仓储物流有限公司", "address": "江苏省常州市湖塘镇广电东路5号"}
"Firms of 湖塘镇 that nobody registered yet."


class Stories:
    """Tells them one after the other. Nothing here is drawn by lot: the same day gives the same city."""

    def __init__(self, users: dict[str, User], regions: dict[str, Region], *, today: date) -> None:
        self.users, self.regions, self.today = users, regions, today
        self.people = {name: self._register(number, name) for number, name in enumerate(NEWCOMERS, start=1)}

    def tell(self, home: Enterprise, other: Enterprise) -> None:
        """`home` is the firm of the cast, `other` one that has no principal yet."""
        self._claims(other)
        self._taking_over(other)
        self._members(home)
        self._experts()
        self._institutions()

    def _claims(self, other: Enterprise) -> None:
        """湖塘镇 has one claim to look at, one that is late, and has refused one; the city has confirmed another."""
        town = self.regions["湖塘镇"]
        new = "本人为法定代表人，企业今年三月投产"
        self._claim("孙志强", 2, uscc=uscc_for("MA2CQA01"), region=town, **FOUNDRY, message=new)
        self._claim(
            "吴海燕", 6, uscc=uscc_for("MA2CQA02"), region=town, **BAKERY, message="安全管理由我负责", place="officer"
        )
        blurred = self._claim("郑国平", 9, uscc=uscc_for("MA2CQA03"), region=town, **WAREHOUSE)
        reason = "执照照片看不清统一社会信用代码，请平放后重新拍照，再提出申请"
        claiming.refuse_claim(blurred.pk, **self._by("town", 8), opinion=reason)
        confirmed = self._claim("冯丽华", 12, uscc=other.uscc)
        claiming.confirm_claim(confirmed.pk, **self._by("city", 11))

    def _taking_over(self, other: Enterprise) -> None:
        """Somebody says that he is principal now, and who was it until then says no."""
        wanted = self._claim("何建军", 4, uscc=other.uscc, message="股东会已任命本人为总经理")
        answer = "股东会决议尚未办理变更登记，请属地核实"
        claiming.object_to_hand_over(wanted.pk, **self._by("冯丽华", 3), answer=answer)

    def _members(self, home: Enterprise) -> None:
        """周立新's firm: a wish that waits, one that was turned down, and invitations in every state."""
        self._wish("刘小琴", 1, home, message="冲压车间新入职员工")
        refused = self._wish("马俊", 5, home)
        claiming.turn_down(refused.pk, **self._by("principal", 4), opinion="人事没有这名员工，请核对是哪家企业")
        code = self._invite("officer", 6, home, by="qr", place="worker", days=30, uses=20)
        inviting.accept(actor=self._fresh("赵小燕"), token=code.token, now=self._at(5))
        self._invite(
            "principal", 2, home, by="phone", place="officer", invitee="许晓东", phone=self.people["许晓东"].phone
        )
        self._invite("officer", 12, home, by="phone", place="worker", invitee="高明", phone="19900019001")
        wrong = self._invite("officer", 3, home, by="phone", place="worker", invitee="罗平", phone="19900019002")
        inviting.revoke(wrong.pk, **self._by("officer", 3))

    def _experts(self) -> None:
        self._apply("沈卫东", 3, "expert", **expert("江苏常化工程设计院", ["hazardous", "process"], "高级工程师", 18))
        unclear = self._apply("韩雪梅", 7, "expert", **expert("常州大学安全学院", ["dust", "law"], "副教授", 11))
        professionals.send_back(unclear.pk, **self._by("city", 5), opinion="职称证书缺少发证机关页，请补上")
        for name, days, said in (
            ("杨立群", 400, expert("中车戚墅堰机车（退休）", ["machinery", "electric"], "正高级工程师", 34)),
            ("朱明远", 120, expert("常州市消防协会", ["fire", "emergency"], "注册消防工程师", 9)),
        ):
            self._admit(self._apply(name, days, "expert", **said), days)
        ending = self._apply("秦岚", 1080, "expert", **expert("常州市职业病防治院", ["health"], "主任医师", 22))
        self._admit(ending, 1080, valid_until=self.today + timedelta(days=18))

    def _institutions(self) -> None:
        licensed = {"permit_no": "000018320400", "uscc": uscc_for("MA2CQB01"), "unit": "江南财产保险常州中心支公司"}
        self._apply("曹文斌", 2, "insurer", **licensed)
        schooling = {"courses": ["principals", "special_work"], "uscc": uscc_for("MA2CQB02")}
        self._admit(self._apply("彭嘉", 210, "trainer", unit="常州安培职业培训学校", **schooling), 210)
        driving = {"courses": ["workers"], "uscc": uscc_for("MA2CQB03"), "unit": "武进驾驶员培训中心"}
        outside = self._apply("董玉洁", 20, "trainer", **driving)
        professionals.reject(outside.pk, **self._by("city", 15), opinion="营业范围不含安全生产培训，不符合培训条件")
        banned = {"courses": ["rescue"], "uscc": uscc_for("MA2CQB04"), "unit": "常州蓝盾应急培训有限公司"}
        revoked = self._admit(self._apply("袁浩", 300, "trainer", **banned), 300)
        professionals.revoke(revoked.pk, **self._by("city", 30), opinion="抽查发现代签到、替考，取消培训资格")

    # --- one sentence each --------------------------------------------------------------------------------------------

    def _register(self, number: int, name: str) -> User:
        """By real name, without a password: nobody of this city signs in but by a link."""
        made = create_user(actor=platform(), username=f"cz9900{number:04d}", name=name, phone=f"1990001{number:04d}")
        born = date(1972 + number, 1 + number % 12, 3 + number)
        return prove_identity(made, name=name, id_number=id_for(born, 300 + number), now=self._at(1100))

    def _claim(self, name: str, days: int, *, place: str = "principal", **said: Any) -> Claim:
        licence = [self._picture(name, LICENCE, days)]
        row = claiming.claim_firm(actor=self._fresh(name), place=place, licence=licence, now=self._at(days), **said)
        return self._asked(row, claiming.APPROVAL, days)

    def _wish(self, name: str, days: int, firm: Enterprise, *, message: str = "") -> Claim:
        about: dict[str, Any] = {"uscc": firm.uscc, "place": "worker", "message": message}
        row = claiming.wish_to_join(actor=self._fresh(name), now=self._at(days), **about)
        return self._asked(row, claiming.APPROVAL, days)

    def _invite(self, who: str, ago: int, firm: Enterprise, **said: Any) -> Invitation:
        row = inviting.invite(actor=self._fresh(who), enterprise=firm, now=self._at(ago), **said)
        return dated(row, self._at(ago))

    def _apply(self, name: str, days: int, kind: str, **said: Any) -> Application:
        papers = [self._picture(name, CERTIFICATE, days)]
        licence = [] if kind == "expert" else [self._picture(name, LICENCE, days)]
        about = {"kind": kind, "papers": papers, "licence": licence, "region": self.regions["武进区"], **said}
        row = professionals.apply(actor=self._fresh(name), now=self._at(days), **about)
        return self._asked(row, professionals.APPROVAL, days)

    def _admit(self, row: Application, days: int, **said: Any) -> Application:
        return professionals.approve(row.pk, **self._by("city", days - 4), **said)

    def _asked(self, row: Any, kind: str, days: int) -> Any:
        dated(Approval.objects.get(kind=kind, target=row.pk), self._at(days))
        return dated(row, self._at(days))

    def _picture(self, name: str, sample: str, days: int) -> int:
        content = BytesIO((DATA / sample).read_bytes())
        return store(content, name=NAMES[sample], actor=self.people[name], now=self._at(days)).pk

    def _by(self, who: str, days: int) -> dict[str, Any]:
        return {"actor": self._fresh(who), "expected_version": None, "now": self._at(days, hour=15)}

    def _fresh(self, who: str) -> User:
        """With the rights he has by now: grants are read once for each object."""
        return User.objects.get(pk=(self.users | self.people)[who].pk)

    def _at(self, days: int, *, hour: int = 10) -> datetime:
        """So many days before today, in the morning."""
        return timezone.make_aware(datetime.combine(self.today - timedelta(days=days), time(hour, 20)))


def expert(unit: str, expertise: list[str], title: str, years: int) -> dict[str, Any]:
    number = f"2012320400{years:04d}"
    return {"unit": unit, "expertise": expertise, "title": title, "worked_years": years, "certificate_no": number}


def dated(row: Any, at: datetime) -> Any:
    """As if it had been written then: services write at the hour of the building."""
    model: type[Model] = type(row)
    model._default_manager.filter(pk=row.pk).update(created_at=at)
    row.created_at = at
    return row
