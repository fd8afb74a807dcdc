"""Finding an enterprise by any neighbouring characters of its name, its codes, or the initials of its name."""

from django.db.models import Q

from changqian.platform.kernel.text import bigrams, normal

MOST_WORDS = 5


def named(text: str, prefix: str = "") -> Q:
    """Every word must occur. The pairs are asked first, because an index answers them; then the word as a whole, where
    it is more than one pair. `prefix` is the path to the enterprise, `enterprise__` from a site.
    """
    found = Q()
    for word in text.replace("\0", "").split()[:MOST_WORDS]:
        if not (pairs := bigrams(word)):
            continue
        found &= Q(**{f"{prefix}search__contains": pairs})
        if len(whole := normal(word)) > 2:
            found &= Q(**{f"{prefix}search_text__contains": whole})
    return found or Q(pk__in=[])
