from rest_framework import serializers

from changqian.platform.foundation.files.api import StoredFileSerializer
from changqian.platform.foundation.records.api import Addable, EndInput, record_urls, step
from changqian.platform.foundation.records.forms import form_of, numbers, on_time, text
from changqian.platform.ledgerkit.api import ENTERPRISE_FIELDS, LedgerFilter, LedgerSerializer, LedgerViewSet
from changqian.platform.ledgerkit.importing import Importing
from changqian.platform.safety.projects import services
from changqian.platform.safety.projects.models import SafetyProject
from changqian.platform.safety.projects.rules import Conclusion

SLOTS = (services.PAPERS, *services.PAPERS_OF.values())


class SafetyProjectSerializer(LedgerSerializer):
    class Meta:
        model = SafetyProject
        fields: tuple[str, ...] = (
            *(*ENTERPRISE_FIELDS, "name", "nature", "category", "approved_on", "approval", "investment"),
            *("safety_investment", "status", "appraised_on", "designed_on", "begun_on", "tried_on", "accepted_on"),
        )
        read_only_fields = fields


class SafetyProjectDetailSerializer(SafetyProjectSerializer):
    papers = StoredFileSerializer(many=True, read_only=True, label="立项资料")
    appraisals = StoredFileSerializer(many=True, read_only=True, label="安全评价资料")
    designs = StoredFileSerializer(many=True, read_only=True, label="设计审查资料")
    builds = StoredFileSerializer(many=True, read_only=True, label="施工资料")
    trials = StoredFileSerializer(many=True, read_only=True, label="试运行资料")
    acceptances = StoredFileSerializer(many=True, read_only=True, label="竣工验收资料")

    class Meta(SafetyProjectSerializer.Meta):
        fields = (
            *(*SafetyProjectSerializer.Meta.fields, "content", "appraiser", "designer", "builder", "conclusion"),
            *("opinion", *SLOTS),
        )
        read_only_fields = fields


class SafetyProjectFilter(LedgerFilter):
    class Meta:
        model = SafetyProject
        fields = ("nature", "category", "status", "approved_on", "accepted_on")


def papers() -> serializers.Field:
    return numbers("项目资料")


def day(label: str) -> serializers.Field:
    return serializers.DateField(label=label)


class SafetyProjectViewSet(Addable, LedgerViewSet):
    queryset = SafetyProject.objects.all()
    serializer_class = SafetyProjectSerializer
    detail_class = SafetyProjectDetailSerializer
    filterset_class = SafetyProjectFilter
    searched = ("name", "approval")
    ordered = ("id", "approved_on", "accepted_on")
    slots = SLOTS
    form = form_of(services.register_project, "SafetyProjectForm", papers=papers())
    add = staticmethod(on_time(services.register_project))
    edit = step("edit", services.edit_project, papers=papers())
    appraise = step(
        "appraise",
        services.appraise_project,
        appraised_on=day("安全评价日期"),
        appraiser=text("评价单位", 100),
        papers=papers(),
    )
    design = step(
        "design",
        services.design_project,
        designed_on=day("设计审查日期"),
        designer=text("设计单位", 100),
        papers=papers(),
    )
    build = step(
        "build", services.build_project, begun_on=day("开工日期"), builder=text("施工单位", 100), papers=papers()
    )
    try_out = step("try_out", services.try_project, tried_on=day("试运行日期"), papers=papers())
    accept = step(
        "accept",
        services.accept_project,
        accepted_on=day("竣工验收日期"),
        conclusion=serializers.ChoiceField(Conclusion.choices, label="验收结论"),
        opinion=text("验收意见", 500, required=False, allow_blank=True),
        papers=papers(),
    )
    end = step("end", services.end_project, EndInput)
    importing = Importing(
        permission=services.REGISTER,
        aliases={"name": ("项目",), "nature": ("性质",), "approved_on": ("立项日期", "备案日期")},
        left_out=(services.PAPERS,),
        unique=("enterprise", "name"),
    )


urlpatterns = record_urls("safety-projects", SafetyProjectViewSet)
