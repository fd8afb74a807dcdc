"""Asking for a permission where there are no rows to ask about."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class Holds(BasePermission):
    """The caller holds a permission by a grant that nothing narrows: what is asked for belongs to no region."""

    message = "您没有此项权限"
    permission = ""

    def has_permission(self, request: Request, view: object) -> bool:
        return any(
            self.permission in grant.permissions
            and (grant.regions, grant.departments, grant.enterprises, grant.own_only) == (None, None, None, None)
            for grant in getattr(request.user, "grants", ())
        )


def holds(permission: str) -> type[Holds]:
    """The permission class that asks for this permission."""
    return type("Holds", (Holds,), {"permission": permission})
