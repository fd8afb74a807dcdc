"""People and their certificates over HTTP."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.utils import timezone
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from changqian.platform.commons.people import services
from changqian.platform.commons.people.models import Certificate, Person
from changqian.platform.commons.people.rules import EXPIRING_WITHIN, CertificateKind, Expiry, Role
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.enterprises.serializers import Edit
from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.files.rules import PER_SLOT
from changqian.platform.foundation.files.services import attached
from changqian.platform.foundation.records.api import (
    Addable,
    EndInput,
    RecordSerializer,
    StepInput,
    record_urls,
    step,
)
from changqian.platform.foundation.records.fields import EmbeddedField, MaskedField, blinds
from changqian.platform.foundation.records.filters import AnyOf
from changqian.platform.kernel.codes import clean, mobile
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.api import ENTERPRISE_FIELDS, LedgerFilter, LedgerSerializer, LedgerViewSet
from changqian.platform.ledgerkit.importing import Importing, Lookup
from changqian.platform.ledgerkit.imports.values import BadCell

OF_PERSON = ("name", "roles", "site", "workshop", "post", "phone", "id_number", "duties", "joined_on")
OF_CERTIFICATE = ("kind", "category", "number", "issuer", "issued_on", "valid_from", "valid_to", "review_due_on")


def roles(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(
        child=serializers.ChoiceField(choices=Role.choices), label="岗位角色", max_length=20, **kwargs
    )


class CertificateSerializer(LedgerSerializer):
    number = EmbeddedField(label="证书编号", read_only=True)
    person_name = serializers.CharField(source="person.name", read_only=True, label="姓名")
    verified_by_name = serializers.CharField(source="verified_by.name", read_only=True, allow_null=True, label="核验人")
    expiry = serializers.ChoiceField(choices=Expiry.choices, read_only=True, label="有效状态")

    class Meta:
        model = Certificate
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "person", "person_name", *OF_CERTIFICATE),
            *("expiry", "verified", "verified_by_name", "verified_at"),
        )


class CertificateDetailSerializer(CertificateSerializer):
    photos = StoredFileSerializer(many=True, label="证书照片")

    class Meta(CertificateSerializer.Meta):
        fields = (*CertificateSerializer.Meta.fields, "photos")


class PersonSerializer(LedgerSerializer):
    roles = roles(read_only=True)
    site_name = serializers.CharField(source="site.name", read_only=True, allow_null=True, label="场所")
    phone = MaskedField(label="手机号", read_only=True)
    id_number = MaskedField(label="身份证号", read_only=True)
    username = serializers.CharField(source="user.username", read_only=True, allow_null=True, label="账号")

    class Meta:
        model = Person
        fields: tuple[str, ...] = (*ENTERPRISE_FIELDS, *OF_PERSON, "site_name", "user", "username", "left_on")


class PersonDetailSerializer(PersonSerializer):
    certificates = CertificateSerializer(source="shown_certificates", many=True, label="证书")

    class Meta(PersonSerializer.Meta):
        fields = (*PersonSerializer.Meta.fields, "certificates")


class PersonFields(RecordSerializer):
    site = serializers.PrimaryKeyRelatedField(
        label="场所", queryset=Site.objects.current(), required=False, allow_null=True
    )
    roles = roles(allow_empty=False)
    phone = MaskedField(label="手机号", required=False, allow_blank=True, max_length=40)
    id_number = MaskedField(label="身份证号", required=False, allow_blank=True, max_length=40)
    duties = serializers.CharField(label="安全职责", required=False, allow_blank=True, max_length=5000)

    class Meta:
        model = Person
        fields: tuple[str, ...] = OF_PERSON


class PersonForm(PersonFields):
    enterprise = serializers.PrimaryKeyRelatedField(label="企业", queryset=Enterprise.objects.current())

    class Meta(PersonFields.Meta):
        fields = ("enterprise", *OF_PERSON)


class PersonEdit(Edit, PersonFields):
    class Meta(PersonFields.Meta):
        fields = ("version", *OF_PERSON)


class PersonLeave(StepInput):
    left_on = serializers.DateField(label="离职日期")


class PersonLink(StepInput):
    username = serializers.CharField(label="账号", max_length=40, allow_blank=True)


class CertificateFields(RecordSerializer):
    number = EmbeddedField(label="证书编号", required=False, allow_blank=True, max_length=50)
    photos = serializers.ListField(
        label="证书照片",
        child=serializers.IntegerField(min_value=1, max_value=MOST),
        max_length=PER_SLOT,
        required=False,
    )

    class Meta:
        model = Certificate
        fields: tuple[str, ...] = (*OF_CERTIFICATE, "photos")


class CertificateForm(CertificateFields):
    person = serializers.PrimaryKeyRelatedField(label="人员", queryset=Person.objects.current())

    class Meta(CertificateFields.Meta):
        fields = ("person", *OF_CERTIFICATE, "photos")


class CertificateEdit(Edit, CertificateFields):
    class Meta(CertificateFields.Meta):
        fields = ("version", *OF_CERTIFICATE, "photos")


class PersonFilter(LedgerFilter):
    site = filters.NumberFilter(min_value=1, max_value=MOST)
    role = AnyOf(method="with_role", choices=Role.choices)
    left = filters.BooleanFilter(field_name="left_on", lookup_expr="isnull", exclude=True)
    linked = filters.BooleanFilter(field_name="user", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Person
        fields: list[str] = []

    def with_role(self, rows: Any, name: str, value: list[str]) -> Any:
        return rows.filter(roles__overlap=value) if value else rows


class CertificateFilter(LedgerFilter):
    person = filters.NumberFilter(min_value=1, max_value=MOST)
    kind = AnyOf(choices=CertificateKind.choices)
    expiry = AnyOf(choices=Expiry.choices)
    verified = filters.BooleanFilter()

    class Meta:
        model = Certificate
        fields: list[str] = []


@extend_schema_view(create=extend_schema(request=PersonForm, responses={201: PersonDetailSerializer}))
class PersonViewSet(Addable, LedgerViewSet):
    """`q` finds by part of the name, and by the whole phone or identity number."""

    queryset = Person.objects.select_related("enterprise", "site", "user")
    serializer_class = PersonSerializer
    detail_class = PersonDetailSerializer
    filterset_class = PersonFilter
    searched = ("name", "post", "workshop")
    ordered = ("id", "name", "joined_on", "created_at")
    form = PersonForm
    importing = Importing(
        permission=services.ADD,
        aliases={
            "name": ("人员姓名", "员工姓名", "从业人员姓名"),
            "roles": ("角色", "人员类别", "岗位类别", "人员类型"),
            "workshop": ("部门", "车间", "所在部门", "班组"),
            "post": ("工种", "职务", "工作岗位"),
            "phone": ("手机号码", "联系电话", "联系方式", "移动电话", "电话"),
            "id_number": ("身份证", "身份证号码", "公民身份号码", "证件号码"),
            "joined_on": ("入职时间", "到岗日期", "进厂日期"),
        },
        unique=("enterprise", "id_number"),
    )

    @staticmethod
    def add(**given: Any) -> Person:
        return services.add_person(today=timezone.localdate(), **given)

    def looking_for(self, text: str) -> Q:
        found = super().looking_for(text)
        number = clean(text)
        if len(number) == 18:
            found |= Q(id_number_index__in=blinds(number))
        try:
            found |= Q(phone_index__in=blinds(mobile(text)))
        except RuleViolation:
            return found
        return found

    def detail_of(self, row: Any) -> Any:
        held = with_expiry(Certificate.objects.current().filter(person=row))
        row.shown_certificates = held.select_related("enterprise", "person", "verified_by").order_by("valid_to", "pk")
        return super().detail_of(row)

    edit = step("edit", services.edit_person, PersonEdit)
    leave = step("leave", services.leave_person, PersonLeave)
    link = step("link", services.link_user, PersonLink)
    end = step("end", services.end_person, EndInput)


def with_expiry(rows: QuerySet) -> QuerySet:
    """`rules.expiry` as a column, so that it can be filtered."""
    today = timezone.localdate()
    soon: timedelta = EXPIRING_WITHIN
    state = Case(
        When(valid_from__gt=today, then=Value(Expiry.NOT_YET)),
        When(valid_to=None, then=Value(Expiry.LASTING)),
        When(valid_to__lt=today, then=Value(Expiry.EXPIRED)),
        When(valid_to__lte=today + soon, then=Value(Expiry.EXPIRING)),
        default=Value(Expiry.VALID),
        output_field=CharField(),
    )
    return rows.annotate(expiry=state)


def holder(actor: User, text: str, values: Mapping[str, Any]) -> Person | None:
    """Who in the row's firm is called so, or has this identity number. BadCell where several are called so."""
    if (firm := values.get("enterprise")) is None:
        raise BadCell("请另加一列“企业”，写明这个人属于哪家企业")
    number = clean(text)
    numbered = len(number) == 18 and number.isascii()
    said = Q(id_number_index__in=blinds(number)) if numbered else Q(name=" ".join(text.split()))
    seen = Person.objects.within(actor, "people.view").current().filter(said, enterprise=firm)
    found = list(seen.select_related("enterprise").order_by("pk")[:10])
    if len(found) > 1:
        found = [each for each in found if each.left_on is None] or found
    if len(found) > 1:
        raise BadCell(f"{firm}有{len(found)}个人叫“{text}”，请改填身份证号")
    return found[0] if found else None


