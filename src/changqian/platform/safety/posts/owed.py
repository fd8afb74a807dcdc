"""Which firms have posted up who answers for what, and assessed it. SQL gathers the facts, the rules judge them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from changqian.platform.ledgerkit.duties.rules import Duty
from changqian.platform.ledgerkit.duties.services import Fulfilment
from changqian.platform.safety.posts.rules import duties

COLUMNS = "operating, before, kinds, assessed"
FACTS = """
SELECT firm.id, firm.status = 'operating' AS operating, COALESCE(firm.founded_on < %(begin)s, TRUE) AS before,
    COALESCE(posted.kinds, '{}') AS kinds, assessed.enterprise_id IS NOT NULL AS assessed
FROM enterprises_enterprise firm
LEFT JOIN (
    SELECT enterprise_id, array_agg(DISTINCT kind::text ORDER BY kind::text) AS kinds FROM posts_post
    WHERE ended_at IS NULL AND posted_id IS NOT NULL AND kind IN ('principal', 'worker') GROUP BY enterprise_id
) posted ON posted.enterprise_id = firm.id
LEFT JOIN (
    SELECT DISTINCT enterprise_id FROM posts_postassessment
    WHERE ended_at IS NULL AND concluded_on BETWEEN %(begin)s AND %(end)s
) assessed ON assessed.enterprise_id = firm.id
WHERE firm.ended_at IS NULL
"""


def _asked(year: int, today: date) -> Mapping[str, Any]:
    return {"begin": date(year, 1, 1), "end": date(year, 12, 31)}


def _judge(columns: Sequence[Any], year: int) -> Sequence[Duty]:
    operating, before, kinds, assessed = columns
    return duties(operating=operating, before=before, kinds=kinds, assessed=assessed, year=year)


DUTIES = Fulfilment(name="posts", permission="posts.view", facts=FACTS, columns=COLUMNS, asked=_asked, judge=_judge)
