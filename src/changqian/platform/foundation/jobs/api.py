from datetime import datetime
from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.jobs.models import JobRun
from changqian.platform.foundation.jobs.rules import Every, Period
from changqian.platform.foundation.jobs.services import REGISTRY, Job
from changqian.platform.kernel.permissions import holds


class JobRunSerializer(serializers.ModelSerializer):
    class Meta:
        model = JobRun
        fields = ("period", "attempts", "started_at", "finished_at", "result", "error")


class JobSerializer(serializers.Serializer):
    """A job by the calendar: what came of it last, and when it is due next."""

    name = serializers.CharField()
    label: Any = serializers.CharField()
    every = serializers.ChoiceField(Every.choices)
    last = JobRunSerializer(allow_null=True)
    next = serializers.DateTimeField()


class JobsView(APIView):
    permission_classes = [holds("jobs.view")]

    @extend_schema(responses=JobSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every job by the calendar."""
        now = timezone.localtime()
        return Response([JobSerializer(_told(job, now)).data for job in REGISTRY.jobs.values()])


def _told(job: Job, now: datetime) -> dict[str, object]:
    last = JobRun.objects.filter(name=job.name).order_by("-period").first()
    current = Period.at(job.every, now - job.at)
    done = last is not None and last.period >= current.name
    following = current.next() if done else current
    return {
        "name": job.name,
        "label": job.label,
        "every": job.every,
        "last": last,
        "next": following.begin + job.at,
    }


urlpatterns = [path("jobs/", JobsView.as_view())]
