"""People of an enterprise and their certificates.

Phones, identity numbers and the numbers of certificates, which often contain one, are sealed and found by a blind
index.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from changqian.platform.commons.people.rules import CertificateKind, Role, Step
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.records.fields import SealedField, blind
from changqian.platform.kernel.masking import embedded
from changqian.platform.ledgerkit.models import EnterpriseRecord


class Person(EnterpriseRecord):
    name = models.CharField("姓名", max_length=50)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), verbose_name="岗位角色")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="场所")
    workshop = models.CharField("部门/车间", max_length=50, blank=True)
    post = models.CharField("岗位", max_length=50, blank=True)
    phone = SealedField("手机号", blank=True)
    phone_index = models.CharField(max_length=64, blank=True, editable=False)
    id_number = SealedField("身份证号", blank=True)
    id_number_index = models.CharField(max_length=64, blank=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        editable=False,
        verbose_name="账号",
    )
    duties = models.TextField("安全职责", blank=True)
    joined_on = models.DateField("入职日期", null=True, blank=True)
    left_on = models.DateField("离职日期", null=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "人员"
        permissions = [("view", "查看人员"), ("add", "登记人员"), *Step.choices]
        indexes = [
            models.Index(fields=["enterprise"], condition=Q(ended_at__isnull=True), name="person_enterprise"),
            models.Index(fields=["phone_index"], name="person_phone"),
            models.Index(fields=["id_number_index"], name="person_id_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="person_once_per_enterprise",
                fields=["enterprise", "id_number_index"],
                condition=Q(ended_at__isnull=True, left_on__isnull=True) & ~Q(id_number_index=""),
                violation_error_message="该身份证号的人员已在本企业登记",
            ),
            models.UniqueConstraint(
                name="person_user_once_per_enterprise",
                fields=["enterprise", "user"],
                condition=Q(ended_at__isnull=True, user__isnull=False),
                violation_error_message="该账号已关联本企业的另一名人员",
            ),
            models.CheckConstraint(
                name="person_leaves_after_joining",
                condition=Q(left_on__isnull=True) | Q(joined_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                violation_error_message="离职日期不能早于入职日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def stamp(self) -> tuple[str, ...]:
        self.phone_index, self.id_number_index = blind(self.phone), blind(self.id_number)
        return "phone_index", "id_number_index"


class Certificate(EnterpriseRecord):
    site_path = "person__site"

    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates", verbose_name="人员")
    kind = models.CharField("证书类别", max_length=20, choices=CertificateKind)
    category = models.CharField("作业类别/准操项目", max_length=100, blank=True)
    number = SealedField("证书编号")
    number_index = models.CharField(max_length=64, editable=False)
    issuer = models.CharField("发证机关", max_length=100, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    valid_from = models.DateField("有效期起", null=True, blank=True)
    valid_to = models.DateField("有效期止", null=True, blank=True)
    review_due_on = models.DateField("应复审日期", null=True, blank=True)
    verified = models.BooleanField("已核验", default=False, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="核验人"
    )
    verified_at = models.DateTimeField("核验时间", null=True, editable=False)

    class Meta(EnterpriseRecord.Meta):
        verbose_name = "证书"
        indexes = [
            models.Index(fields=["person"], name="certificate_person"),
            models.Index(fields=["number_index"], name="certificate_number"),
            models.Index(fields=["valid_to"], condition=Q(ended_at__isnull=True), name="certificate_expiry"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="certificate_number_once",
                fields=["enterprise", "kind", "category", "number_index"],
                condition=Q(ended_at__isnull=True),
                violation_error_message="该证书已登记",
            ),
            models.CheckConstraint(
                name="certificate_ends_after_it_begins",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="有效期止不能早于有效期起",
            ),
        ]

    def __str__(self) -> str:
        return embedded(self.number)

    def stamp(self) -> tuple[str, ...]:
        self.enterprise_id, self.number_index = self.person.enterprise_id, blind(self.number)
        return "enterprise", "number_index"
