"""Columns that are sealed at rest, and serializer fields that mask them."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from rest_framework import serializers

from changqian.platform.kernel.crypto import Sealer


@lru_cache
def sealer() -> Sealer:
    return Sealer((settings.KEYS["field"],))


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Text stored as SM4-GCM ciphertext. Search it through an index column: `blind(value)`."""

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return sealer().open(value) if value else value

    def get_prep_value(self, value: object) -> str | None:
        return sealer().seal(str(value)) if value else None if value is None else ""


def blind(value: str) -> str:
    """What an index column of a sealed value holds: empty for empty."""
    return sealer().index(value) if value else ""


def masked(value: str) -> str:
    """The first three and last four characters; 身份证号 keeps six and four. (GB/T 35273-2020)"""
    head = 6 if len(value) == 18 else 3
    return f"{value[:head]}{'*' * max(len(value) - head - 4, 1)}{value[-4:]}" if value else value


class MaskedField(serializers.CharField):
    """A phone or identity number: shown with its middle hidden; a masked value is not accepted back."""

    def to_representation(self, value: str) -> str:
        return masked(value)

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if "*" in value:
            raise serializers.ValidationError("请填写完整内容，不能带星号")
        return value
