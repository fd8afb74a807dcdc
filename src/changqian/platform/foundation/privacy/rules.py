"""For what somebody may read a personal datum whole: a clear purpose. Pure. (个人信息保护法 第六条)"""

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation

SHOWN_SECONDS = 30
LEAST_NOTE = 4


class Reason(TextChoices):
    CONTACT = "contact", "联系本人"
    EMERGENCY = "emergency", "应急处置"
    VERIFY = "verify", "核对身份或证书"
    ENFORCE = "enforce", "执法办案"
    CORRECT = "correct", "更正信息"
    OTHER = "other", "其他"


def refuse_vague(reason: str, note: str) -> None:
    """RuleViolation for a reason that says nothing."""
    if reason == Reason.OTHER and len(note.strip()) < LEAST_NOTE:
        raise RuleViolation(f"选择“其他”时请写明用途，至少{LEAST_NOTE}个字", field="note")
