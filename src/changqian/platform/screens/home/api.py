from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.screens.home.duties import month_of_tasks, waiting


class DutyLine(serializers.Serializer):
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    count = serializers.IntegerField()
    urgent = serializers.BooleanField()
    path = serializers.CharField()
    query = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class MonthOfTasks(serializers.Serializer):
    month = serializers.DateField()
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    percent = serializers.IntegerField()


class HomeSerializer(serializers.Serializer):
    today = serializers.DateField()
    sentence = serializers.CharField()
    duties = DutyLine(many=True)
    tasks = MonthOfTasks(allow_null=True)


@extend_schema(responses=HomeSerializer)
@api_view(["GET"])
def home(request: Request) -> Response:
    """What is due today, most pressing first, in one sentence and as lines that open their lists."""
    today = timezone.localdate()
    duties = waiting(request.user, today)  # type: ignore[arg-type]
    tasks = month_of_tasks(request.user, today)  # type: ignore[arg-type]
    told = {"today": today, "sentence": sentence(duties), "duties": duties, "tasks": tasks}
    return Response(HomeSerializer(told).data)


def sentence(duties: list[dict[str, object]]) -> str:
    """The one thing that matters first."""
    for duty in duties:
        if duty["count"]:
            return (
                f"{duty['label']} {duty['count']} 项，请优先处理"
                if duty["urgent"]
                else f"{duty['label']} {duty['count']} 项"
            )
    return "今天没有待办，一切按计划进行"


urlpatterns = [path("home/", home)]
