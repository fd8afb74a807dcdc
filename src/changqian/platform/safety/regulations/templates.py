"""制度模版: outlines of regulations, chosen by what a firm does and filled with what is known of it. Pure but for the
delivered files, which are read once.

A file is a head (`category: …`, `title: …`, `tags: …` for the firms it is made for, `verified: yes|no`), an empty line,
and a body: `# ` begins a chapter, `- ` an article, two spaces go on with it, `|` is a row of its table. An article that
begins with `?dust,spray ` is for firms with one of these tags, with `?>100 ` or `?<=100 ` for those of that size.
Chapters and articles get their numbers when it is filled. A name in braces is filled in; `______` is the firm's to say.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from changqian.platform.kernel.numerals import to_chinese
from changqian.platform.safety.regulations.rules import Category

FOLDER = Path(__file__).parent / "data" / "templates"
NAMES = ("企业名称", "统一社会信用代码", "地址", "主要负责人", "安全管理人员", "行业", "从业人数", "日期", "归口部门")
PLACE = re.compile(r"\{([^{}]*)\}")
CONDITION = re.compile(r"^\?(>\d+|<=\d+|[a-z_]+(?:,[a-z_]+)*) ")
BLANK = re.compile(r"______(?:（填写：([^）]+)）)?")


class BrokenTemplate(ValueError):
    """What is wrong with a file, and in which line."""


@dataclass(frozen=True, slots=True)
class Article:
    lines: tuple[str, ...]
    table: tuple[tuple[str, ...], ...] = ()
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Template:
    category: Category
    title: str
    chapters: tuple[Chapter, ...]
    tags: frozenset[str] = frozenset()
    "It is for firms with one of these; for all if empty."
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Firm:
    """What a template asks of a firm; `known` maps names in braces to what is written there."""

    tags: frozenset[str]
    staff: int
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    text: str
    blanks: list[str]
    "What the firm has to say itself, in the order of the text."


def parse(text: str) -> Template:
    """BrokenTemplate for anything that is not as the head of this module says."""
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    said = _head(head)
    first = head.count("\n") + 3
    chapters: list[tuple[str, list[Article]]] = []
    for number, line in enumerate(body.split("\n"), start=first):
        if line.strip():
            _take(line.rstrip(), number, chapters)
    if not chapters or not all(articles for _, articles in chapters):
        raise BrokenTemplate("每一章都要有条文")
    return Template(
        category=Category(said["category"]),
        title=said["title"],
        chapters=tuple(Chapter(title, tuple(articles)) for title, articles in chapters),
        tags=frozenset(filter(None, (each.strip() for each in said.get("tags", "").split(",")))),
        verified=said["verified"] == "yes",
    )


def _head(head: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for number, line in enumerate(head.split("\n"), start=1):
        name, colon, value = line.partition(":")
        if not colon or name not in ("category", "title", "tags", "verified") or name in said:
            raise BrokenTemplate(f"第{number}行：应是 category、title、tags 或 verified，各一行")
        said[name] = value.strip()
    if (
        said.get("category") not in Category.values
        or not said.get("title")
        or said.get("verified") not in ("yes", "no")
    ):
        raise BrokenTemplate("文件头应有 category（26类之一）、title 和 verified（yes 或 no）")
    return said


def _take(line: str, number: int, chapters: list[tuple[str, list[Article]]]) -> None:
    for name in PLACE.findall(line):
        if name not in NAMES:
            raise BrokenTemplate(f"第{number}行：不认识 {{{name}}}")
    if line.startswith("# ") and line[2:].strip():
        chapters.append((line[2:].strip(), []))
        return
    articles = chapters[-1][1] if chapters else None
    if articles is not None and line.startswith("- "):
        condition = CONDITION.match(line[2:])
        words = line[2 + (condition.end() if condition else 0) :].strip()
        if not words or words.startswith("?"):
            raise BrokenTemplate(f"第{number}行：条件应是 ?标签,标签 或 ?>100，后面空一格")
        articles.append(Article((words,), condition=condition[1] if condition else ""))
        return
    if not articles:
        raise BrokenTemplate(f"第{number}行：先写“# 章名”，再写“- 条文”")
    last = articles[-1]
    if line.startswith("  ") and not last.table:
        articles[-1] = Article((*last.lines, line.strip()), condition=last.condition)
    elif line.startswith("|"):
        row = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if last.table and len(row) != len(last.table[0]) or len(row) < 2:
            raise BrokenTemplate(f"第{number}行：表格各行的格数应相同，至少两格")
        articles[-1] = Article(last.lines, (*last.table, row), last.condition)
    else:
        raise BrokenTemplate(f"第{number}行：应以“# ”“- ”两个空格或“|”开头")


@cache
def delivered() -> tuple[Template, ...]:
    """The templates the platform is delivered with, in the tender's order."""
    found = [parse(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.md"))]
    order = list(Category)
    return tuple(sorted(found, key=lambda each: (order.index(each.category), each.title)))


def fitting(firm: Firm) -> list[Template]:
    """Those for every firm, and those made for what this one does."""
    return [each for each in delivered() if not each.tags or each.tags & firm.tags]


def fill(template: Template, firm: Firm) -> Filled:
    """Its text for this firm: only the articles that concern it, numbered, with what is known written in."""
    lines = list(_lines(template, firm))
    text = "\n".join(PLACE.sub(lambda found: _known(found[1], firm), line) for line in lines)
    blanks = [found[1] for found in BLANK.finditer(text) if found[1]]
    return Filled(text, list(dict.fromkeys(blanks)))


def _lines(template: Template, firm: Firm) -> Iterator[str]:
    chapter_number = article_number = 0
    for chapter in template.chapters:
        articles = [each for each in chapter.articles if concerns(each.condition, firm)]
        if not articles:
            continue
        chapter_number += 1
        yield f"第{to_chinese(chapter_number)}章 {chapter.title}"
        for article in articles:
            article_number += 1
            first, *rest = article.lines
            yield f"第{to_chinese(article_number)}条 {first}"
            yield from rest
            yield from (f"| {' | '.join(row)} |" for row in article.table)


def concerns(condition: str, firm: Firm) -> bool:
    if condition.startswith(">"):
        return firm.staff > int(condition[1:])
    if condition.startswith("<="):
        return firm.staff <= int(condition[2:])
    return not condition or not firm.tags.isdisjoint(condition.split(","))


def _known(name: str, firm: Firm) -> str:
    return firm.known.get(name) or f"______（填写：{name}）"
