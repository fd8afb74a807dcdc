"""The text of a law as a tree: headings, articles, paragraphs (款), items (项), sub-items (目). Pure.

Two formats of Markdown are known, both real: articles that begin a line behind `## 第一章`, with a head that ends at
`<!-- INFO END -->`; and articles that are headings `## 第一条` behind a list `- 发布机关：…`. Lines of Word are read
the same way. Not a character is lost: what cannot be placed stands where it stood, and is reported.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from changqian.platform.foundation.laws.rules import article_label, bare, kind_of
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.numerals import NUMERAL, to_number

HEADING = re.compile(rf"^第({NUMERAL})(编|分编|章|节)(?:[\s\u3000]+(.*))?$")
ARTICLE = re.compile(rf"^第({NUMERAL}|\d{{1,4}})条(?:之({NUMERAL}))?(?:[\s\u3000]+(.*))?$", re.S)
GLUED = re.compile(rf"^第({NUMERAL})条(?!第|规定|和|至|的|所|中|或|与|、|，|之)(.+)$", re.S)
"An article whose text begins without a space, as some Word files have it: taken only if it is the next in turn."
ITEM = re.compile(rf"^[（(]({NUMERAL}|\d{{1,2}})[）)]")
SUBITEM = re.compile(r"^(\d{1,2})[.．、](?!\d)")
ANNEX = re.compile(r"^附(?:件|录|表)\s*[一二三四五六七八九十\d]*\s*[:：]?")
FACT = re.compile(r"^[-*]\s+([^：:]{2,12})[：:]\s*(.*)$")
INFO_END = re.compile(r"^<!--\s*INFO END\s*-->$")
DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
ORDER = re.compile(r"[\u4e00-\u9fff]{2,20}令第?\s?[\d一二三四五六七八九十百]+\s?号|[\u4e00-\u9fff]{1,8}〔\d{4}〕\d+号")
LEVELS = {"编": 1, "分编": 2, "章": 3, "节": 4}
MOST = 400_000
"Characters of one text; the longest law of the country (民法典) has 110 000."


@dataclass(slots=True)
class Paragraph:
    """One 款: its text, and the items (项) below it, each with its sub-items (目)."""

    text: str
    items: list["Item"] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        yield self.text
        for item in self.items:
            yield from item.lines()


@dataclass(slots=True)
class Item:
    number: int
    text: str
    "With its mark: （一）…"
    items: list["Item"] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        yield self.text
        for item in self.items:
            yield from item.lines()


@dataclass(slots=True)
class Heading:
    level: int
    "1 编, 2 分编, 3 章, 4 节"
    label: str
    title: str

    def lines(self) -> Iterator[str]:
        yield self.label + self.title


@dataclass(slots=True)
class Article:
    """One 条; number 0 for an annex."""

    number: int
    branch: int
    label: str
    paragraphs: list[Paragraph] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        yield self.label
        for paragraph in self.paragraphs:
            yield from paragraph.lines()


@dataclass(slots=True)
class Parsed:
    """A law as it was read: its head, its body in order, and what was odd."""

    title: str
    number: str = ""
    "文号, where the title says it."
    info: list[str] = field(default_factory=list)
    "The lines of the head as they stand: who passed it when, and each amendment."
    facts: dict[str, str] = field(default_factory=dict)
    body: list[Heading | Article] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    heading: str = ""
    "The title line as it stood."

    @property
    def articles(self) -> list[Article]:
        return [each for each in self.body if isinstance(each, Article)]

    def lines(self) -> Iterator[str]:
        """Everything that was read, in its order."""
        yield self.heading
        yield from self.info
        for each in self.body:
            yield from each.lines()


def plain(text: str) -> str:
    """The characters of a text without Markdown's marks and without space: what must come out as it went in."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"(?m)^\s*(#{1,6}|[-*])\s+|^\s*-{3,}\s*$|\*\*", "", text)
    return re.sub(r"[\s\u3000\ufeff]", "", text)


def read(text: str) -> Parsed:
    """RuleViolation for what is no law: too long, or without a single article."""
    if len(text) > MOST:
        raise RuleViolation("文件太长，不像一部法律法规，请核对后上传", field="file")
    reader = _Reader()
    for line in text.lstrip("\ufeff").splitlines():
        reader.take(line)
    return reader.done()


