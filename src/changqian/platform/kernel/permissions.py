"""Asking for a permission where there are no rows to ask about."""

from django.core.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


def unnarrowed(actor: object, permission: str) -> bool:
    """Whether the actor holds the permission by a grant that nothing narrows."""
    return any(
        permission in grant.permissions
        and (grant.regions, grant.departments, grant.enterprises, grant.own_only) == (None, None, None, None)
        for grant in getattr(actor, "grants", ())
    )


def require(actor: object, permission: str) -> None:
    """PermissionDenied unless the actor holds the permission over the whole city: for services without a row."""
    if not unnarrowed(actor, permission):
        raise PermissionDenied("您没有此项权限")


class Holds(BasePermission):
    """The caller holds a permission by a grant that nothing narrows: what is asked for belongs to no region."""

    message = "您没有此项权限"
    permission = ""

    def has_permission(self, request: Request, view: object) -> bool:
        return unnarrowed(request.user, self.permission)


def holds(permission: str) -> type[Holds]:
    """The permission class that asks for this permission."""
    return type("Holds", (Holds,), {"permission": permission})
