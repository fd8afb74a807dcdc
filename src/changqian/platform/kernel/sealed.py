"""Columns that are sealed at rest, and serializer fields that mask them."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from rest_framework import serializers

from changqian.platform.kernel.crypto import CryptoProvider, Sealer
from changqian.platform.kernel.keyring import SoftwareProvider
from changqian.platform.kernel.masking import MASKS, embedded


def in_software() -> CryptoProvider:
    """The keys in a file (settings.KEYRING), used by this process."""
    return SoftwareProvider(settings.KEYRING, first=settings.KEYS["field"])


@lru_cache
def sealer() -> Sealer:
    """With whatever holds the keys here: settings.CRYPTO_PROVIDER names the function that makes it."""
    return Sealer(import_string(settings.CRYPTO_PROVIDER)())


class SealedField(models.TextField):  # type: ignore[type-arg]  # django-stubs only: at run time it takes none
    """Text stored as SM4-GCM ciphertext that opens in this column only. Search it through an index column, which is
    named `<name>_index`: write `blind(value)`, look for any of `blinds(value)`."""

    def bound(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return sealer().open(value, bound=self.bound()) if value else value

    def get_prep_value(self, value: object) -> str | None:
        return sealer().seal(str(value), bound=self.bound()) if value else None if value is None else ""


def blind(value: str) -> str:
    """What an index column of a sealed value holds: empty for empty."""
    return sealer().index(value) if value else ""


def blinds(value: str) -> tuple[str, ...]:
    """All that the index column may hold for this value while a rotation is under way; look with `__in`."""
    return sealer().indexes(value) if value else ("",)


def masked(value: str, mask: str = "number") -> str:
    """The value as everybody may see it; `kernel.masking` says how."""
    return MASKS[mask](value) if value else value


class MaskedField(serializers.CharField):
    """A sensitive value: shown with its middle hidden; a masked value is not accepted back."""

    def __init__(self, *, mask: str = "number", **options: Any) -> None:
        self.mask = mask
        super().__init__(**options)

    def to_representation(self, value: str) -> str:
        return masked(value, self.mask)

    def to_internal_value(self, data: Any) -> str:
        value = super().to_internal_value(data)
        if "*" in value:
            raise serializers.ValidationError("请填写完整内容，不能带星号")
        return value


class EmbeddedField(serializers.CharField):
    """A text that may contain an identity number: shown with that hidden. What a star given back means, its service
    says."""

    def to_representation(self, value: str) -> str:
        return embedded(value)
