"""Who works in an enterprise, and which certificates must not run out. Pure: no database, no clock. (domain §1.6)"""

from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import TextChoices

from changqian.platform.kernel import masking
from changqian.platform.kernel.errors import RuleViolation


class Role(TextChoices):
    PRINCIPAL = "principal", "主要负责人"
    DEPUTY = "deputy", "分管负责人"
    SAFETY_DIRECTOR = "safety_director", "安全总监"
    DEPT_HEAD = "dept_head", "职能部门负责人"
    WORKSHOP_HEAD = "workshop_head", "车间负责人"
    TEAM_LEADER = "team_leader", "班组长"
    WORKER = "worker", "岗位从业人员"
    OFFICER_FULL = "officer_full", "专职安管员"
    OFFICER_PART = "officer_part", "兼职安管员"
    CSE = "cse", "注册安全工程师"
    SPECIAL_OPERATOR = "special_operator", "特种作业人员"
    DUST_OFFICER = "dust_officer", "粉尘专员"
    LEASE_COORDINATOR = "lease_coordinator", "统一协调管理人员"


THREE_POSTS = (Role.PRINCIPAL, Role.OFFICER_FULL, Role.OFFICER_PART, Role.SPECIAL_OPERATOR)
"三项岗位人员: they must pass an examination."


class CertificateKind(TextChoices):
    PRINCIPAL = "principal", "主要负责人安全合格证"
    OFFICER = "officer", "安全生产管理人员合格证"
    SPECIAL_OPERATION = "special_operation", "特种作业操作证"
    SPECIAL_EQUIPMENT = "special_equipment", "特种设备作业人员证"
    CSE = "cse", "注册安全工程师证"
    FIRE = "fire", "消防设施操作员证"
    OTHER = "other", "其他证书"


class Expiry(TextChoices):
    NOT_YET = "not_yet", "未生效"
    VALID = "valid", "有效"
    EXPIRING = "expiring", "即将到期"
    EXPIRED = "expired", "已过期"
    LASTING = "lasting", "长期有效"


EXPIRING_WITHIN = timedelta(days=60)
"A certificate is 即将到期 this long before its last day. A default of ours, no statutory number."


class Step(TextChoices):
    EDIT = "edit", "修改人员信息"
    LEAVE = "leave", "登记离职"
    END = "end", "删除人员"
    CERTIFY = "certify", "维护证书"
    VERIFY = "verify", "核验证书"
    LINK = "link", "关联账号"


def expiry(
    valid_from: date | None, valid_to: date | None, *, today: date, within: timedelta = EXPIRING_WITHIN
) -> Expiry:
    """The last day itself is still valid."""
    if valid_from and today < valid_from:
        return Expiry.NOT_YET
    if valid_to is None:
        return Expiry.LASTING
    if today > valid_to:
        return Expiry.EXPIRED
    return Expiry.EXPIRING if valid_to - today <= within else Expiry.VALID


WORKING_AGE, SPECIAL_AGE = 16, 18
"Nobody under 16 is employed (劳动法 第十五条); a special operator is at least 18. (特种作业人员管理规定)"


def refuse_too_young(age: int, roles: Collection[str]) -> None:
    if age < WORKING_AGE:
        raise RuleViolation(f"按身份证号未满{WORKING_AGE}周岁，不能登记为从业人员", field="id_number")
    if Role.SPECIAL_OPERATOR in roles and age < SPECIAL_AGE:
        raise RuleViolation(f"特种作业人员应年满{SPECIAL_AGE}周岁", field="roles")


def refuse_certificate(kind: str, number: str, valid_to: date | None, *, id_number: str) -> None:
    """What the number and the dates of a certificate must be. (特种作业操作证号 = T + 身份证号)"""
    if kind != CertificateKind.SPECIAL_OPERATION:
        return
    if valid_to is None:
        raise RuleViolation("特种作业操作证必须填写有效期止", field="valid_to")
    if not number.startswith("T") or len(number) != 19:
        raise RuleViolation("特种作业操作证编号应为T加18位身份证号", field="number")
    if id_number and number[1:] != id_number:
        raise RuleViolation("特种作业操作证编号与本人身份证号不一致", field="number")


def whole_number(said: str, kind: str, *, id_number: str) -> str:
    """The number of a certificate from what was written: empty for a special operator, or masked as a list shows it.

    So a list that was exported can come back. RuleViolation where the holder's identity number does not say the rest.
    """
    if id_number:
        known = {masking.embedded(each): each for each in (f"T{id_number}", id_number)}
        if kind == CertificateKind.SPECIAL_OPERATION:
            known[""] = f"T{id_number}"
        said = known.get(said, said)
    if not said:
        raise RuleViolation("请填写证书编号", field="number")
    if masking.STAR in said:
        raise RuleViolation("请填写完整的证书编号，不能带星号", field="number")
    return said
