"""Which firms have a policy in force and a channel posted. SQL gathers the facts, the rules judge them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from changqian.platform.ledgerkit.duties.rules import Duty
from changqian.platform.ledgerkit.duties.services import Fulfilment
from changqian.platform.safety.whistle.rules import duties

COLUMNS = "operating, before, policy, channel"
FACTS = """
SELECT firm.id, firm.status = 'operating' AS operating, COALESCE(firm.founded_on < %(begin)s, TRUE) AS before,
    policy.enterprise_id IS NOT NULL AS policy, channel.enterprise_id IS NOT NULL AS channel
FROM enterprises_enterprise firm
LEFT JOIN whistle_whistlepolicy policy
    ON policy.enterprise_id = firm.id AND policy.status = 'in_force' AND policy.ended_at IS NULL
LEFT JOIN (
    SELECT DISTINCT enterprise_id FROM whistle_whistlechannel WHERE ended_at IS NULL AND posted_on IS NOT NULL
) channel ON channel.enterprise_id = firm.id
WHERE firm.ended_at IS NULL
"""


def _asked(year: int, today: date) -> Mapping[str, Any]:
    return {"begin": date(year, 1, 1)}


def _judge(columns: Sequence[Any], year: int) -> Sequence[Duty]:
    operating, before, policy, channel = columns
    return duties(operating=operating, before=before, policy=policy, channel=channel, year=year)


DUTIES = Fulfilment(
    name="whistle-policies", permission="whistle.view", facts=FACTS, columns=COLUMNS, asked=_asked, judge=_judge
)
