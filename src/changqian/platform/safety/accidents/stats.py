"""What is counted of accidents by type, and of people who were hurt."""

from datetime import date

from django.db.models import Count, Q, Sum

from changqian.platform.ledgerkit.stats import Measure, Measures, Statistics
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.accidents.rules import Gravity, Level, Source, Status


def accident_measures(today: date) -> Measures:
    graded = {
        str(level): Measure(level.label, Count("pk", filter=Q(level=level))) for level in Level if level != Level.BELOW
    }
    return {
        "total": Measure("事故起数", Count("pk")),
        **graded,
        "deaths": Measure("死亡人数", Sum("deaths")),
        "serious": Measure("重伤人数", Sum("serious")),
        "minor": Measure("轻伤人数", Sum("minor")),
        "late": Measure("迟报", Count("pk", filter=Q(told_late=True))),
        "open": Measure("未结案", Count("pk", filter=~Q(status=Status.CLOSED))),
        "overdue": Measure("调查逾期", Count("pk", filter=Q(due_on__lt=today))),
    }


def injury_measures(today: date) -> Measures:
    """`cases` counts an injury once, however many sources tell it."""
    counted = {
        "cases": ("伤亡人次（去重）", Q(head__isnull=True)),
        "linked": ("多来源印证", Q(head__isnull=False)),
        **{str(each): (each.label, Q(head__isnull=True, gravity=each)) for each in Gravity},
        "full": ("伤残一至四级", Q(head__isnull=True, disability__lte=4)),
        "large": ("伤残五至六级", Q(head__isnull=True, disability__range=(5, 6))),
        "partial": ("伤残七至十级", Q(head__isnull=True, disability__gte=7)),
        "claims": ("安责险报案", Q(source=Source.INSURER)),
        "told": ("市大数据中心告知", Q(source=Source.FEED)),
    }
    told = {name: Measure(label, Count("pk", filter=rows)) for name, (label, rows) in counted.items()}
    return told | {"paid": Measure("安责险赔付(元)", Sum("paid"))}


ACCIDENTS = Statistics(model=Accident, dimension="kind", measures=accident_measures, turns_on="due_on")
INJURIES = Statistics(model=Injury, dimension="kind", measures=injury_measures)
