"""Full text of the library: pairs of characters through an index, then the words as a whole; the closest first."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from changqian.platform.foundation.laws.models import Article
from changqian.platform.foundation.laws.rules import Kind, Status
from changqian.platform.kernel.text import bigrams, normal

MOST_WORDS = 5
AROUND = 48
"Characters shown on each side of the first hit of a long paragraph."
LINES = 3
"Lines of an article that are shown with what was found."


def words_of(text: str) -> list[str]:
    """The words asked for, as they are compared."""
    return [clean for word in text.replace("\0", "").split()[:MOST_WORDS] if (clean := normal(word))]


def found(words: Sequence[str], *, kind: str = "", on: date | None = None, law: int | None = None) -> QuerySet[Article]:
    """Articles that hold every word in text, headings or title: first those that hold the words as one phrase, then by
    title, by heading, by rank of the law, the newest first. `on` keeps what is in force that day.
    """
    rows = Article.objects.filter(version__status=Status.PUBLISHED, version__ended_at=None)
    for word in words:
        rows = rows.filter(search__contains=bigrams(word))
        if len(word) > 2:
            rows = rows.filter(Q(search_text__contains=word) | Q(search_head__contains=word))
    if not words:
        rows = rows.none()
    if kind:
        rows = rows.filter(version__kind=kind)
    if law is not None:
        rows = rows.filter(version__law=law)
    if on is not None:
        lasting = Q(version__replaced_on=None) | Q(version__replaced_on__gt=on)
        standing = Q(version__repealed_on=None) | Q(version__repealed_on__gt=on)
        rows = rows.filter(lasting, standing, version__effective_on__lte=on)
    phrase = "".join(words)
    ranks = [When(version__kind=value, then=place) for place, value in enumerate(Kind.values)]
    return rows.annotate(
        closeness=Case(
            When(search_text__contains=phrase, then=Value(0)),
            When(search_head__contains=phrase, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        rank=Case(*ranks, default=Value(9), output_field=IntegerField()),
    ).order_by("closeness", "rank", F("version__effective_on").desc(), "version", "order")


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    hit: bool


def lines_of(paragraphs: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The paragraphs, items and sub-items of an article in their order."""
    for each in paragraphs:
        yield each["text"]
        yield from lines_of(each["items"])


def excerpts(article: Article, words: Sequence[str]) -> list[list[Piece]]:
    """The lines that hold a word, with what was found marked; the first line where only the heading does."""
    lines = list(lines_of(article.paragraphs))
    marked = [mark(line, words) for line in lines]
    held = [pieces for pieces in marked if any(piece.hit for piece in pieces)]
    return [_shortened(pieces) for pieces in held[:LINES]] or [_shortened([Piece(line, False)]) for line in lines[:1]]


def mark(text: str, words: Sequence[str]) -> list[Piece]:
    """The text in pieces, those that are one of the words marked; width, case and spaces do not matter."""
    clean, places = _with_places(text)
    hit = [False] * len(text)
    for word in words:
        at = clean.find(word)
        while at >= 0 and word:
            hit[places[at] : places[at + len(word) - 1] + 1] = [True] * (places[at + len(word) - 1] + 1 - places[at])
            at = clean.find(word, at + 1)
    pieces: list[Piece] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or hit[at] != hit[begin]:
            pieces.append(Piece(text[begin:at], hit[begin]))
            begin = at
    return pieces


def _with_places(text: str) -> tuple[str, list[int]]:
    """`normal(text)`, and from which character of the text each of its characters comes."""
    clean, places = [], []
    for place, character in enumerate(text):
        for each in unicodedata.normalize("NFKC", character).upper():
            if not each.isspace():
                clean.append(each)
                places.append(place)
    return "".join(clean), places


def _shortened(pieces: list[Piece]) -> list[Piece]:
    """Long stretches without a hit are cut; what follows the second hit's surroundings too."""
    shown: list[Piece] = []
    for place, piece in enumerate(pieces[:7]):
        text = piece.text
        if not piece.hit and len(text) > 2 * AROUND:
            first, last = place == 0, place == len(pieces) - 1
            if first and last:
                text = text[: 2 * AROUND] + "……"
            elif first:
                text = "……" + text[-AROUND:]
            elif last:
                text = text[:AROUND] + "……"
            else:
                text = text[:AROUND] + "……" + text[-AROUND:]
        shown.append(Piece(text, piece.hit))
    if len(pieces) > 7:
        shown.append(Piece("……", False))
    return shown
