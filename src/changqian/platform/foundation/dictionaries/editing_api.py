"""Dictionaries as the system administrator keeps them: every version, every code, with history."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from changqian.platform.foundation.dictionaries import editing
from changqian.platform.foundation.dictionaries.models import Item, Scheme
from changqian.platform.foundation.records.api import RecordViewSet, checked
from changqian.platform.kernel.permissions import holds


class SchemeSerializer(serializers.ModelSerializer):
    codes = serializers.IntegerField(label="代码数")

    class Meta:
        model = Scheme
        fields = (
            *("id", "name", "title", "version", "effective_from", "effective_to", "source", "verified"),
            *("own", "codes"),
        )


class SchemeEdit(serializers.ModelSerializer):
    class Meta:
        model = Scheme
        fields = ("title", "effective_from", "effective_to", "source", "verified")
        extra_kwargs = {"effective_to": {"required": False}, "verified": {"required": False}}


class SchemeVersion(serializers.Serializer):
    edition = serializers.CharField(label="新版本", max_length=60)
    effective_from = serializers.DateField(label="生效日期")
    source: Any = serializers.CharField(label="依据", max_length=300)
    verified = serializers.BooleanField(label="已核对", required=False, default=False)


class ItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = Item
        fields = ("id", "scheme", "code", "name", "parent", "enabled", "own")


def parent_code() -> serializers.CharField:
    return serializers.CharField(label="上级代码", max_length=20, required=False, allow_blank=True, allow_null=True)


class ItemForm(serializers.Serializer):
    scheme = serializers.IntegerField(label="数据字典", min_value=1)
    code = serializers.CharField(label="代码", max_length=20)
    name = serializers.CharField(label="名称", max_length=200)
    parent: Any = serializers.CharField(
        label="上级代码", max_length=20, required=False, allow_blank=True, allow_null=True
    )


class ItemEdit(serializers.Serializer):
    name = serializers.CharField(label="名称", max_length=200)
    parent: Any = serializers.CharField(
        label="上级代码", max_length=20, required=False, allow_blank=True, allow_null=True
    )


class ItemSwitch(serializers.Serializer):
    enabled = serializers.BooleanField(label="启用")


def does(name: str, service: Callable[..., Any], form: type[serializers.Serializer]) -> Callable[..., Response]:
    """Expose one service as `POST /<pk>/<name>/`."""

    def view(self: RecordViewSet, request: Request, pk: str) -> Response:
        return Response(self.detail_of(service(int(pk), actor=request.user, **checked(form, request.data))))

    view.__name__ = name
    return extend_schema(request=form)(action(detail=True, methods=["post"], url_path=name)(view))


class Editing(RecordViewSet):
    permission_classes = [holds(editing.ACTION)]

    def retrieve(self, request: Request, pk: str) -> Response:
        return Response(self.detail_of(self.get_object()))


class SchemeFilter(filters.FilterSet):
    verified = filters.BooleanFilter()
    own = filters.BooleanFilter()


class SchemeViewSet(Editing):
    queryset = Scheme.objects.all()
    serializer_class = SchemeSerializer
    filterset_class = SchemeFilter
    searched = ("title", "name", "version", "source")
    ordered = ("title", "effective_from")
    edit = does("edit", editing.edit_scheme, SchemeEdit)
    new_version = does("new_version", editing.new_version, SchemeVersion)

    def get_queryset(self) -> QuerySet:
        return Scheme.objects.annotate(codes=Count("items")).order_by("title", "-effective_from")

    def detail_of(self, row: Scheme) -> Mapping[str, object]:
        return SchemeSerializer(self.get_queryset().get(pk=row.pk)).data


class ItemFilter(filters.FilterSet):
    scheme = filters.NumberFilter(min_value=1, max_value=2**53)
    enabled = filters.BooleanFilter()


class ItemViewSet(Editing):
    queryset = Item.objects.all()
    serializer_class = ItemSerializer
    filterset_class = ItemFilter
    ordered = ("code", "name")
    history: Any = None  # told with its scheme
    edit = does("edit", editing.edit_item, ItemEdit)
    switch = does("switch", editing.switch_item, ItemSwitch)

    def get_queryset(self) -> QuerySet:
        return Item.objects.order_by("scheme", "order", "pk")

    def looking_for(self, text: str) -> Q:
        return Q(code__istartswith=text) | Q(name__icontains=text) | Q(initials__contains=text.upper())

    def detail_of(self, row: Item) -> Mapping[str, object]:
        return ItemSerializer(row).data

    @extend_schema(request=ItemForm, responses={201: ItemSerializer})
    def create(self, request: Request) -> Response:
        item = editing.add_item(actor=request.user, **checked(ItemForm, request.data))  # type: ignore[arg-type]
        return Response(self.detail_of(item), status=status.HTTP_201_CREATED)
