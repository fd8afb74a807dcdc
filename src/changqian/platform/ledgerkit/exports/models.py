from typing import ClassVar

from django.conf import settings
from django.db import models

from changqian.platform.ledgerkit.exports.rules import Format, Status


class Export(models.Model):
    """A list as a file. What was asked for is kept as it was asked, and evaluated when the file is made."""

    audited: ClassVar[dict[str, str]] = {
        "make": "导出台账", "download": "下载导出文件", "print": "打印", "statistics": "导出统计",
    }  # fmt: skip
    audited_facts: ClassVar[dict[str, str]] = {"count": "条数", "what": "打印内容", "rows": "打印的记录"}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导出人")
    ledger = models.CharField("台账", max_length=40)
    query = models.TextField("查询参数", blank=True)
    conditions = models.CharField("条件", max_length=500, blank=True)
    columns = models.JSONField("列", default=list)
    format = models.CharField("格式", max_length=4, choices=Format)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.WAITING)
    total = models.PositiveIntegerField("行数", default=0)
    done = models.PositiveIntegerField("已写", default=0)
    name = models.CharField("文件名", max_length=120)
    key = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField("大小", default=0)
    message = models.CharField("说明", max_length=500, blank=True)
    created_at = models.DateTimeField("申请时间", db_index=True)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    expires_at = models.DateTimeField("保留至", null=True)
    cancel_asked_at = models.DateTimeField("要求取消时间", null=True)
    request = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        verbose_name = "导出"
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "id"], name="export_of_user")]

    def __str__(self) -> str:
        return self.name