@extend_schema_view(create=extend_schema(request=CertificateForm, responses={201: CertificateDetailSerializer}))
class CertificateViewSet(Addable, LedgerViewSet):
    """`q` finds by part of the name or category, and by the whole number of the certificate or its holder."""

    queryset = Certificate.objects.select_related("enterprise", "person", "verified_by")
    serializer_class = CertificateSerializer
    detail_class = CertificateDetailSerializer
    filterset_class = CertificateFilter
    searched = ("person__name", "category")
    ordered = ("id", "valid_to", "created_at")
    form = CertificateForm
    add = staticmethod(services.add_certificate)
    importing = Importing(
        permission=services.CERTIFY,
        aliases={
            "person": ("姓名", "持证人", "持证人员", "人员姓名", "身份证号", "身份证号码"),
            "kind": ("证书类别", "证书类型", "证件类型"),
            "number": ("证书编号", "证号", "证书号码", "编号"),
            "category": ("作业类别", "操作项目", "准操项目", "作业项目"),
            "issuer": ("发证单位", "发证部门", "颁发机关"),
            "issued_on": ("发证日期", "初领日期", "签发日期"),
            "valid_from": ("有效期开始", "有效期起", "有效期自"),
            "valid_to": ("有效期至", "到期日期", "有效期截止", "有效期止", "有效期"),
        },
        left_out=("photos",),
        unique=("person", "category", "number"),
        lookups={"person": Lookup("请先登记此人，或改填他的身份证号", holder)},
    )

    def looking_for(self, text: str) -> Q:
        found = super().looking_for(text)
        if number := clean(text):
            whole = blinds(number)
            found |= Q(number_index__in=whole) | Q(person__id_number_index__in=whole)
        return found

    def get_queryset(self) -> QuerySet:
        return with_expiry(super().get_queryset())

    def detail_of(self, row: Any) -> Any:
        row = with_expiry(Certificate.objects.all()).get(pk=row.pk)
        row.photos = attached(Certificate, [row.pk]).get(row.pk, [])
        return super().detail_of(row)

    edit = step("edit", services.edit_certificate, CertificateEdit)
    verify = step("verify", services.verify_certificate, StepInput)
    end = step("end", services.end_certificate, EndInput)


urlpatterns = [*record_urls("people", PersonViewSet), *record_urls("certificates", CertificateViewSet)]
