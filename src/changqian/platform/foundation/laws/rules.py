"""What a law is made of, when it is in force, and how its articles are cited. Pure: no database, no clock.

Articles, paragraphs and items are counted as 立法法 (2023) 第六十五条 lays down: 编、章、节、条、款、项、目. A 款
has no number of its own and is counted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices

from changqian.platform.kernel.numerals import NUMERAL, to_chinese, to_number


class Kind(TextChoices):
    LAW = "law", "法律"
    ADMINISTRATIVE = "administrative", "行政法规"
    DEPARTMENTAL = "departmental", "部门规章"
    LOCAL = "local", "地方性法规"
    STANDARD = "standard", "标准"


class Status(TextChoices):
    DRAFT = "draft", "待发布"
    PUBLISHED = "published", "已发布"


class Force(TextChoices):
    COMING = "coming", "尚未施行"
    IN_FORCE = "in_force", "现行有效"
    REPLACED = "replaced", "已被新版本替代"
    REPEALED = "repealed", "已废止"


class Step(TextChoices):
    MAINTAIN = "maintain", "维护法律法规"


def force(effective: date, replaced: date | None, repealed: date | None, on: date) -> Force:
    """How a version stands on a day. It ends on the day its successor begins, or on the day it is repealed.

    立法法 (2023) 第一百零三条: 新的规定与旧的规定不一致的，适用新的规定.
    """
    if on < effective:
        return Force.COMING
    if repealed is not None and on >= repealed:
        return Force.REPEALED
    if replaced is not None and on >= replaced:
        return Force.REPLACED
    return Force.IN_FORCE


def kind_of(title: str, issuer: str = "") -> Kind:
    """What kind a text is, from how it calls itself and who issued it; a person may know better.

    立法法 (2023) 第十条, 第七十二条, 第八十条, 第九十一条: 全国人大及其常委会制定法律, 国务院制定行政法规 (条例、规定、
    办法), 地方人大制定地方性法规, 国务院部门制定规章.
    """
    if re.search(r"^(GB|AQ|DB|TSG|[A-Z]{2,3}/T)\b|标准$|规范$|规程$", title):
        return Kind.STANDARD
    if re.search(r"(省|市|自治州|自治县)人民代表大会", issuer) or re.match(r"^[\u4e00-\u9fff]{2,4}(省|市)", title):
        return Kind.LOCAL
    if issuer.endswith("国务院"):
        return Kind.ADMINISTRATIVE
    if re.search(r"(部|局|委员会|署)$", issuer) and "全国人民代表大会" not in issuer:
        return Kind.DEPARTMENTAL
    if (title.endswith("法") and not title.endswith("办法")) or "全国人民代表大会" in issuer:
        return Kind.LAW
    return Kind.ADMINISTRATIVE if title.endswith("条例") else Kind.DEPARTMENTAL


COUNTRY = "中华人民共和国"
NOTE = re.compile(r"[（(][^（）()]*[）)]$")
"What is said about a law behind its name: 〔…令第10号〕, （2021年修正）."


def bare(name: str) -> str:
    """A law's name without marks, country, spaces and the remark behind it: how names are compared."""
    text = re.sub(r"[《》\s\u3000]", "", name)
    return NOTE.sub("", text).removeprefix(COUNTRY)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a law. `branch` is the 之一 of an article that was put in later; 0 where a part is not named."""

    law: str
    article: int
    paragraph: int = 0
    item: int = 0
    branch: int = 0

    def __str__(self) -> str:
        text = f"《{self.law}》{article_label(self.article, self.branch)}"
        text += f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
        return text + (f"第（{to_chinese(self.item)}）项" if self.item else "")


def cite(law: str, article: int, paragraph: int = 0, item: int = 0, *, branch: int = 0) -> str:
    """《安全生产法》第四十一条第二款: how rules name what they come from. Pages make it a link to the clause."""
    return str(Citation(law, article, paragraph, item, branch))


def article_label(article: int, branch: int = 0) -> str:
    return f"第{to_chinese(article)}条" + (f"之{to_chinese(branch)}" if branch else "")


@dataclass(frozen=True, slots=True)
class Found:
    """A citation in a text: characters [start, end) name it."""

    start: int
    end: int
    law: Any
    "What the names lead to."
    article: int
    paragraph: int
    item: int
    branch: int


PLACE = re.compile(
    rf"第\s?(?P<article>{NUMERAL}|\d{{1,4}})\s?条(?:之(?P<branch>{NUMERAL}))?"
    rf"(?:第(?P<paragraph>{NUMERAL}|\d{{1,2}})款)?(?:第[（(]?(?P<item>{NUMERAL}|\d{{1,2}})[）)]?项)?"
)
NAMED = re.compile(r"《([^《》]{2,60})》(?:[（(][^（）()]{0,40}[）)])?\s?")
AND = re.compile(r"[、，,]?(?:和|及|以及|或者|至)?\s?(?=第)")
"Between two places of the same law: 第三十四条、第三十六条."
OTHERS = "省市区县州"
"Before a bare name these make it another's: 江苏省安全生产条例."


def citations(text: str, names: Mapping[str, Any]) -> Iterator[Found]:
    """Every place in the text that names an article of a known law, in order. `names` maps `bare` names to laws.

    《安全生产法》第四十一条第二款、第四十二条 are two; without 《》 a known name must stand right before 第…条.
    What names an unknown law is passed over: it stays text.
    """
    at = 0
    opening = _opening(names)
    while begin := opening.search(text, at):
        marked = NAMED.match(text, begin.start())
        name, at = (marked[1], marked.end()) if marked else (begin[0], begin.end())
        law = names.get(bare(name))
        if not marked and begin.start() and text[begin.start() - 1] in OTHERS:
            law = None
        start: int = begin.start()
        while place := PLACE.match(text, at):
            numbers = _numbers(place)
            if law is not None and numbers is not None:
                yield Found(start, place.end(), law, *numbers)
            at = place.end()
            more = AND.match(text, at)
            if more is None or not PLACE.match(text, more.end()):
                break
            start = at = more.end()


def _opening(names: Mapping[str, Any]) -> re.Pattern[str]:
    """Where a citation may begin: at 《, or at a known name right before 第…条; the longer name first."""
    known = sorted((re.escape(each) for each in names), key=len, reverse=True)
    bare_name = rf"(?:{COUNTRY})?(?:{'|'.join(known)})(?=\s?第\s?(?:{NUMERAL}|\d{{1,4}})\s?条)" if known else r"(?!)"
    return re.compile(rf"{NAMED.pattern}|{bare_name}")


def _numbers(place: re.Match[str]) -> tuple[int, int, int, int] | None:
    try:
        article, paragraph, item, branch = (
            to_number(place[part]) if place[part] else 0 for part in ("article", "paragraph", "item", "branch")
        )
    except ValueError:
        return None
    return (article, paragraph, item, branch) if article else None
