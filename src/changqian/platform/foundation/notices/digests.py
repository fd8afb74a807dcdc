"""Once a day, in one message, what somebody wanted to hear of once a day."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.notices.services import notify

SHOWN = 6


@transaction.atomic
def tell_digests(day: str, *, now: datetime) -> int:
    """One message to each user for whom something waits; how many users. The same day twice is once."""
    waiting: dict[int, list[Notice]] = defaultdict(list)
    for notice in Notice.objects.select_for_update().filter(held=True, created_at__lte=now).order_by("pk"):
        waiting[notice.user_id].append(notice)
    for user, notices in waiting.items():
        lines = [notice.title for notice in notices[:SHOWN]]
        more = f"……共{len(notices)}条" if len(notices) > SHOWN else ""
        title, once = f"消息汇总：{len(notices)}条", f"digest.{day}.{notices[0].pk}"
        notify([user], kind="digest", title=title, body="；".join(lines) + more, link="/notices", once=once, now=now)
    told = [notice.pk for notices in waiting.values() for notice in notices]
    Notice.objects.filter(pk__in=told).update(held=False, read_at=now)
    return len(waiting)
