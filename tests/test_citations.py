"""Whatever the platform gives as its basis can be opened: no rule cites an article that is not there."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache

import changqian.platform
from changqian.platform.foundation.laws.delivered import load_laws
from changqian.platform.foundation.laws.rules import cite
from changqian.platform.foundation.laws.services import citations, resolve

PLATFORM = Path(changqian.platform.__file__).parent
SOURCES = [
    *PLATFORM.glob("*/*/rules.py"),
    *PLATFORM.glob("*/*/owed.py"),
    *PLATFORM.glob("foundation/dictionaries/data/*.json"),
    *PLATFORM.glob("foundation/enterprises/data/*.json"),
]
CITES = re.compile(r"cite\((\w+), (\d+)(?:, (\d+))?(?:, (\d+))?\)")
NAMES = re.compile(r'^(?P<names>[A-Z_]+(?:, [A-Z_]+)*) = (?P<values>"[^"]+"(?:, "[^"]+")*)$', re.MULTILINE)


@pytest.fixture
def library(db):
    cache.clear()
    load_laws()
    yield
    cache.clear()


def texts(source: Path) -> str:
    """A source with its calls of `cite` written out, and an article in a field of its own put behind its law."""
    text = source.read_text(encoding="utf-8").replace('", "article": "', "")
    known: dict[str, str] = {}
    for line in NAMES.finditer(text):
        known |= dict(zip(line["names"].split(", "), re.findall('"([^"]+)"', line["values"]), strict=True))
    return CITES.sub(lambda call: cite(known[call[1]], *(int(each) for each in call.groups()[1:] if each)), text)


def test_every_article_that_is_cited_is_in_force(library):
    seen = 0
    for source in SOURCES:
        for found in citations(texts(source)):
            clause = resolve(found.law[0], found.article, found.branch, on=date(2026, 11, 1))
            assert clause.article is not None, (source.name, found)
            assert found.paragraph <= len(clause.article.paragraphs), (source.name, found)
            seen += 1
    assert seen > 60