class _Reader:
    def __init__(self) -> None:
        self.parsed = Parsed(title="")
        self.article: Article | None = None
        self.seen: dict[tuple[int, int], int] = {}
        self.last = 0

    def take(self, raw: str) -> None:
        line = raw.replace("**", "").strip(" \t\u3000\xa0\r")
        if not line or INFO_END.match(line) or re.fullmatch(r"-{3,}", line):
            return
        mark = re.match(r"^(#{1,6})\s+(.*)$", line)
        words = mark[2].strip() if mark else line
        if not self.parsed.heading and not self._begins(words):
            self._title(words)
        elif found := HEADING.match(words):
            self._heading(found)
        elif found := ARTICLE.match(words):
            self._article(found)
        elif (found := GLUED.match(words)) and to_number(found[1]) == self.last + 1:
            self.parsed.warnings.append(f"{words[:8]}……条号后没有空格，已按新的一条读入，请核对")
            self._open(self.last + 1, 0, found[2])
        elif ANNEX.match(words) and (mark or len(words) <= 20) and self.parsed.articles:
            self.article = Article(0, 0, words)
            self.parsed.body.append(self.article)
        elif self.article is None:
            self._head(line)
        else:
            _add(self.article, words)

    def done(self) -> Parsed:
        parsed = self.parsed
        if not parsed.articles:
            raise RuleViolation(
                "没有读到条文：每条应以“第一条”这样的条号开头，条号后空一格。请核对文件内容", field="file"
            )
        if not parsed.title:
            parsed.warnings.append("没有读到标题，请填写名称")
        empty = [each.label for each in parsed.articles if not any(plain(p.text) for p in each.paragraphs)]
        parsed.warnings += [f"{label}没有内容" for label in empty]
        twice = [article_label(*key) for key, count in self.seen.items() if count > 1]
        parsed.warnings += [f"{label}出现了不止一次" for label in twice]
        return parsed

    def _begins(self, words: str) -> bool:
        return bool(HEADING.match(words) or ARTICLE.match(words))

    def _title(self, words: str) -> None:
        parsed = self.parsed
        parsed.heading = words
        title = words
        if title.startswith("未提供"):
            title = title.removeprefix("未提供").strip()
            parsed.warnings.append("文件没有提供文号，请补充")
        if (number := ORDER.match(title)) and title[number.end() :].strip():
            parsed.number = number[0]
            title = title[number.end() :]
        parsed.title = re.sub(r"[\s\u3000]", "", title)

    def _head(self, line: str) -> None:
        if fact := FACT.match(line):
            self.parsed.facts[fact[1]] = fact[2].strip()
            line = f"{fact[1]}：{fact[2]}"
        self.parsed.info.append(re.sub(r"^[-*]\s+", "", line))

    def _heading(self, found: re.Match[str]) -> None:
        label = f"第{found[1]}{found[2]}"
        self.parsed.body.append(Heading(LEVELS[found[2]], label, (found[3] or "").strip()))
        self.article = None if not self.parsed.articles else self.article

    def _article(self, found: re.Match[str]) -> None:
        try:
            number = to_number(found[1])
            branch = to_number(found[2]) if found[2] else 0
        except ValueError:
            self.parsed.warnings.append(f"“第{found[1]}条”不是有效的条号，已作为正文保留，请核对")
            _add(self.article, found[0]) if self.article else self._head(found[0])
            return
        self._open(number, branch, (found[3] or "").strip(), label=re.split(r"[\s\u3000]", found[0])[0])

    def _open(self, number: int, branch: int, text: str, *, label: str = "") -> None:
        expected = self.last if branch else self.last + 1
        if number != expected and (number, branch) not in self.seen:
            self.parsed.warnings.append(
                f"条号不连续：{article_label(self.last)}之后是{article_label(number, branch)}"
                if self.last
                else f"第一个条号是{article_label(number, branch)}"
            )
        self.seen[number, branch] = self.seen.get((number, branch), 0) + 1
        self.last = number
        self.article = Article(number, branch, label or article_label(number, branch))
        self.parsed.body.append(self.article)
        if text:
            _add(self.article, text)


