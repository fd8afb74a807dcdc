"""Who works in an enterprise, and which certificates must not run out. Pure: no database, no clock. (domain §1.6)"""

from datetime import date, timedelta

from django.db.models import TextChoices


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
