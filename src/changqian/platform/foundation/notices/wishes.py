"""What each user wants of each kind of message."""

from collections.abc import Collection, Mapping

from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.notices.models import NoticeWish
from changqian.platform.foundation.notices.rules import BY_CODE, KINDS, Kind, Mode, Wish, wish
from changqian.platform.kernel.errors import RuleViolation


def wishes_of(users: Collection[int], kind: Kind) -> dict[int, Wish]:
    """What these users get of a kind; one query, and none where the kind leaves nothing to choose."""
    chosen: dict[int, Wish] = {}
    if not kind.required or kind.sms:
        rows = NoticeWish.objects.filter(user__in=users, kind=kind.code)
        chosen = {user: Wish(mode, sms) for user, mode, sms in rows.values_list("user_id", "mode", "sms")}
    return {user: wish(kind, chosen.get(user)) for user in users}


def all_wishes(user: int) -> list[tuple[Kind, Wish]]:
    """Every kind with what this user gets of it, in the table's order."""
    rows = NoticeWish.objects.filter(user=user)
    chosen = {kind: Wish(mode, sms) for kind, mode, sms in rows.values_list("kind", "mode", "sms")}
    return [(kind, wish(kind, chosen.get(kind.code))) for kind in KINDS if kind.code != "digest"]


@transaction.atomic
def keep_wishes(*, actor: User, wishes: Mapping[str, Wish]) -> None:
    """Keep what the user chose. RuleViolation for a kind there is not, or one that cannot be put off."""
    for code, asked in wishes.items():
        kind = BY_CODE.get(code)
        if kind is None:
            raise RuleViolation(f"没有“{code[:40]}”这类消息")
        if kind.required and asked.mode != Mode.NOW:
            raise RuleViolation(f"“{kind.label}”必须立即提醒，不能关闭或汇总")
        if asked.sms and not kind.sms:
            raise RuleViolation(f"“{kind.label}”不发短信")
        NoticeWish.objects.update_or_create(user=actor, kind=code, defaults={"mode": asked.mode, "sms": asked.sms})
