"""What a month's document about whistles says: the statistics of the month, and never who reported (decision 0024)."""

from datetime import date, datetime

from django.db.models import Sum

from changqian.platform.commons.documents.sources import Source
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.kernel.paper import Part
from changqian.platform.ledgerkit.models import Fact
from changqian.platform.safety.whistle.models import WhistleReport
from changqian.platform.safety.whistle.rules import HazardClass
from changqian.platform.safety.whistle.stats import measures

SHOWN = ("reports", "confirmed", "settled", "paid", "money")


def gather(firm: Enterprise, month: date, reader: User, now: datetime) -> list[Part]:
    facts = Fact.objects.within(reader, "whistle.view").filter(
        ledger=WhistleReport.facts(), enterprise=firm, month=month, measure__in=SHOWN
    )
    told: dict[str, dict[str, int]] = {}
    for kind, measure, value in facts.values_list("dimension", "measure").annotate(value=Sum("value")):
        told.setdefault(kind, {})[measure] = value
    whole = {each: sum(of.get(each, 0) for of in told.values()) for each in SHOWN}
    labels = {name: each.label for name, each in measures(month).items()}
    lines = [
        (*(str(told[kind].get(each, 0)) for each in SHOWN), label)
        for kind, label in HazardClass.choices
        if kind in told
    ]
    return [
        Part(
            "吹哨奖励情况",
            [
                f"本月吹哨 {whole['reports']} 条，核查属实 {whole['confirmed']} 条，已办结 {whole['settled']} 条；"
                f"已发放奖励 {whole['paid']} 笔，共 {whole['money']} 元。",
                "本文档只列统计数，不含吹哨人的任何信息。",
            ],
            [(*(labels[each] for each in SHOWN), "隐患类别"), *lines] if lines else (),
        )
    ]


DOCUMENT = Source("内部吹哨奖月报", gather)
