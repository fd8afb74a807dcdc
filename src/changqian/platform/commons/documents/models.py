from django.db import models

from changqian.platform.commons.documents.rules import Kind, Origin, Retention, Step
from changqian.platform.ledgerkit.models import EnterpriseRecord


class FiledDocument(EnterpriseRecord):
    """A document as it was filed. Made again it is another edition; only the last result of its checks changes.

    The database refuses every other change (`migrations`). The firm may change, for firms merge.
    """

    kind = models.CharField("文档类别", max_length=12, choices=Kind)
    month = models.DateField("所属月份")
    origin = models.CharField("来源", max_length=8, choices=Origin, editable=False)
    title = models.CharField("题名", max_length=200, editable=False)
    number = models.CharField("档号", max_length=40, unique=True, editable=False)
    edition = models.PositiveSmallIntegerField("版次", editable=False)
    retention = models.CharField("保管期限", max_length=10, choices=Retention, editable=False)
    metadata = models.JSONField("元数据", editable=False)
    mac = models.CharField("签名", max_length=64, editable=False)
    "HMAC-SM3 over the metadata, which has the digests of the files."
    checks = models.JSONField("四性检测", default=list, editable=False)
    sound = models.BooleanField("检测通过", default=True, editable=False)
    checked_at = models.DateTimeField("检测时间", editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "电子文档"
        permissions = [("view", "查看电子文档"), ("file", "归档文档"), *Step.choices]
        indexes = [
            models.Index(fields=["enterprise", "kind", "month"], name="document_firm_kind_month"),
            models.Index(fields=["month", "kind"], name="document_month_kind"),
            models.Index(fields=["checked_at"], name="document_checked"),
        ]

    def __str__(self) -> str:
        return self.title
