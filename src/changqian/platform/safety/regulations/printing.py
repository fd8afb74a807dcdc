"""A version of a regulation on paper: chapters, articles, tables; who published it and from when it holds."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from changqian.platform.commons.summaries.rules import Paper
from changqian.platform.foundation.accounts.models import User
from changqian.platform.kernel.paper import Part, report
from changqian.platform.safety.regulations.models import RegulationVersion
from changqian.platform.safety.regulations.rules import CHAPTER


def on_paper(version: RegulationVersion, paper: Paper, *, reader: User, now: datetime) -> bytes:
    regulation = version.regulation
    told = [regulation.enterprise.name, _standing(version)]
    mark = f"{reader.name}　{timezone.localtime(now):%Y-%m-%d %H:%M}打印"
    parts = list(parts_of(version.text))
    if paper is Paper.WORD:
        from changqian.platform.kernel.word import word  # lxml takes its time to load.

        return word(regulation.title, [*told, mark], parts)
    return report(regulation.title, told, mark, parts)


def _standing(version: RegulationVersion) -> str:
    code = f"{version.regulation.code}　" if version.regulation.code else ""
    if version.published_on is None:
        return f"{code}第{version.edition}版（草案）"
    published = f"{version.published_on:%Y年%-m月%-d日}发布，{version.effective_on:%Y年%-m月%-d日}施行"
    return f"{code}第{version.edition}版　{published}　审核：{version.approver}"


def parts_of(text: str) -> Iterator[Part]:
    """What stands between two headings; a table ends its part."""
    heading = ""
    sentences: list[str] = []
    table: list[list[str]] = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        row = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if len(row) > 1 and (not table or len(row) == len(table[0])):
            table.append(row)
            continue
        if table or CHAPTER.match(line):
            if heading or sentences or table:
                yield Part(heading, sentences, table)
            heading, sentences, table = "", [], []
        if CHAPTER.match(line):
            heading = line
        else:
            sentences.append(line)
    if heading or sentences or table:
        yield Part(heading, sentences, table)
