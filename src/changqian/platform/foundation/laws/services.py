"""Taking laws over, version by version, and finding the clause that a citation names."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.laws.models import Article, Law, LawVersion
from changqian.platform.foundation.laws.reading import Heading, Parsed, doubts, proposed, read
from changqian.platform.foundation.laws.rules import Citation, Force, Found, Status, article_label, bare, force
from changqian.platform.foundation.laws.rules import citations as found_in
from changqian.platform.foundation.laws.word import text_of
from changqian.platform.foundation.records.services import change, create, end, locked
from changqian.platform.kernel.crypto import sm3
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.text import bigrams_and_letters, normal

MAINTAIN = "laws.maintain"
NAMES = "laws.names"
STALE_AFTER = 60
"Seconds a process may go on without a law that another one took over."


# --- taking over ----------------------------------------------------------------------------------------------------


@transaction.atomic
def upload_version(*, actor: User, content: bytes, name: str, day: date | None = None) -> LawVersion:
    """What a file holds, as a draft to be looked at. `day` is the date in its name. RuleViolation if it is no law."""
    name = name.replace("\0", "")
    text = text_of(content, name)
    parsed = read(text)
    fields = proposed(parsed, day=day)
    fields.pop("short")
    warnings = doubts(parsed, fields | {"short": ""})
    return _write(parsed, text, actor=actor, source=f"上传：{name}"[:200], warnings=warnings, **_cut(fields))


@transaction.atomic
def publish_version(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    title: str,
    kind: str,
    issuer: str,
    number: str = "",
    published_on: date,
    effective_on: date,
    names: Sequence[str] = (),
) -> LawVersion:
    """Take a draft over: it becomes the version of the law of that name, a new law if there is none."""
    draft = locked(LawVersion, pk, actor=actor, action=MAINTAIN)
    if draft.status != Status.DRAFT:
        raise RuleViolation("这个版本已经发布")
    if effective_on < published_on:
        raise RuleViolation("施行日期不能早于公布日期", field="effective_on")
    law = _law(title, kind, names, actor=actor)
    version = change(
        draft,
        actor=actor,
        action=MAINTAIN,
        expected_version=expected_version,
        law=law,
        title=title,
        kind=kind,
        issuer=issuer,
        number=number,
        published_on=published_on,
        effective_on=effective_on,
        status=Status.PUBLISHED,
    )
    _chain(law, actor=actor)
    return LawVersion.objects.get(pk=version.pk)


@transaction.atomic
def edit_version(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    issuer: str,
    number: str,
    published_on: date,
    effective_on: date,
) -> LawVersion:
    """Put right what is said about a published version; its text stays as it was taken over."""
    version = _published(pk, actor=actor)
    if effective_on < published_on:
        raise RuleViolation("施行日期不能早于公布日期", field="effective_on")
    facts = {"issuer": issuer, "number": number, "published_on": published_on, "effective_on": effective_on}
    change(version, actor=actor, action=MAINTAIN, expected_version=expected_version, **facts)
    _chain(version.law, actor=actor)
    return LawVersion.objects.get(pk=pk)


@transaction.atomic
def repeal_version(
    pk: int, *, actor: User, expected_version: int | None, repealed_on: date, repeal_note: str
) -> LawVersion:
    """Say that a version is no longer law from that day on, and by what."""
    version = _published(pk, actor=actor)
    if version.effective_on and repealed_on < version.effective_on:
        raise RuleViolation("废止日期不能早于施行日期", field="repealed_on")
    facts = {"repealed_on": repealed_on, "repeal_note": repeal_note}
    return change(version, actor=actor, action=MAINTAIN, expected_version=expected_version, **facts)


@transaction.atomic
def discard_version(pk: int, *, actor: User, expected_version: int | None, reason: str) -> LawVersion:
    """Throw a draft away. A published version is repealed instead: records cite it."""
    draft = locked(LawVersion, pk, actor=actor, action=MAINTAIN)
    if draft.status != Status.DRAFT:
        raise RuleViolation("已发布的版本不能删除，不再有效的请登记废止")
    return end(draft, actor=actor, action=MAINTAIN, expected_version=expected_version, reason=reason)


def _published(pk: int, *, actor: User) -> LawVersion:
    version = locked(LawVersion, pk, actor=actor, action=MAINTAIN)
    if version.status != Status.PUBLISHED:
        raise RuleViolation("这个版本还没有发布")
    return version


def _cut(fields: dict[str, Any]) -> dict[str, Any]:
    """What a file says may be longer than a column; nobody typed it, so it is cut and not refused."""
    longest = {"title": 200, "issuer": 100, "number": 100}
    return {name: value[: longest[name]] if name in longest else value for name, value in fields.items()}


def _write(parsed: Parsed, text: str, *, actor: User, warnings: list[str], **fields: Any) -> LawVersion:
    outline, articles = _laid_out(parsed)
    version = create(
        LawVersion,
        actor=actor,
        action=MAINTAIN,
        text=text,
        digest=sm3(text.encode()),
        outline=outline,
        warnings=warnings,
        articles_count=sum(article.number > 0 for article in articles),
        **fields,
    )
    for article in articles:
        article.version = version
        article.search_head = normal(version.title + "".join(article.headings) + article.label)
        # Pairs across the border of head and body would find what nobody wrote.
        pairs = {*bigrams_and_letters(article.search_head), *bigrams_and_letters(article.search_text)}
        article.search = sorted(pairs)
    Article.objects.bulk_create(articles, batch_size=500)
    return version


def _laid_out(parsed: Parsed) -> tuple[list[dict[str, Any]], list[Article]]:
    """The table of contents, and the articles with the headings they stand under."""
    outline: list[dict[str, Any]] = []
    articles: list[Article] = []
    above: list[Heading] = []
    for each in parsed.body:
        if isinstance(each, Heading):
            above = [*(one for one in above if one.level < each.level), each]
            outline.append({"level": each.level, "label": each.label, "title": each.title, "order": len(articles)})
            continue
        articles.append(
            Article(
                order=len(articles),
                number=each.number,
                branch=each.branch,
                label=each.label[:200],
                headings=[f"{one.label} {one.title}"[:120].strip() for one in above],
                paragraphs=[asdict(paragraph) for paragraph in each.paragraphs],
                search_text=normal("".join(line for paragraph in each.paragraphs for line in paragraph.lines())),
            )
        )
    return outline, articles


def _law(title: str, kind: str, names: Iterable[str], *, actor: User) -> Law:
    """The law of this name, made if there is none; what it is called and how it is cited follow the newest version."""
    short = bare(title)
    law = Law.objects.current().select_for_update(of=("self",)).filter(short=short).first()
    told = {"title": title, "kind": kind}
    if law is None:
        cite_as = sorted({bare(name) for name in names} - {short, ""})
        return create(Law, actor=actor, action=MAINTAIN, short=short, names=cite_as, **told)
    cite_as = sorted({*law.names, *(bare(name) for name in names)} - {short, ""})
    if (law.title, law.kind, law.names) != (title, kind, cite_as):
        change(law, actor=actor, action=MAINTAIN, expected_version=None, names=cite_as, **told)
    return law


def _chain(law: Law | None, *, actor: User) -> None:
    """Each version ends on the day the next one begins."""
    rows = LawVersion.objects.current().filter(law=law, status=Status.PUBLISHED).order_by("effective_on")
    versions = list(rows.select_for_update(of=("self",)))
    for version, after in zip(versions, [*versions[1:], None], strict=True):
        replaced = after.effective_on if after else None
        if version.replaced_on != replaced:
            change(version, actor=actor, action=MAINTAIN, expected_version=None, replaced_on=replaced)
    cache.delete(NAMES)


# --- delivered ------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_delivered(text: str, *, actor: User, facts: dict[str, Any]) -> bool:
    """A law that comes with the platform, unless its text was taken over before; whether it was new.

    `facts` say what the text itself does not: kind, issuer, number, published_on, effective_on, names, repealed_on.
    """
    digest = sm3(text.encode())
    if LawVersion.objects.filter(digest=digest).exists():
        return False
    parsed = read(text)
    told = proposed(parsed) | {name: value for name, value in facts.items() if name not in ("names", "file")}
    told["title"] = facts.get("title") or parsed.title
    names = facts.get("names", ())
    told.pop("short")
    version = _write(parsed, text, actor=actor, warnings=parsed.warnings, status=Status.DRAFT, **_cut(told))
    law = _law(version.title, version.kind, names, actor=actor)
    change(version, actor=actor, action=MAINTAIN, expected_version=None, law=law, status=Status.PUBLISHED)
    _chain(law, actor=actor)
    return True


# --- citations ------------------------------------------------------------------------------------------------------


def known_names() -> dict[str, tuple[int, str]]:
    """What laws are called, as `rules.bare` leaves it → (law, short name); read once a minute."""
    known: dict[str, tuple[int, str]] | None = cache.get(NAMES)
    if known is None:
        known = {}
        rows = Law.objects.current().filter(versions__status=Status.PUBLISHED).distinct()
        for pk, short, names in rows.values_list("pk", "short", "names"):
            known |= {name: (pk, short) for name in (*names, short)}
        cache.set(NAMES, known, STALE_AFTER)
    return known


def citations(text: str) -> list[Found]:
    """The places in a text that name an article of a law in the library."""
    return list(found_in(text, known_names()))


@dataclass(frozen=True, slots=True)
class Clause:
    """What a citation leads to. `article` is None where that version has no such article."""

    version: LawVersion
    force: Force
    article: Article | None
    label: str


def version_on(law: int, on: date) -> LawVersion:
    """The version in force on a day; before the first that one, after a repeal the last. DoesNotExist if none."""
    versions = LawVersion.objects.current().filter(law=law, status=Status.PUBLISHED).select_related("law")
    held = versions.filter(effective_on__lte=on).order_by("-effective_on").first()
    return held or versions.earliest("effective_on")


def force_of(version: LawVersion, on: date) -> Force:
    """DRAFTs have no force; callers ask about published versions."""
    assert version.effective_on is not None
    return force(version.effective_on, version.replaced_on, version.repealed_on, on)


def resolve(law: int, article: int, branch: int = 0, *, on: date, version: int | None = None) -> Clause:
    """The clause as of a day, or in the version named; DoesNotExist for an unknown law or version."""
    if version is None:
        held = version_on(law, on)
    else:
        rows = LawVersion.objects.current().filter(law=law, status=Status.PUBLISHED)
        held = rows.select_related("law").get(pk=version)
    found = held.articles.filter(number=article, branch=branch).first()
    return Clause(held, force_of(held, on), found, article_label(article, branch))


def cited(citation: Citation, *, on: date) -> Clause | None:
    """The clause of a citation, for rules and reports; None for a law that is not in the library."""
    known = known_names().get(bare(citation.law))
    return resolve(known[0], citation.article, citation.branch, on=on) if known else None
