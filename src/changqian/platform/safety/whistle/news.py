"""How whoever reported hears of it in his account, without a message that would say that he did.

A notice is a row under an account: with it, the list of an administrator or a copy of the database would tell who
reported, and its time, which report. So nothing is written under the account. What happened is noted beside the sealed
identity, without a time; only the keyed index of the account finds it, when the account itself asks. Decision 0031.
"""

from django.db.models import F, Func, IntegerField, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from changqian.platform.foundation.records.fields import blinds
from changqian.platform.safety.whistle.models import WhistleIdentity, WhistleReport
from changqian.platform.safety.whistle.rules import News

KIND = "whistle"
TOLD = Func(F("news"), function="cardinality", output_field=IntegerField())


def tell_reporter(report: WhistleReport, news: News) -> None:
    """Noted for every report alike, so that nothing tells a named one from an anonymous one."""
    noted = Func(F("news"), Value(news.value), function="array_append")
    WhistleIdentity.objects.filter(report=report).update(news=noted)


def of_account(user: int) -> QuerySet[WhistleIdentity]:
    return WhistleIdentity.objects.filter(account_index__in=blinds(str(user)))


def unseen(user: int) -> int:
    """How much happened to this account's reports since it looked."""
    told: int = of_account(user).aggregate(n=Coalesce(Sum(TOLD - F("seen")), 0))["n"]
    return told


def look(user: int) -> None:
    """All of it was looked at. No time is kept: the log of requests has one, and the two would meet."""
    of_account(user).update(seen=TOLD)
