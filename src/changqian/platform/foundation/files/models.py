from django.conf import settings
from django.db import models
from django.db.models import Q

from changqian.platform.foundation.files.rules import NAME_LENGTH, Kind


class StoredFile(models.Model):
    """A file somebody uploaded. The content lies in the store under its digest, once, however often it comes."""

    sm3 = models.CharField("SM3摘要", max_length=64, db_index=True, editable=False)
    size = models.PositiveBigIntegerField("大小", editable=False)
    kind = models.CharField("类别", max_length=10, choices=Kind, editable=False)
    mime = models.CharField("类型", max_length=100, editable=False)
    name = models.CharField("文件名", max_length=NAME_LENGTH, editable=False)
    width = models.PositiveIntegerField("宽", null=True, editable=False)
    height = models.PositiveIntegerField("高", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="上传人"
    )
    created_at = models.DateTimeField("上传时间", db_index=True, editable=False)

    class Meta:
        verbose_name = "文件"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A file at its place: slot `photos` of one row. Taken away it is marked, not deleted: it was evidence once."""

    owner_kind = models.CharField("所属类别", max_length=60)
    owner_id = models.BigIntegerField("所属记录")
    slot = models.CharField("位置", max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments", verbose_name="文件")
    order = models.PositiveSmallIntegerField("顺序", default=0)
    removed_at = models.DateTimeField("移除时间", null=True, editable=False)

    class Meta:
        verbose_name = "附件"
        default_permissions = ()
        ordering = ["owner_kind", "owner_id", "slot", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_id", "slot", "file"],
                condition=Q(removed_at__isnull=True),
                name="attachment_once",
            ),
        ]