def _add(article: Article, line: str) -> None:
    """A line of an article: the next item or sub-item of its last paragraph, or a new paragraph."""
    last = article.paragraphs[-1] if article.paragraphs else None
    if last and (found := SUBITEM.match(line)) and last.items:
        last.items[-1].items.append(Item(int(found[1]), line))
    elif last and (found := ITEM.match(line)):
        last.items.append(Item(to_number(found[1]), line))
    else:
        article.paragraphs.append(Paragraph(line))


# --- what the head says ---------------------------------------------------------------------------------------------

ACTS = re.compile(r"(通过|公布|发布|批准|修订|修正|修改|施行)")


def proposed(parsed: Parsed, *, day: date | None = None) -> dict[str, Any]:
    """What the form is filled with: {title, short, kind, issuer, number, published_on, effective_on, history}.

    `day` is the date in the file's name. Dates that the text does not say are None: a person fills them in.
    """
    issuer = parsed.facts.get("发布机关", "") or _issuer(parsed)
    published = max(filter(None, (first_day(parsed.facts.get("发布日期", "")), day)), default=_last_act(parsed.info))
    begins = first_day(parsed.facts.get("施行日期", "")) or _begins_on(parsed, published)
    return {
        "title": parsed.title,
        "short": bare(parsed.title),
        "kind": kind_of(parsed.title, issuer),
        "issuer": issuer,
        "number": parsed.number or _number(parsed.info),
        "published_on": published,
        "effective_on": begins,
        "history": [line for line in parsed.info if DAY.search(line) and not FACT.match(f"- {line}")],
    }


def doubts(parsed: Parsed, fields: dict[str, Any]) -> list[str]:
    """What a person should look at before the version is published."""
    said = list(parsed.warnings)
    if not fields["published_on"]:
        said.append("没有读到公布日期，请填写")
    if not fields["effective_on"]:
        said.append("没有读到施行日期，请按公布的决定填写")
    elif fields["published_on"] and fields["effective_on"] < fields["published_on"]:
        said.append("施行日期早于公布日期：正文最后一条写的是最初的施行日期，请填写这次修改的施行日期")
    if fields["history"] and fields["published_on"]:
        last = max((day for line in fields["history"] if (day := first_day(line))), default=None)
        if last and last < fields["published_on"] and not any("施行" in line for line in fields["history"]):
            said.append(f"文中最后一次公布或修改是{last}，早于公布日期，修改沿革可能不全，请核对")
    if not fields["issuer"]:
        said.append("没有读到制定机关，请填写")
    return said


def first_day(text: str) -> date | None:
    """The first date in a text, 2021年6月10日; None if there is none or it is no date."""
    return _day(found) if (found := DAY.search(text)) else None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _last_act(info: list[str]) -> date | None:
    days = [day for line in info if ACTS.search(line) and "施行" not in line and (day := first_day(line))]
    return max(days, default=None)


def _begins_on(parsed: Parsed, published: date | None) -> date | None:
    """自…起施行 of the last article, 施行 of the head; 自公布之日起 is the day it was published."""
    for line in parsed.info:
        if "施行" in line and "公布" not in line and "通过" not in line and (day := first_day(line)):
            return day
    numbered = [each for each in parsed.articles if each.number]
    text = "".join(numbered[-1].lines())
    if found := re.search(r"自(\d{4}年\d{1,2}月\d{1,2}日)起施行", text):
        return first_day(found[1])
    return published if re.search(r"自(公布|发布)之日起施行", text) else None


def _issuer(parsed: Parsed) -> str:
    for line in reversed(parsed.info):
        if "全国人民代表大会常务委员会" in line:
            return "全国人民代表大会常务委员会"
        if "全国人民代表大会" in line:
            return "全国人民代表大会"
        if "国务院" in line:
            return "国务院"
        if found := re.search(r"日\s*([\u4e00-\u9fff]{2,12}(?:部|局|委员会))", line):
            return found[1]
    return ""


def _number(info: list[str]) -> str:
    for line in reversed(info):
        if found := re.search(r"([\u4e00-\u9fff]{2,20}?令第\s?\d+\s?号)", DAY.sub("", line)):
            return found[1].strip()
    return ""
