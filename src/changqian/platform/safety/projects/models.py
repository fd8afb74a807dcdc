from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from changqian.platform.ledgerkit.models import EnterpriseRecord
from changqian.platform.safety.projects.rules import DAYS, Category, Conclusion, Nature, Status, Step

MONEY: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "default": 0}
MONEY["validators"] = [MinValueValidator(0), MaxValueValidator(10**9)]


class SafetyProject(EnterpriseRecord):
    """A project whose safety facilities go along with it; each stage leaves its day, its office and its papers."""

    name = models.CharField("项目名称", max_length=100)
    nature = models.CharField("建设性质", max_length=10, choices=Nature)
    category = models.CharField("项目类别", max_length=20, choices=Category, default=Category.OTHER)
    content = models.TextField("建设内容", max_length=2000, blank=True)
    approved_on = models.DateField("立项（备案）日期")
    approval = models.CharField("立项文号", max_length=100, blank=True)
    investment = models.DecimalField("总投资(万元)", **MONEY)
    safety_investment = models.DecimalField("安全设施投资(万元)", **MONEY)
    status = models.CharField("阶段", max_length=12, choices=Status, default=Status.PLANNED, editable=False)
    appraised_on = models.DateField("安全评价日期", null=True, editable=False)
    appraiser = models.CharField("评价单位", max_length=100, blank=True, editable=False)
    designed_on = models.DateField("设计审查日期", null=True, editable=False)
    designer = models.CharField("设计单位", max_length=100, blank=True, editable=False)
    begun_on = models.DateField("开工日期", null=True, editable=False)
    builder = models.CharField("施工单位", max_length=100, blank=True, editable=False)
    tried_on = models.DateField("试运行日期", null=True, editable=False)
    accepted_on = models.DateField("竣工验收日期", null=True, editable=False)
    conclusion = models.CharField("验收结论", max_length=10, choices=Conclusion, blank=True, editable=False)
    opinion = models.CharField("验收意见", max_length=500, blank=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "建设项目三同时"
        permissions = [("view", "查看建设项目三同时"), ("register", "登记项目"), *Step.choices]
        indexes = [
            models.Index(fields=["enterprise", "status"], condition=Q(ended_at__isnull=True), name="project_firm"),
        ]
        constraints = [
            models.CheckConstraint(
                name="project_safety_is_part_of_it",
                condition=Q(safety_investment__lte=models.F("investment")),
                violation_error_message="安全设施投资不能大于总投资",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def last_day(self) -> Any:
        """The day of the newest stage."""
        return max(filter(None, (self.approved_on, *(getattr(self, each) for each in DAYS.values()))))
