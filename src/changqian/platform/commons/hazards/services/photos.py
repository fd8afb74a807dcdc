"""Pictures of a hazard, its rounds and its story; who may see the hazard may see them."""

from collections.abc import Iterable, Sequence
from typing import Any

from changqian.platform.foundation.accounts.models import User
from changqian.platform.kernel.errors import RuleViolation


def keep(owner: Any, slot: str, photos: Sequence[int], *, actor: User) -> None:
    if photos:
        raise RuleViolation("照片服务尚未启用", field="photos")


def shown(owners: Iterable[Any], slots: Sequence[str]) -> dict[int, list[dict[str, object]]]:
    """The pictures in these slots, by the owner's pk."""
    return {}
