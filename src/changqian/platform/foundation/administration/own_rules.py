"""What somebody may ask about what is kept of himself, and what stays when he is erased. Pure.

个人信息保护法 第四十六条 (correction), 第四十七条 (erasure, what other laws keep), 第五十条 (an answer with reasons).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from changqian.platform.foundation.accounts.rules import ADMINISTRATORS
from changqian.platform.foundation.administration.rules import Own
from changqian.platform.foundation.approvals.rules import Asked
from changqian.platform.kernel.errors import RuleViolation

LEAST_WORDS, MOST_WORDS = 4, 200
MOST_ROLES = 100
"Characters of somebody's roles that are said: the account itself tells them all."
ROLES = "现在的角色"
GONE = "手机号、身份证号、密码、登录设备、消息和设置"
NOBODY = "已注销"
"What an erased account is called where no law wants the name."


@dataclass(frozen=True, slots=True)
class Kept:
    """What erasure leaves, stored and used for nothing else. (第四十七条第二款)"""

    what: str
    why: str


def kept(*, acted: bool) -> list[Kept]:
    """What other laws want kept. `acted`: whether he wrote into any record beside his own account."""
    found = [
        Kept("登录和操作的审计记录", "网络安全法第二十一条：网络日志留存不少于六个月"),
        Kept("企业人员档案和培训记录，由企业保存", "安全生产法第二十八条：建立培训档案，如实记录参加人员"),
    ]
    if acted:
        found.insert(0, Kept("办理过的隐患、巡查等记录和其中的姓名", "安全生产法第四十一条：排查治理情况应当如实记录"))
    return found


def name_afterwards(name: str, *, acted: bool) -> str:
    """A record that must be true says who made it; nothing else needs the name."""
    return name if acted else NOBODY


def in_words(words: str, roles: Collection[str], stays: Collection[Kept]) -> str:
    """What whoever decides about an erasure must know: why, what he may do today, what goes and what stays."""
    held = "；".join(roles) or "没有角色"
    told = (
        ("原因", words.strip() or "没有填写"),
        (ROLES, held if len(held) <= MOST_ROLES else f"{held[:MOST_ROLES]}……共{len(roles)}个"),
        ("批准后", f"账号注销，{GONE}全部删除，不能恢复"),
        ("依法保存", "；".join(each.what for each in stays)),
    )
    return "\n".join(f"{label}：{said}" for label, said in told)


def own_words(body: str) -> str:
    """What he said himself of a request: the rest he read when he asked."""
    return body.partition(f"\n{ROLES}：")[0]


def refuse_asking(kind: str, words: str, roles: Collection[str]) -> None:
    """RuleViolation for words that say nothing, and for the three administrators, who are relieved first."""
    if kind == Own.CORRECT and len(words.strip()) < LEAST_WORDS:
        raise RuleViolation("请写明哪一项有误、应该是什么", field="words")
    if ADMINISTRATORS & set(roles):
        raise RuleViolation("您担任管理员，请先由另一名管理员办理交接，再提出申请")


def steps(kind: str, within: timedelta) -> list[Asked]:
    """Who decides: a correction, whoever keeps the accounts; an erasure needs two of the three, half the time each."""
    if kind == Own.CORRECT:
        return [Asked("核实并更正", "privacy.weigh", within=within)]
    return [
        Asked("核实本人和须保存的记录", "privacy.weigh", order=1, within=within / 2),
        Asked("批准删除", "privacy.erase", order=2, within=within / 2),
    ]
