from typing import Any

from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.records.api import Addable, EndInput, record_urls, step
from changqian.platform.foundation.records.forms import form_of, numbers, on_time
from changqian.platform.ledgerkit.api import SITE_FIELDS, CountedViewSet, SiteFilter, SiteSerializer
from changqian.platform.ledgerkit.importing import Importing
from changqian.platform.safety.training import services
from changqian.platform.safety.training.models import TrainingSession
from changqian.platform.safety.training.stats import STATISTICS

MOST_ATTENDEES = 2000


class TrainingSessionSerializer(SiteSerializer):
    class Meta:
        model = TrainingSession
        fields: tuple[str, ...] = (
            *(*SITE_FIELDS, "title", "kind", "held_on", "hours", "teacher", "room", "exam", "participants", "lost"),
        )
        read_only_fields = fields


class TrainingSessionFileSerializer(TrainingSessionSerializer):
    class Meta(TrainingSessionSerializer.Meta):
        fields = (*TrainingSessionSerializer.Meta.fields, "content", "others")


class TrainingSessionDetailSerializer(TrainingSessionSerializer):
    sheets = StoredFileSerializer(many=True, read_only=True, label="签到表、试卷")

    class Meta(TrainingSessionSerializer.Meta):
        fields = (
            *(*TrainingSessionSerializer.Meta.fields, "content", "attendees", "attendee_names"),
            *("failed", "failed_names", "others", "sheets"),
        )
        read_only_fields = fields


class TrainingSessionFilter(SiteFilter):
    class Meta:
        model = TrainingSession
        fields = ("kind", "exam", "held_on", "month")


def belongings() -> dict[str, Any]:
    return {
        "attendees": numbers("参加人员", MOST_ATTENDEES),
        "failed": numbers("考核不合格人员", MOST_ATTENDEES),
        services.SHEETS: numbers("签到表、试卷"),
    }


class TrainingSessionViewSet(Addable, CountedViewSet):
    queryset = TrainingSession.objects.all()
    serializer_class = TrainingSessionSerializer
    detail_class = TrainingSessionDetailSerializer
    file_class = TrainingSessionFileSerializer
    filterset_class = TrainingSessionFilter
    statistics = STATISTICS
    searched = ("title", "teacher")
    ordered = ("id", "held_on", "participants")
    slots = (services.SHEETS,)
    form = form_of(services.record_training, "TrainingSessionForm", **belongings())
    add = staticmethod(on_time(services.record_training))
    edit = step("edit", services.edit_training, **belongings())
    end = step("end", services.end_training, EndInput)
    importing = Importing(
        permission=services.RECORD,
        aliases={"title": ("培训名称", "主题"), "held_on": ("日期", "培训时间"), "teacher": ("讲师", "培训老师")},
        left_out=("attendees", "failed", services.SHEETS),
        unique=("site", "title", "held_on"),
    )


urlpatterns = record_urls("training", TrainingSessionViewSet)
