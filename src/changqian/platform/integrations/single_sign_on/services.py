"""Who stands behind an identity: bound once, by the phone that the account knows."""

from datetime import datetime

from django.db import IntegrityError, transaction

from changqian.platform.foundation.accounts.models import Identity, User
from changqian.platform.foundation.accounts.rules import Act
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.sms.rules import Purpose, phone_number
from changqian.platform.foundation.sms.services import check_code
from changqian.platform.integrations.single_sign_on.client import Provider
from changqian.platform.kernel.errors import RuleViolation


def known(provider: Provider, subject: str, *, now: datetime) -> User | None:
    """The user bound to this identity; its use is noted."""
    found = Identity.objects.filter(provider=provider.name, subject=subject).select_related("user").first()
    if found is None:
        return None
    if not found.user.is_active:
        raise RuleViolation("绑定的账号已停用，请联系系统管理员")
    Identity.objects.filter(pk=found.pk).update(last_used_at=now)
    return found.user


def bind(provider: Provider, subject: str, *, phone: str, code: str, now: datetime) -> User:
    """Bind the identity to the account with this phone, which the code proves; the user."""
    phone = phone_number(phone)
    check_code(phone, Purpose.BIND_LOGIN, code, now=now)
    user = User.with_phone(phone)
    if user is None:
        raise RuleViolation("此手机号没有对应的常企安账号，请联系管理员开通，或核对账号登记的手机号", field="phone")
    try:
        with transaction.atomic():
            Identity.objects.create(user=user, provider=provider.name, subject=subject, bound_at=now, last_used_at=now)
            record(actor=user, action=f"accounts.{Act.BIND}", row=user, changes={"provider": provider.name})
    except IntegrityError as error:
        raise RuleViolation(f"此账号已绑定另一个{provider.name}身份，请用密码登录后先解除绑定") from error
    return user
