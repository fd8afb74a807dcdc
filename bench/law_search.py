"""The full text of a library of a thousand versions: a page of hits with its count and excerpts, as the API answers it.

The texts are the delivered ones (all that lie in shared/data/laws where that is there), forty times each under other
names. Everything is undone afterwards.
"""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter

from changqian.launcher.bench import Result

COPIES, ASKED, PAGE = 40, 200, 20


def run() -> list[Result]:
    from django.core.management import call_command
    from django.db import connection, transaction

    from changqian.platform.foundation.laws.models import Article

    random = Random(20260316)
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        fill(texts())
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE laws_article, laws_lawversion")
        count = Article.objects.count()
        asked = questions(random)
        for text in asked[:10]:
            ask(text)
        took = [timed(text) for text in asked]
        transaction.set_rollback(True)
    print(f"  {count} articles, {len(asked)} questions")
    return [Result("law_search_p95", round(quantiles(took, n=20)[-1], 1), 300, "ms")]


def texts() -> list[str]:
    from changqian.platform.foundation.laws.delivered import DATA, catalogue

    here = Path(__file__).resolve()
    shared = next((p / "shared/data/laws" for p in here.parents if (p / "shared/data/laws").is_dir()), None)
    files = sorted(shared.glob("*.md")) if shared else [DATA / facts["file"] for facts in catalogue()]
    return [file.read_text(encoding="utf-8") for file in files]


def fill(sources: Sequence[str]) -> None:
    from changqian.platform.foundation.accounts.services import platform
    from changqian.platform.foundation.laws.models import Article
    from changqian.platform.foundation.laws.services import take_delivered

    actor = platform()
    for source in sources:
        facts = {"published_on": "2020-01-01", "effective_on": "2020-01-01", "kind": "law", "issuer": "甲"}
        take_delivered(source + "\n", actor=actor, facts=facts | {"title": f"量测{sources.index(source)}号法"})
    originals = list(Article.objects.select_related("version"))
    for copy in range(1, COPIES):
        versions = {}
        for article in originals:
            if article.version_id not in versions:
                version = type(article.version).objects.get(pk=article.version_id)
                version.pk, version.law, version.digest = None, None, f"{copy}-{article.version_id}"
                version.status = "draft"
                version.save()
                versions[article.version_id] = version
        Article.objects.bulk_create(
            (
                Article(
                    version=versions[each.version_id],
                    order=each.order,
                    number=each.number,
                    branch=each.branch,
                    label=each.label,
                    headings=each.headings,
                    paragraphs=each.paragraphs,
                    search=each.search,
                    search_head=each.search_head,
                    search_text=each.search_text,
                )
                for each in originals
            ),
            batch_size=1000,
        )
        for pk, version in versions.items():
            law = originals[0].version.law
            version.law = type(law).objects.create(
                title=f"{version.title}{copy}", short=f"{version.title}{copy}", kind="law", created_by=actor
            )
            version.status = "published"
            version.save()
            assert pk


def questions(random: Random) -> list[str]:
    """Two to four neighbouring characters of an article; every third time two such words."""
    from changqian.platform.foundation.laws.models import Article

    found = list(Article.objects.order_by("pk").values_list("search_text", flat=True)[:2000])

    def word() -> str:
        text = random.choice(found)
        length = random.choice((2, 2, 3, 4))
        start = random.randrange(max(len(text) - length, 1))
        return text[start : start + length]

    return [word() if n % 3 else f"{word()} {word()}" for n in range(ASKED)]


def ask(text: str) -> int:
    from datetime import date

    from changqian.platform.foundation.laws.searching import excerpts, found, words_of
    from changqian.platform.kernel.pages import COUNT_CAP

    words = words_of(text)
    rows = found(words, on=date(2026, 3, 16))
    count = rows.order_by()[: COUNT_CAP + 1].count()
    page = rows.select_related("version").defer("search", "search_text", "search_head", "version__text")
    return count + sum(len(excerpts(article, words)) for article in page[:PAGE])


def timed(text: str) -> float:
    begin = perf_counter()
    ask(text)
    return (perf_counter() - begin) * 1000
