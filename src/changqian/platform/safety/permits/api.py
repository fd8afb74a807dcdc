from typing import Any

from django.utils import timezone
from django_filters import rest_framework as filters

from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.records.api import Addable, record_urls, step
from changqian.platform.foundation.records.forms import form_of, numbers, text
from changqian.platform.ledgerkit.api import SITE_FIELDS, CountedViewSet, SiteFilter, SiteSerializer
from changqian.platform.ledgerkit.importing import Importing
from changqian.platform.safety.permits import services
from changqian.platform.safety.permits.models import WorkPermit
from changqian.platform.safety.permits.rules import Status
from changqian.platform.safety.permits.stats import STATISTICS


class WorkPermitSerializer(SiteSerializer):
    class Meta:
        model = WorkPermit
        fields: tuple[str, ...] = (
            *(*SITE_FIELDS, "kind", "level", "number", "spot", "content", "unit", "contractor", "workers"),
            *("guardian", "begins_at", "ends_at", "work_on", "status", "approver", "opened_at", "closed_at"),
        )
        read_only_fields = fields


class WorkPermitFileSerializer(WorkPermitSerializer):
    class Meta(WorkPermitSerializer.Meta):
        fields = (*WorkPermitSerializer.Meta.fields, "risks", "measures", "analysis")


class WorkPermitDetailSerializer(WorkPermitSerializer):
    scans = StoredFileSerializer(many=True, read_only=True, label="作业票、照片")

    class Meta(WorkPermitSerializer.Meta):
        fields = (
            *(*WorkPermitSerializer.Meta.fields, "risks", "measures", "analysis", "approved_at", "accepted_by"),
            *("remark", "cancelled_because", "scans"),
        )
        read_only_fields = fields


class WorkPermitFilter(SiteFilter):
    overrun = filters.BooleanFilter(method="which_overrun", label="超过有效期仍未完工")

    class Meta:
        model = WorkPermit
        fields = ("kind", "level", "status", "contractor", "work_on", "month")

    def which_overrun(self, rows: Any, name: str, value: bool) -> Any:
        late = {"status": Status.WORKING, "ends_at__lt": timezone.now()}
        return rows.filter(**late) if value else rows.exclude(**late)


class WorkPermitViewSet(Addable, CountedViewSet):
    queryset = WorkPermit.objects.all()
    serializer_class = WorkPermitSerializer
    detail_class = WorkPermitDetailSerializer
    file_class = WorkPermitFileSerializer
    filterset_class = WorkPermitFilter
    statistics = STATISTICS
    searched = ("spot", "content", "unit", "number")
    ordered = ("id", "begins_at", "work_on")
    slots = (services.SCANS,)
    form = form_of(services.apply_permit, "WorkPermitForm", scans=numbers("作业票、照片"))
    add = staticmethod(services.apply_permit)
    edit = step("edit", services.edit_permit, scans=numbers("作业票、照片"))
    approve = step("approve", services.approve_permit, approver=text("批准人", 50))
    open = step(
        "open",
        services.open_permit,
        guardian=text("监护人", 50, required=False, allow_blank=True),
        analysis=text("气体分析", required=False, allow_blank=True),
    )
    close = step(
        "close",
        services.close_permit,
        accepted_by=text("验收人", 50),
        remark=text("验收情况", 500, required=False, allow_blank=True),
    )
    cancel = step("cancel", services.cancel_permit, cancelled_because=text("作废原因"))
    importing = Importing(
        permission=services.APPLY,
        aliases={"kind": ("类别", "作业类型"), "level": ("级别",), "spot": ("地点",), "content": ("内容",)},
        left_out=(services.SCANS,),
        unique=("site", "kind", "spot", "begins_at"),
    )


urlpatterns = record_urls("work-permits", WorkPermitViewSet)
