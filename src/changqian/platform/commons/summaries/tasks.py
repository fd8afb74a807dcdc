"""Months are summed up by the calendar."""

from datetime import timedelta

from django.utils import timezone

from changqian.platform.commons.summaries.rules import corrected_with
from changqian.platform.commons.summaries.services import form_month
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.jobs.rules import Period
from changqian.platform.foundation.jobs.services import periodic
from changqian.platform.kernel.dates import add_months


@periodic("summaries.form", label="形成月度小结", every="month", at=timedelta(hours=3), catch_up=3)
def form_last(month: Period) -> str:
    """Of the month that has ended."""
    made = form_month(add_months(month.begin.date(), -1), actor=platform(), now=timezone.now())
    return f"企业小结 {made.firms} 份，地区小结 {made.regions} 份"


@periodic("summaries.correct", label="校正月度小结", every="month", at=timedelta(days=8, hours=3), catch_up=1)
def correct_last(month: Period) -> str:
    """What was done without a network is taken for seven days: by the ninth it is all there."""
    months = corrected_with(month.begin.date())
    made = [form_month(each, actor=platform(), now=timezone.now()) for each in months]
    return f"更新企业小结 {sum(each.firms for each in made)} 份，地区小结 {sum(each.regions for each in made)} 份"
