"""Finding an enterprise by any neighbouring characters of its name, its codes, or the initials of its name."""

from django.db.models import Q

from changqian.platform.foundation.enterprises.models import LegacyRow
from changqian.platform.kernel.text import bigrams, normal

MOST_WORDS = 5
MOST_NUMBERED = 50
"Old systems count from one each: a number can stand for several."


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


def numbered(text: str, column: str) -> Q:
    """What the old systems knew under this number: `column` is that of the row asked about, "site" or "enterprise".

    The ids are read first, so that the two ways of finding are each answered by an index.
    """
    number = text.replace("\0", "").strip()
    return Q(pk__in=list(LegacyRow.objects.filter(legacy_id=number).values_list(column, flat=True)[:MOST_NUMBERED]))
