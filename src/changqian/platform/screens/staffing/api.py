from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers, viewsets
from rest_framework.request import Request

from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.records.api import answer, checked, record_urls, spoken
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.ledgerkit.duties.api import WithDuties
from changqian.platform.screens.staffing import owed


class StaffingQuery(serializers.Serializer):
    enterprise = serializers.IntegerField(label="企业", min_value=1, max_value=MOST)


class StaffingViewSet(WithDuties, viewsets.GenericViewSet):
    permission_classes = [permissions.IsAuthenticated]
    queryset = Enterprise.objects.none()
    serializer_class = answer_of(owed.Staffing, "Staffing")
    pagination_class = None
    duties = owed.DUTIES

    @extend_schema(parameters=[StaffingQuery], responses=serializer_class, operation_id="staffing")
    def list(self, request: Request) -> HttpResponse:
        """What one firm needs of safety staff, what it has, and why."""
        asked = checked(StaffingQuery, request.query_params)
        actor: Any = request.user
        firm = Enterprise.objects.within(actor, "organisation.view").current().get(pk=asked["enterprise"])
        return answer(owed.explain(firm, today=timezone.localdate()))

    def handle_exception(self, exc: Exception) -> Any:
        return super().handle_exception(spoken(exc))


urlpatterns = record_urls("staffing", StaffingViewSet)
