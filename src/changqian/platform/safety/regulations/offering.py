"""制度模版 for one firm: those that fit what it does, filled with what the platform knows of it. Only read."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.rules import Role
from changqian.platform.foundation.dictionaries.services import names_in
from changqian.platform.foundation.enterprises.models import Enterprise, Tag, TagKind
from changqian.platform.foundation.enterprises.tagging import in_force
from changqian.platform.safety.regulations.owed import facts_of
from changqian.platform.safety.regulations.rules import Category, demands
from changqian.platform.safety.regulations.templates import Firm, fill, fitting

SIGNED = 3
"Officers who are named; of more the first."


@dataclass(frozen=True, slots=True)
class Offered:
    """A template as this firm would begin with it."""

    category: Annotated[Category, "制度类别"]
    title: Annotated[str, "制度名称"]
    why: Annotated[str, "适用原因"]
    verified: Annotated[bool, "已核对"]
    asked: Annotated[bool, "应建立的制度"]
    text: Annotated[str, "正文"]
    blanks: Annotated[list[str], "需要填写"]


def templates_for(enterprise: Enterprise, *, today: date) -> list[Offered]:
    """The templates that fit what the firm does, filled with what is known of it. Nothing is written."""
    tags = _tags(enterprise, today=today)
    firm = Firm(frozenset(tags), enterprise.staff_count or 0, _known(enterprise, today=today))
    owed = {each.category for each in demands(facts_of(enterprise.pk, today=today))}
    found = []
    for template in fitting(firm):
        filled = fill(template, firm)
        because = "、".join(name for code, name in sorted(tags.items()) if code in template.tags)
        found.append(
            Offered(
                template.category,
                template.title,
                because or "所有企业",
                template.verified,
                template.category in owed,
                filled.text,
                filled.blanks,
            )
        )
    return found


def _known(enterprise: Enterprise, *, today: date) -> dict[str, str]:
    people = Person.objects.current().filter(enterprise=enterprise, left_on=None).order_by("pk")
    officers = people.filter(roles__overlap=[Role.OFFICER_FULL, Role.OFFICER_PART]).values_list("name", flat=True)
    principal = people.filter(roles__contains=[Role.PRINCIPAL]).values_list("name", flat=True).first()
    return {
        "企业名称": enterprise.name,
        "统一社会信用代码": enterprise.uscc or "",
        "地址": enterprise.address,
        "主要负责人": principal or enterprise.legal_person,
        "安全管理人员": "、".join(officers[:SIGNED]),
        "行业": names_in("industries").get(enterprise.industry, ""),
        "从业人数": str(enterprise.staff_count or ""),
        "日期": f"{today:%Y年%-m月%-d日}",
    }


def _tags(enterprise: Enterprise, *, today: date) -> dict[str, str]:
    """The tags it has today, with their names."""
    codes = Tag.objects.filter(in_force(today), enterprise=enterprise).values("code")
    return dict(TagKind.objects.filter(code__in=codes).values_list("code", "name"))
