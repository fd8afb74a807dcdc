from changqian.platform.foundation.accounts.models import Role, User
from changqian.platform.foundation.accounts.roles import ROLES


def platform() -> User:
    """The user in whose name jobs act. Nobody can sign in as it."""
    user, made = User.objects.get_or_create(is_system=True, defaults={"username": "platform", "name": "平台"})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def load_roles() -> int:
    """Bring the delivered roles up to date; return how many there are."""
    for role in ROLES:
        Role.objects.update_or_create(
            code=role.code,
            defaults={"name": role.name, "home": role.home, "permissions": sorted(role.permissions)},
        )
    return len(ROLES)
