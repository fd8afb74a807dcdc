from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """One upload. Its content lies in the store under `sm3`; several uploads may share it."""

    sm3 = models.CharField("摘要", max_length=64, db_index=True)
    size = models.BigIntegerField("字节数")
    kind = models.CharField("类别", max_length=10)
    mime = models.CharField("内容类型", max_length=80)
    name = models.CharField("文件名", max_length=120)
    width = models.PositiveIntegerField("宽", null=True)
    height = models.PositiveIntegerField("高", null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    created_at = models.DateTimeField("上传时间", auto_now_add=True)

    class Meta:
        verbose_name = "文件"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Attachment(models.Model):
    """A file shown by a row: `owner_kind` is the model's label, `slot` what the file is there (before, after, …)."""

    owner_kind = models.CharField("所属", max_length=60)
    owner_id = models.BigIntegerField("所属编号")
    slot = models.CharField("位置", max_length=30, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    order = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = "附件"
        default_permissions = ()
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["owner_kind", "owner_id"], name="attachment_owner")]
        constraints = [
            models.UniqueConstraint(fields=["owner_kind", "owner_id", "slot", "file"], name="attachment_once"),
        ]
