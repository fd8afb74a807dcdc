from typing import Any

from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.records.api import Addable, EndInput, record_urls, step
from changqian.platform.foundation.records.forms import form_of, numbers, on_time
from changqian.platform.ledgerkit.api import SITE_FIELDS, CountedViewSet, SiteFilter, SiteSerializer
from changqian.platform.ledgerkit.importing import Importing
from changqian.platform.safety.teamwork import services
from changqian.platform.safety.teamwork.models import TeamMeeting
from changqian.platform.safety.teamwork.stats import STATISTICS

MOST_ATTENDEES = 500


class TeamMeetingSerializer(SiteSerializer):
    class Meta:
        model = TeamMeeting
        fields: tuple[str, ...] = (
            *(*SITE_FIELDS, "team", "kind", "held_on", "minutes", "chair", "topic", "participants"),
        )
        read_only_fields = fields


class TeamMeetingFileSerializer(TeamMeetingSerializer):
    class Meta(TeamMeetingSerializer.Meta):
        fields = (*TeamMeetingSerializer.Meta.fields, "content", "measures", "absent", "others")


class TeamMeetingDetailSerializer(TeamMeetingSerializer):
    pictures = StoredFileSerializer(many=True, read_only=True, label="活动照片、签到表")

    class Meta(TeamMeetingSerializer.Meta):
        fields = (
            *(*TeamMeetingSerializer.Meta.fields, "content", "measures", "absent"),
            *("attendees", "attendee_names", "others", "pictures"),
        )
        read_only_fields = fields


class TeamMeetingFilter(SiteFilter):
    class Meta:
        model = TeamMeeting
        fields = ("kind", "held_on", "month")


def belongings() -> dict[str, Any]:
    return {
        "attendees": numbers("参加人员", MOST_ATTENDEES),
        services.PICTURES: numbers("活动照片、签到表"),
    }


class TeamMeetingViewSet(Addable, CountedViewSet):
    queryset = TeamMeeting.objects.all()
    serializer_class = TeamMeetingSerializer
    detail_class = TeamMeetingDetailSerializer
    file_class = TeamMeetingFileSerializer
    filterset_class = TeamMeetingFilter
    statistics = STATISTICS
    searched = ("team", "topic", "chair")
    ordered = ("id", "held_on", "participants")
    slots = (services.PICTURES,)
    form = form_of(services.record_meeting, "TeamMeetingForm", **belongings())
    add = staticmethod(on_time(services.record_meeting))
    edit = step("edit", services.edit_meeting, **belongings())
    end = step("end", services.end_meeting, EndInput)
    importing = Importing(
        permission=services.RECORD,
        aliases={"team": ("班组名称",), "held_on": ("日期", "活动时间"), "topic": ("主题",), "chair": ("组织人",)},
        left_out=("attendees", services.PICTURES),
        unique=("site", "team", "held_on", "topic"),
    )


urlpatterns = record_urls("team-meetings", TeamMeetingViewSet)
