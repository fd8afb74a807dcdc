"""What may be asked of an interface client, and what it may ask. Pure: no database, no clock.

The tender (NF04) wants identity, network and session checked at every call, the content encrypted on demand, and each
interface's visibility and verbs controlled per client.
"""

import ipaddress
import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.steps import Steps

WINDOW = timedelta(minutes=5)
"How far a call's own clock may be from ours; within it a nonce is good for one call."
NONCES_KEPT = WINDOW * 3
"A timestamp may lie five minutes ahead, so a nonce must be known for ten; the rest is for clocks of several copies."
SESSION_LIVES = timedelta(minutes=30)
SESSIONS_PER_CLIENT = 20
OVERLAP = timedelta(days=7)
"How long the key before stays good when a new one is issued, unless another time is asked for."
MOST_OVERLAP_DAYS = 30
CALLS_KEPT = timedelta(days=200)
"The log of calls is kept for six months at least (网络安全法)."
REFUSED_PER_ADDRESS = 60
"Refused calls of one address and minute that are answered one by one and logged; beyond it stands at the door."
NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
ADMINISTRATORS_CALL_NOTHING = "接口客户端不能使用三类管理员的角色"


class Status(TextChoices):
    PENDING = "pending", "待审批"
    ACTIVE = "active", "启用"
    SUSPENDED = "suspended", "停用"


class Step(TextChoices):
    APPLY = "apply", "登记接口客户端"
    EDIT = "edit", "修改接口客户端"
    PROPOSE = "propose", "申请变更权限"
    APPROVE = "approve", "批准权限"
    REJECT = "reject", "驳回申请"
    SUSPEND = "suspend", "停用"
    RESUME = "resume", "恢复启用"
    ISSUE_KEY = "issue_key", "签发密钥"
    END = "end", "注销接口客户端"


STEPS = Steps(
    "接口客户端",
    Status,
    {
        **{(status, step): status for status in Status for step in (Step.EDIT, Step.PROPOSE, Step.REJECT, Step.END)},
        **{(status, Step.ISSUE_KEY): status for status in Status},
        (Status.PENDING, Step.APPROVE): Status.ACTIVE,
        (Status.ACTIVE, Step.APPROVE): Status.ACTIVE,
        (Status.SUSPENDED, Step.APPROVE): Status.SUSPENDED,
        (Status.ACTIVE, Step.SUSPEND): Status.SUSPENDED,
        (Status.SUSPENDED, Step.RESUME): Status.ACTIVE,
    },
)


class Why(TextChoices):
    """Why a call was refused before it reached what it asked for; as the log of calls says it."""

    MALFORMED = "malformed", "签名头格式不对"
    UNKNOWN = "unknown", "没有此客户端或密钥版本"
    SIGNATURE = "signature", "签名不符"
    CLOCK = "clock", "时间戳超出5分钟"
    SUSPENDED = "suspended", "客户端未启用"
    EXPIRED = "expired", "授权已到期"
    ADDRESS = "address", "来源地址不在名单内"
    REPLAYED = "replayed", "随机数已用过"
    SESSION = "session", "会话令牌无效"
    HIDDEN = "hidden", "方法未开放"
    LIMITED = "limited", "超过限次"
    PLAIN = "plain", "要求加密而未加密"
    SEALED = "sealed", "密文无法解开"


SENTENCES = {
    Why.MALFORMED: "签名头格式不对，请参照接口文档检查 Authorization 的各个字段",
    Why.UNKNOWN: "客户端、密钥版本或签名不正确",
    Why.SIGNATURE: "客户端、密钥版本或签名不正确",
    Why.CLOCK: "时间戳与服务器时间相差超过5分钟，请校准时钟后重新签名",
    Why.SUSPENDED: "此接口客户端未启用，请联系平台管理员",
    Why.EXPIRED: "此接口客户端的授权已到期，请联系平台管理员续期",
    Why.ADDRESS: "来源地址不在此接口客户端的地址名单内",
    Why.REPLAYED: "随机数已经用过，请为每次调用生成新的随机数",
    Why.SESSION: "会话令牌无效或已过期，请重新取得",
    Why.HIDDEN: "没有这个地址",
    Why.LIMITED: "调用次数超过限额，请稍后再试",
    Why.PLAIN: "此接口客户端要求加密传输，请按接口文档加密请求内容",
    Why.SEALED: "请求内容无法解密，请检查密钥版本、随机数和密文格式",
}
STATUS_CODES = {
    **dict.fromkeys((Why.MALFORMED, Why.UNKNOWN, Why.SIGNATURE, Why.CLOCK, Why.REPLAYED, Why.SESSION), 401),
    **dict.fromkeys((Why.SUSPENDED, Why.EXPIRED, Why.ADDRESS), 403),
    **dict.fromkeys((Why.PLAIN, Why.SEALED), 400),
    Why.HIDDEN: 404,
    Why.LIMITED: 429,
}


def neat_networks(given: Iterable[str]) -> list[str]:
    """The address list as it is kept: networks in their short form, each once; RuleViolation for what is none.

    The whole internet is no list: shorter than /8 (IPv4) or /32 (IPv6) is refused.
    """
    found: list[str] = []
    for text in given:
        try:
            network = ipaddress.ip_network(text.strip(), strict=False)
        except ValueError:
            raise RuleViolation(
                f"“{text.strip()[:50]}”不是地址或网段，请填写如 10.1.2.3 或 10.1.2.0/24", field="addresses"
            ) from None
        if network.prefixlen < (8 if network.version == 4 else 32):
            raise RuleViolation(f"网段{network}过大，等于不限制来源，请缩小范围", field="addresses")
        short = str(network.network_address) if network.num_addresses == 1 else str(network)
        if short not in found:
            found.append(short)
    if not found:
        raise RuleViolation("请至少填写一个来源地址", field="addresses")
    if len(found) > 50:
        raise RuleViolation("来源地址最多50个，请合并为网段", field="addresses")
    return found


def comes_from(address: str, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the networks; an IPv4 address in IPv6 clothes counts as what it is."""
    try:
        host = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped:
        host = host.ipv4_mapped
    return any(host in ipaddress.ip_network(each) for each in networks)


def refuse_expiry(expires_on: date, *, today: date) -> None:
    """An authorisation ends some day: at most three years ahead."""
    if expires_on < today:
        raise RuleViolation("到期日期不能早于今天", field="expires_on")
    if expires_on > today + timedelta(days=3 * 366):
        raise RuleViolation("授权期限最长3年，到期前可以申请续期", field="expires_on")
