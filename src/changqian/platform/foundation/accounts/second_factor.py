"""The second factor of administrators: a code of the moment from an app on the phone, or a recovery code.

TOTP as RFC 6238 has it (SHA-1, 30 s, six digits): what every authenticator understands.
"""

import secrets
from base64 import b32decode, b32encode
from datetime import datetime
from urllib.parse import quote

import segno
from django.conf import settings
from django.db import transaction
from django_otp.oath import TOTP

from changqian.platform.foundation.accounts.models import RecoveryCode, SecondFactor, User
from changqian.platform.foundation.accounts.rules import FACTOR_REST, FACTOR_TRIES, RECOVERY_CODES, Act
from changqian.platform.foundation.audit.services import record
from changqian.platform.kernel.crypto import hmac_sm3
from changqian.platform.kernel.errors import RuleViolation

ISSUER = "常企安"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another


def enrolled(user: User) -> bool:
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def begin(user: User) -> dict[str, str]:
    """A secret to be taken into an app: {secret, uri, image}. RuleViolation if one is in force."""
    if enrolled(user):
        raise RuleViolation("已启用动态口令；更换手机请先用恢复码登录，再由其他管理员申请重置")
    secret = b32encode(secrets.token_bytes(20)).decode()
    SecondFactor.objects.update_or_create(
        user=user, defaults={"secret": secret, "confirmed_at": None, "last_step": 0, "failures": 0, "failed_at": None}
    )
    uri = f"otpauth://totp/{quote(f'{ISSUER}:{user.username}')}?secret={secret}&issuer={quote(ISSUER)}"
    return {"secret": secret, "uri": uri, "image": segno.make(uri, error="m").svg_data_uri(scale=4, border=2)}


def confirm(user: User, code: str, *, now: datetime) -> list[str]:
    """Put the secret in force that `begin` gave, once its code was typed; the recovery codes, shown this once."""
    factor = SecondFactor.objects.filter(user=user, confirmed_at=None).first()
    if factor is None:
        raise RuleViolation("请先扫描二维码")
    _refuse_wrong(user, code, now=now, recovery=False)
    with transaction.atomic():
        SecondFactor.objects.filter(pk=factor.pk).update(confirmed_at=now)
        codes = _new_codes(user)
        record(actor=user, action=f"accounts.{Act.ENROL}", row=user, changes={})
    return codes


def check(user: User, code: str, *, now: datetime) -> None:
    """RuleViolation (field `code`) unless this is the code of the moment, not seen before, or a recovery code."""
    _refuse_wrong(user, code, now=now, recovery=True)


def renew_codes(user: User, code: str, *, now: datetime) -> list[str]:
    """New recovery codes instead of the old; takes a code of the moment."""
    _refuse_wrong(user, code, now=now, recovery=False)
    with transaction.atomic():
        record(actor=user, action=f"accounts.{Act.RENEW_CODES}", row=user, changes={})
        return _new_codes(user)


@transaction.atomic
def reset(user: User, *, actor: User) -> None:
    """Take the second factor away, for somebody who lost phone and codes: he enrols anew at the next sign-in.

    The caller has seen to it that another administrator asked and one approved. RuleViolation for one's own.
    """
    if actor.pk == user.pk:
        raise RuleViolation("不能重置自己的动态口令，请由其他管理员申请")
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    record(actor=actor, action=f"accounts.{Act.RESET_FACTOR}", row=user, changes={})


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


def _refuse_wrong(user: User, code: str, *, now: datetime, recovery: bool) -> None:
    """A transaction of its own: a wrong guess stays counted, and of two with the same code one gets in."""
    with transaction.atomic(durable=True):
        verdict = _tried(user, "".join(code.split()).lower(), now, recovery)
    if verdict:
        raise RuleViolation(verdict, field="code")


def _tried(user: User, code: str, now: datetime, recovery: bool) -> str:
    factor = SecondFactor.objects.select_for_update().filter(user=user).first()
    if factor is None:
        return "尚未启用动态口令"
    rest = factor.failed_at and factor.failures >= FACTOR_TRIES and factor.failed_at + FACTOR_REST - now
    if rest and rest.total_seconds() > 0:
        return f"动态口令输错次数过多，请{int(rest.total_seconds() // 60) + 1}分钟后再试"
    step = _step(factor, code, now)
    used = recovery and RecoveryCode.objects.filter(mac=_mac(user, code), used_at=None).update(used_at=now)
    if step is None and not used:
        factor.failures = 1 if rest else factor.failures + 1
        factor.failed_at = now
        factor.save(update_fields=["failures", "failed_at"])
        return "动态口令不正确，请核对手机时间后重新输入" if len(code) <= 6 else "恢复码不正确或已用过"
    factor.failures, factor.last_step = 0, factor.last_step if step is None else step
    factor.save(update_fields=["failures", "last_step"])
    return ""


def _step(factor: SecondFactor, code: str, now: datetime) -> int | None:
    """The time step of a right code; a phone's clock may be half a minute off."""
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return None
    totp = TOTP(b32decode(factor.secret))
    totp.time = now.timestamp()
    return int(totp.t()) if totp.verify(int(code), tolerance=1, min_t=factor.last_step + 1) else None


def _new_codes(user: User) -> list[str]:
    codes = ["".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, mac=_mac(user, code)) for code in codes)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _mac(user: User, code: str) -> str:
    plain = f"{user.pk}.{code.replace('-', '')}".encode("utf-8", "replace")
    return hmac_sm3(settings.KEYS["django"] + b"recovery code", plain)
