"""The file of one enterprise on paper: the same numbers and lines as its page."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.enterprises.serializers import EnterpriseSerializer
from changqian.platform.kernel.paper import printed
from changqian.platform.screens.archive.reading import archive
from changqian.platform.screens.archive.timeline import timeline

SHEET = Path(__file__).with_name("data") / "file.typ"
YEAR = timedelta(days=365)
MOST_EVENTS = 300
"Some ten pages: what is older than the newest of these is read on the screen."
MOST_SITES = 100


def on_paper(firm: Enterprise, *, actor: User, now: datetime) -> bytes:
    """A PDF, with what this actor may see at this moment."""
    today = timezone.localdate(now)
    groups, hidden = archive(firm, actor=actor, today=today)
    events, more = _events(firm, actor, now)
    sites = Site.objects.within(actor, "enterprises.view").current().filter(enterprise=firm).select_related("region")
    given = {
        "title": f"{firm.name}企业档案",
        "lines": [f"截至{today:%Y年%-m月%-d日}，由平台根据各台账形成"],
        "mark": f"{actor.name}　{timezone.localtime(now):%Y-%m-%d %H:%M}打印",
        "facts": _facts(firm),
        "sites": [
            (site.name, site.region.name, site.address or "未填写", site.get_status_display())
            for site in sites.order_by("-is_registered", "pk")[:MOST_SITES]
        ],
        "groups": [
            {"title": group.title, "pairs": [(line.label, f"{line.value:,}") for line in group.lines]}
            for group in groups
            if group.lines
        ],
        "hidden": hidden,
        "events": events,
        "more": more,
    }
    return printed(SHEET, given)


def _facts(firm: Enterprise) -> list[tuple[str, str]]:
    """Label and value, an even number of pairs: two stand in a row. Masked as on the page."""
    told: dict[str, Any] = EnterpriseSerializer(firm).data
    pairs = [
        ("统一社会信用代码", told["uscc"]),
        ("企业状态", firm.get_status_display()),
        ("注册地", told["region_name"]),
        ("行业主管部门", told["department_name"]),
        ("规模", firm.get_scale_display()),  # type: ignore[attr-defined]
        ("从业人员", f"{firm.staff_count}人" if firm.staff_count else ""),
        ("联系人", told["contact"]),
        ("联系电话", told["contact_phone"]),
        ("成立日期", f"{firm.founded_on:%Y-%m-%d}" if firm.founded_on else ""),
        ("监管标签", "、".join(told["tags"])),
    ]
    return [(label, value or "未填写") for label, value in pairs]


def _events(firm: Enterprise, actor: User, now: datetime) -> tuple[list[tuple[str, str, str]], bool]:
    """Of the last year, newest first; and whether there were more than are printed."""
    today = timezone.localdate(now)
    events, after = timeline(firm, actor=actor, today=today, size=MOST_EVENTS)
    within = [event for event in events if event.day >= today - YEAR]
    lines = [(event.day.isoformat(), event.title, event.words) for event in within]
    return lines, bool(after) and len(within) == len(events)
