"""Code lists for pickers: the same for everybody who is signed in."""

from typing import Any

import orjson
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.dictionaries.editing_api import ItemViewSet, SchemeViewSet
from changqian.platform.foundation.dictionaries.models import Scheme
from changqian.platform.foundation.dictionaries.services import scheme_of, search
from changqian.platform.foundation.records.api import record_urls
from changqian.platform.kernel.caching import kept

SHOWN = ("code", "name", "parent", "enabled", "extra")


class DictionarySerializer(serializers.ModelSerializer[Scheme]):
    class Meta:
        model = Scheme
        fields = ("name", "title", "version", "effective_from", "effective_to", "source", "verified")


class DictionaryItemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(label="代码")
    name = serializers.CharField(label="名称")
    parent = serializers.CharField(label="上级代码", allow_null=True)  # type: ignore[assignment]
    enabled = serializers.BooleanField(label="启用")
    extra = serializers.DictField(label="附加信息")


class DictionaryQuery(serializers.Serializer[Any]):
    q = serializers.CharField(required=False, allow_blank=True, max_length=50, help_text="代码前缀、名称或拼音首字母")
    version = serializers.CharField(required=False, max_length=60, help_text="版本，默认为现行版本")
    disabled = serializers.BooleanField(required=False, default=False, help_text="包括已停用的")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=5000)


@extend_schema(responses=DictionarySerializer(many=True))
@api_view(["GET"])
def dictionaries(request: Request) -> Response:
    """All dictionaries in all versions, with their sources; what is not `verified` is shown as 待核."""
    return Response(DictionarySerializer(Scheme.objects.all(), many=True).data)


@extend_schema(
    parameters=[DictionaryQuery], responses=DictionaryItemSerializer(many=True), operation_id="dictionaries_find"
)
@api_view(["GET"])
def dictionary(request: Request, name: str) -> HttpResponse:
    """The codes of one dictionary in their order, or what `q` finds in it, the closest first."""
    asked = DictionaryQuery(data=request.query_params)
    asked.is_valid(raise_exception=True)
    given = asked.validated_data
    try:
        scheme = scheme_of(name, on=timezone.localdate(), version=given.get("version"))
    except Scheme.DoesNotExist:
        raise exceptions.NotFound("没有这部字典") from None
    rows = scheme.items.all() if given["disabled"] else scheme.items.filter(enabled=True)
    text = given.get("q", "").strip()
    if text:
        found = [{name: getattr(item, name) for name in SHOWN} for item in search(rows, text)]
    else:
        found = list(rows.values(*SHOWN))
    body = orjson.dumps(found[: given.get("limit")])
    return kept(request, body)


urlpatterns = [
    *record_urls("dictionary-schemes", SchemeViewSet),
    *record_urls("dictionary-items", ItemViewSet),
    path("dictionaries/", dictionaries),
    path("dictionaries/<slug:name>/", gzip_page(dictionary)),
]
