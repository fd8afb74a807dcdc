"""Work of the enterprises that is done behind the request."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from changqian.platform.foundation.enterprises.following import restamp

SECOND_LOOK = 300
"Seconds. A write that had read the old site before the move may commit after the first pass; no request lasts longer."


@app.task(name="enterprises.follow_sites", retry=5)
def restamp_sites(*, sites: list[int]) -> int:
    """Idempotent: brings the records of these sites after them, however often it runs."""
    return restamp(sites)


def follow_sites(sites: Sequence[int]) -> None:
    """Within the transaction that moved them: the records follow once it is committed, and a second look catches
    the one written meanwhile."""
    restamp_sites.defer(sites=list(sites))
    restamp_sites.configure(schedule_in={"seconds": SECOND_LOOK}).defer(sites=list(sites))
