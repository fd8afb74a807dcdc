"""Speaking up. `/api/whistle/…` and `/api/whistle-codes/…` ask nobody who he is, not even whoever is signed in: the
token on the wall and the codes are the permission. `/api/my-whistles/` is for employees with an account."""

from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, permissions, serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.codes.services import count_miss, find_code, guesses_too_much
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.filters import MOST
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.api import refuse_announced
from changqian.platform.foundation.files.rules import MEGABYTE
from changqian.platform.foundation.records.api import SubmissionInput, checked
from changqian.platform.ledgerkit.answers import answer_of
from changqian.platform.safety.whistle import reporting
from changqian.platform.safety.whistle.models import WhistleChannel, WhistleIdentity, WhistlePolicy
from changqian.platform.safety.whistle.news import look
from changqian.platform.safety.whistle.reporting import Said, WhistleReceipt, WhistleState
from changqian.platform.safety.whistle.rules import MOST_PHOTOS, HazardClass, How, PayBy, PolicyStatus
from changqian.platform.safety.whistle.services import SUBJECT, limits_of

LARGEST = 60 * MEGABYTE
PARSERS: list[Any] = [*api_settings.DEFAULT_PARSER_CLASSES, MultiPartParser]
Receipt, State = answer_of(WhistleReceipt, "WhistleReceipt"), answer_of(WhistleState, "WhistleState")


class WhistleCard(serializers.Serializer):
    """What the poster behind a code promises."""

    enterprise_name = serializers.CharField(label="企业")
    site_name = serializers.CharField(label="场所")
    place = serializers.CharField(label="公示位置")
    policy = serializers.CharField(label="制度", allow_blank=True)
    acknowledge_hours = serializers.IntegerField(label="受理时限(小时)")
    verify_days = serializers.IntegerField(label="核查时限(工作日)")
    pay_days = serializers.IntegerField(label="发放时限(天)")


class WhistleBlow(SubmissionInput):
    how = serializers.ChoiceField(How.choices, label="吹哨方式")
    hazard_class = serializers.ChoiceField(HazardClass.choices, label="类别")
    location = serializers.CharField(label="位置", max_length=100)
    text = serializers.CharField(label="吹哨内容", max_length=2000)
    about_name = serializers.CharField(label="涉及人员", max_length=50, allow_blank=True, default="")
    name = serializers.CharField(label="姓名", max_length=50, allow_blank=True, default="")
    phone = serializers.CharField(label="手机号", max_length=20, allow_blank=True, default="")
    photos = serializers.ListField(
        child=serializers.FileField(), label="现场照片", max_length=MOST_PHOTOS, required=False, default=list
    )
    voice = serializers.FileField(label="录音", required=False, allow_null=True, default=None)


class OwnWhistleBlow(WhistleBlow):
    site = serializers.IntegerField(label="场所", min_value=1, max_value=MOST)


class WhistleWish(serializers.Serializer):
    wish = serializers.CharField(label="诉求", max_length=500)


class WhistleClaim(serializers.Serializer):
    pay_by = serializers.ChoiceField(PayBy.choices, label="领取方式")
    payee = serializers.CharField(label="收款人", max_length=50, allow_blank=True, default="")
    card = serializers.CharField(label="银行卡号", max_length=30, allow_blank=True, default="")


class WhistleCode(serializers.Serializer):
    code = serializers.CharField(label="查询码", max_length=40)


class WhistleCodeWish(WhistleCode, WhistleWish):
    pass


class WhistleCodeClaim(WhistleClaim):
    claim_code = serializers.CharField(label="领奖码", max_length=40)


class Gone(exceptions.APIException):
    status_code, default_code = 410, "gone"
    default_detail = "该吹哨二维码已停用，请扫描现场新码"


class Guessing(exceptions.APIException):
    status_code, default_code = 429, "throttled"
    default_detail = "无效扫码过多，请十分钟后再试"


class Nobody(APIView):
    """Answers everybody alike: no session is looked at, so no report can be told by one."""

    authentication_classes: Any = []
    permission_classes = [permissions.AllowAny]


class PostedView(Nobody):
    parser_classes = PARSERS

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_announced(request, LARGEST)
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="whistle_card",
        responses={200: WhistleCard, 404: OpenApiResponse(description="没有这个码"), 410: None, 429: None},
    )
    def get(self, request: Request, token: str) -> Response:
        """What hangs on the wall."""
        code = _scanned(request, token)
        channel = _channel(code)
        policy = WhistlePolicy.objects.current().filter(enterprise=code.enterprise_id, status=PolicyStatus.IN_FORCE)
        found = policy.first()
        limits = limits_of(found)
        told = {
            "enterprise_name": code.enterprise.name,
            "site_name": code.site.name,
            "place": channel.place,
            "policy": found.title if found else "",
            "acknowledge_hours": limits.acknowledge_hours,
            "verify_days": limits.verify_days,
            "pay_days": limits.pay_days,
        }
        return Response(WhistleCard(told).data)

    @extend_schema(operation_id="whistle_blow", request=WhistleBlow, responses={201: Receipt})
    def post(self, request: Request, token: str) -> Response:
        """A report by whoever stands before the poster; the codes are answered once."""
        code = _scanned(request, token)
        given = checked(WhistleBlow, request.data)
        return _blown(code.site, given, channel=_channel(code))


