"""What is counted of the meetings of teams."""

from datetime import date

from django.db.models import Count, Sum

from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics
from changqian.platform.safety.teamwork.models import TeamMeeting


def measures(today: date) -> Measures:
    return {
        "meetings": Measure("班组活动次数", Count("pk")),
        "participants": Measure("参加人次", Sum("participants")),
    }


STATISTICS = Statistics(model=TeamMeeting, dimension="kind", measures=measures)
