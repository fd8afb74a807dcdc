from datetime import datetime
from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from changqian.platform.foundation.jobs.managing import pause, resume, run_now
from changqian.platform.foundation.jobs.models import JobRun, Pause
from changqian.platform.foundation.jobs.rules import MOST_ATTEMPTS, Every, Period
from changqian.platform.foundation.jobs.services import REGISTRY, Job
from changqian.platform.foundation.records.api import checked, spoken
from changqian.platform.kernel.permissions import holds

RECENT = 5


class JobRunSerializer(serializers.ModelSerializer):
    class Meta:
        model = JobRun
        fields = ("period", "attempts", "started_at", "finished_at", "result", "error")


class PauseSerializer(serializers.ModelSerializer):
    paused_by_name = serializers.CharField(source="paused_by.name", label="暂停人")

    class Meta:
        model = Pause
        fields = ("reason", "paused_by_name", "paused_at")


class JobSerializer(serializers.Serializer):
    """A job by the calendar: what came of it last, when it is due next. `gives_up`: not tried again by itself."""

    name = serializers.CharField()
    label: Any = serializers.CharField()
    every = serializers.ChoiceField(Every.choices)
    last = JobRunSerializer(allow_null=True)
    recent = JobRunSerializer(many=True)
    next = serializers.DateTimeField()
    paused = PauseSerializer(allow_null=True)
    gives_up = serializers.BooleanField()


class PauseInput(serializers.Serializer):
    reason = serializers.CharField(label="暂停原因", max_length=200)


class JobsView(APIView):
    permission_classes = [holds("jobs.view")]

    @extend_schema(responses=JobSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every job by the calendar."""
        now = timezone.localtime()
        paused = {each.name: each for each in Pause.objects.select_related("paused_by")}
        return Response([JobSerializer(_told(job, now, paused)).data for job in REGISTRY.jobs.values()])


class JobStep(APIView):
    """Something an administrator does with one job; the answer is the job as it then is."""

    def told(self, name: str) -> Response:
        paused = {each.name: each for each in Pause.objects.select_related("paused_by")}
        told = _told(REGISTRY.jobs[name], timezone.localtime(), paused)
        return Response(JobSerializer(told).data, status=status.HTTP_200_OK)

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(spoken(exc))


class RunView(JobStep):
    @extend_schema(request=None, responses=JobSerializer)
    def post(self, request: Request, job: str) -> Response:
        """Let the worker do it now: the period that failed last, else the current one."""
        run_now(job, actor=request.user, now=timezone.localtime())  # type: ignore[arg-type]
        return self.told(job)


class PauseView(JobStep):
    @extend_schema(request=PauseInput, responses=JobSerializer)
    def post(self, request: Request, job: str) -> Response:
        """No more by the calendar, until it is resumed."""
        pause(job, actor=request.user, now=timezone.now(), **checked(PauseInput, request.data))  # type: ignore[arg-type]
        return self.told(job)


class ResumeView(JobStep):
    @extend_schema(request=None, responses=JobSerializer)
    def post(self, request: Request, job: str) -> Response:
        """Go on by the calendar, and make up for what was missed."""
        resume(job, actor=request.user)  # type: ignore[arg-type]
        return self.told(job)


def _told(job: Job, now: datetime, paused: dict[str, Pause]) -> dict[str, object]:
    recent = list(JobRun.objects.filter(name=job.name).order_by("-period")[:RECENT])
    last = recent[0] if recent else None
    current = Period.at(job.every, now - job.at)
    done = last is not None and last.period >= current.name
    following = current.next() if done else current
    return {
        "name": job.name,
        "label": job.label,
        "every": job.every,
        "last": last,
        "recent": recent,
        "next": following.begin + job.at,
        "paused": paused.get(job.name),
        "gives_up": bool(last and last.error and last.attempts >= MOST_ATTEMPTS),
    }


urlpatterns = [
    path("jobs/", JobsView.as_view()),
    path("jobs/<str:job>/run/", RunView.as_view()),
    path("jobs/<str:job>/pause/", PauseView.as_view()),
    path("jobs/<str:job>/resume/", ResumeView.as_view()),
]