class OwnView(APIView):
    parser_classes = PARSERS
    permission_classes = [permissions.IsAuthenticated]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_announced(request, LARGEST)
        super().initial(request, *args, **kwargs)

    @extend_schema(operation_id="my_whistles", responses=State(many=True))
    def get(self, request: Request) -> Response:
        """What one reported with one's name, newest first."""
        return Response(State(reporting.own_states(_actor(request)), many=True).data)

    @extend_schema(operation_id="my_whistles_blow", request=OwnWhistleBlow, responses={201: Receipt})
    def post(self, request: Request) -> Response:
        """A report by an employee with an account; anonymous, the account is not kept."""
        given, actor = checked(OwnWhistleBlow, request.data), _actor(request)
        site = Site.objects.within(actor, "whistle.blow").current().get(pk=given.pop("site"))
        given |= {"name": actor.name, "phone": given["phone"] or actor.phone}
        return _blown(site, given, account=actor)


class OwnSeenView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(operation_id="my_whistles_seen", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """What there was to be told of one's own reports was read. Asked by every visit of the page, news or none."""
        look(_actor(request).pk)
        return Response(status=status.HTTP_204_NO_CONTENT)


class OwnClaimView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(operation_id="my_whistles_claim", request=WhistleClaim, responses=State)
    def post(self, request: Request, pk: int) -> Response:
        given = checked(WhistleClaim, request.data)
        return _told(reporting.claim(_mine(request, pk), now=timezone.now(), **given))


class OwnTurnView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(operation_id="my_whistles_turn", request=WhistleWish, responses=State)
    def post(self, request: Request, pk: int) -> Response:
        """Not content with the firm: before the authority."""
        given = checked(WhistleWish, request.data)
        return _told(reporting.turn_to_authority(_mine(request, pk), now=timezone.now(), **given))


class StateView(Nobody):
    @extend_schema(operation_id="whistle_codes_state", request=WhistleCode, responses=State)
    def post(self, request: Request) -> Response:
        """How a report stands, by its query code."""
        return _told(reporting.state_of(_coded("query", checked(WhistleCode, request.data)["code"]).report))


class ClaimView(Nobody):
    @extend_schema(operation_id="whistle_codes_claim", request=WhistleCodeClaim, responses=State)
    def post(self, request: Request) -> Response:
        given = checked(WhistleCodeClaim, request.data)
        identity = _coded("claim", given.pop("claim_code"))
        return _told(reporting.claim(identity, now=timezone.now(), **given))


class TurnView(Nobody):
    @extend_schema(operation_id="whistle_codes_turn", request=WhistleCodeWish, responses=State)
    def post(self, request: Request) -> Response:
        given = checked(WhistleCodeWish, request.data)
        identity = _coded("query", given.pop("code"))
        return _told(reporting.turn_to_authority(identity, now=timezone.now(), **given))


def _scanned(request: Request, token: str) -> SafeCode:
    """The live code of a channel; whoever tries many that are none is not answered for a while."""
    now, address = timezone.now(), request.META.get("REMOTE_ADDR", "")[:45]
    if guesses_too_much(address, now=now):
        raise Guessing
    code = find_code(token)
    if code is None or code.ended_at is not None or code.subject_kind != SUBJECT:
        count_miss(address, now=now)
        raise exceptions.NotFound("没有这个吹哨二维码，请核对后重试", "no_such_code")
    if code.revoked_at is not None:
        raise Gone
    return code


def _channel(code: SafeCode) -> WhistleChannel:
    channel: WhistleChannel = WhistleChannel.objects.get(pk=code.subject_id)
    return channel


def _blown(site: Site, given: dict[str, Any], **known: Any) -> Response:
    sent, captured_at = given.pop("client_uuid", None), given.pop("captured_at", None)
    receipt = reporting.blow(site, Said(**given, **known), sent=sent, captured_at=captured_at, now=timezone.now())
    answered = Response(Receipt(receipt).data, status=status.HTTP_201_CREATED)
    answered["Cache-Control"] = "no-store"
    return answered


def _coded(purpose: str, code: str) -> WhistleIdentity:
    try:
        return reporting.by_code(purpose, code)
    except WhistleIdentity.DoesNotExist:
        raise exceptions.NotFound("没有这个码对应的吹哨，请核对后重试", "no_such_code") from None


def _mine(request: Request, report: int) -> WhistleIdentity:
    return reporting.own(_actor(request)).get(report=report)


def _told(state: WhistleState) -> Response:
    return Response(State(state).data, headers={"Cache-Control": "no-store"})


def _actor(request: Request) -> User:
    actor: Any = request.user
    return actor


urlpatterns = [
    path("whistle/<str:token>/", PostedView.as_view()),
    path("whistle-codes/state/", StateView.as_view()),
    path("whistle-codes/claim/", ClaimView.as_view()),
    path("whistle-codes/turn/", TurnView.as_view()),
    path("my-whistles/", OwnView.as_view()),
    path("my-whistles/seen/", OwnSeenView.as_view()),
    path("my-whistles/<int:pk>/claim/", OwnClaimView.as_view()),
    path("my-whistles/<int:pk>/turn/", OwnTurnView.as_view()),
]
