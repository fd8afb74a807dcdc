from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from changqian.platform.commons.checks.rules import ControlLevel, Doubt, PositionMissing, Result, Step
from changqian.platform.foundation.records.models import Submission
from changqian.platform.ledgerkit.models import AtSite, SiteRecord


class CheckItem(AtSite):
    """One thing to look at on a subject. Its text is copied into each answer, so that a later edit changes no past."""

    subject_kind = models.CharField("对象类别", max_length=30)
    subject_id = models.BigIntegerField("对象编号")
    text = models.CharField("检查内容", max_length=200)
    guidance = models.CharField("检查要求", max_length=500, blank=True)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    required = models.BooleanField("必查", default=True)

    class Meta(AtSite.Meta):
        verbose_name = "检查项"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="check_item_subject")]
        constraints = [
            models.UniqueConstraint(
                name="check_item_once",
                fields=["subject_kind", "subject_id", "text"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="检查项重复",
            ),
        ]


class Inspection(SiteRecord, Submission):
    """Somebody looked at something at a certain moment, item by item. Partitioned by month (decision 0003)."""

    counted_on = "checked_on"
    partitioned = True

    subject_kind = models.CharField("对象类别", max_length=30)
    subject_id = models.BigIntegerField("对象编号")
    subject_name = models.CharField("检查对象", max_length=100)
    control_level = models.CharField("管控层级", max_length=10, choices=ControlLevel, blank=True)
    by = models.CharField("检查人", max_length=50, editable=False)
    checked_at = models.DateTimeField("检查时间", editable=False)
    checked_on = models.DateField("检查日期", editable=False)
    scanned = models.BooleanField("扫码检查", default=False)
    counts_for = models.DateField("计入月份", null=True, editable=False)
    lon = models.FloatField("经度", null=True, blank=True)
    lat = models.FloatField("纬度", null=True, blank=True)
    accuracy = models.FloatField("定位精度(米)", null=True, blank=True)
    position_missing = models.CharField("无定位原因", max_length=15, choices=PositionMissing, blank=True)
    distance = models.FloatField("距场所(米)", null=True, editable=False)
    far = models.BooleanField("距离异常", default=False, editable=False)
    result = models.CharField("检查结果", max_length=10, choices=Result, editable=False)
    answers = models.JSONField("检查明细", default=list, editable=False)
    abnormal = models.PositiveSmallIntegerField("异常项数", default=0, editable=False)
    note = models.CharField("说明", max_length=500, blank=True)
    remark = models.CharField("批注", max_length=500, blank=True, editable=False)
    seconds = models.PositiveIntegerField("用时(秒)", null=True, editable=False)
    photographed_at = models.DateTimeField("最早照片拍摄时间", null=True, editable=False)
    doubts = ArrayField(
        models.CharField(max_length=10, choices=Doubt), verbose_name="存疑", default=list, blank=True, editable=False
    )

    # Unique together with the month, which every unique index of a partitioned table contains.
    client_uuid = models.UUIDField("提交编号", null=True, editable=False)

    class Meta(SiteRecord.Meta):
        verbose_name = "检查记录"
        permissions = [("view", "查看检查记录"), ("inspect", "登记检查"), ("edit_items", "维护检查项"), *Step.choices]
        indexes = [
            models.Index(fields=["region", "checked_on"], name="inspection_region"),
            models.Index(fields=["site", "month"], name="inspection_site"),
            models.Index(fields=["enterprise", "checked_on"], name="inspection_enterprise"),
            models.Index(fields=["subject_kind", "subject_id", "checked_on"], name="inspection_subject"),
            models.Index(fields=["region", "checked_on"], condition=~Q(doubts=[]), name="inspection_doubted"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="inspection_submitted_once",
                fields=["client_uuid", "month"],
                violation_error_message="该检查已提交",
            ),
            models.CheckConstraint(
                name="inspection_position_or_reason",
                condition=Q(lon__isnull=False, lat__isnull=False) | ~Q(position_missing=""),
                violation_error_message="没有定位时要注明原因",
            ),
        ]
