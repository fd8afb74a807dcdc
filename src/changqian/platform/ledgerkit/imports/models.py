"""An import, its rows, and what headers meant before. Cells hold what sealed columns will hold, and are sealed too."""

from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.db import models
from django.db.models import Q

from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.records.fields import SealedField
from changqian.platform.ledgerkit.imports.rules import Mode, RowState, Status


class SealedJson(SealedField):
    """JSON, stored as ciphertext."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        text = super().from_db_value(value, expression, connection)
        return orjson.loads(text) if text else None

    def get_prep_value(self, value: object) -> str | None:
        return super().get_prep_value(orjson.dumps(value, default=str).decode())


class Import(models.Model):
    """One file on its way into a ledger. Only whoever uploaded it sees it."""

    audited: ClassVar[dict[str, str]] = {
        "upload": "上传导入文件",
        "confirm": "确认导入",
        "cancel": "取消导入",
        "finish": "完成导入",
    }
    audited_facts: ClassVar[dict[str, str]] = {"file": "文件", "ready": "可导入行数", "wrong": "有误行数"}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导入人")
    ledger = models.CharField("台账", max_length=40)
    name = models.CharField("文件名", max_length=120)
    form = models.CharField("格式", max_length=10)
    key = models.CharField(max_length=60, blank=True)
    "Where the file lies in the store; empty when it is no longer needed."
    secret = SealedField(blank=True, editable=False)
    "What the file is sealed with."
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.MAPPING)
    sheets: Any = SealedJson("工作表", default=list)
    "Name, extent and first rows of each, as `reading.survey` gives them."
    sheet = models.CharField("所选工作表", max_length=100, blank=True)
    header_row = models.PositiveIntegerField("表头行", null=True)
    "The first row of the header, counted from 1 as a person does."
    header_depth = models.PositiveSmallIntegerField("表头行数", default=1)
    headers = models.JSONField("表头", default=list)
    mapping = models.JSONField("对应关系", default=dict)
    "Column of the file, counted from 0, as text → field, or null for one that is left out."
    mode = models.CharField("方式", max_length=5, choices=Mode, blank=True)
    loaded = models.BooleanField(default=False)
    total = models.PositiveIntegerField("行数", default=0)
    checked = models.PositiveIntegerField("已校验", default=0)
    ready = models.PositiveIntegerField("可导入", default=0)
    wrong = models.PositiveIntegerField("有误", default=0)
    passed_over = models.PositiveIntegerField("不导入", default=0)
    done = models.PositiveIntegerField("已导入", default=0)
    untold = models.JSONField(default=dict)
    "user → kind → title → how often: what the rows would have told one by one, to be told in one notice."
    message = models.CharField("说明", max_length=500, blank=True)
    created_at = models.DateTimeField("上传时间", db_index=True)
    started_at = models.DateTimeField("本阶段开始时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    cancel_asked_at = models.DateTimeField("要求取消时间", null=True)
    request = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        verbose_name = "导入"
        default_permissions = ()
        ordering = ["-pk"]
        indexes = [models.Index(fields=["user", "id"], name="import_of_user")]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """A row of the file, as it stands there and as it will be stored."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行号")
    cells: Any = SealedJson("单元格")
    values: Any = SealedJson("将保存的内容", default=dict)
    errors: Any = SealedJson("问题", default=list)
    "[{column, header, field, reason, hint}]; a hint does not keep the row out."
    state = models.CharField("状态", max_length=12, choices=RowState, default=RowState.READ)
    digest = models.CharField(max_length=64, blank=True)
    "Blind index of what says which thing the row is about: how the same row is found again."
    record = models.BigIntegerField("生成的记录", null=True)

    class Meta:
        verbose_name = "导入行"
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["imported", "number"], name="import_row_once")]
        indexes = [
            models.Index(fields=["imported", "state", "number"], name="import_row_state"),
            models.Index(fields=["imported", "digest"], condition=~Q(digest=""), name="import_row_digest"),
        ]


class HeaderMemory(models.Model):
    """What somebody said a header means, for the next file: of everybody in one enterprise, or of one user."""

    derived: ClassVar[bool] = True
    "Does not follow sites: after a merger both firms' files may still come."

    ledger = models.CharField(max_length=40)
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    header = models.CharField(max_length=200)
    "As headers are compared: `kernel.text.normal`."
    field = models.CharField(max_length=60, blank=True)
    "Empty: the column is left out."

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "enterprise", "header"], condition=Q(user=None), name="header_of_enterprise"
            ),
            models.UniqueConstraint(
                fields=["ledger", "user", "header"], condition=Q(enterprise=None), name="header_of_user"
            ),
        ]
