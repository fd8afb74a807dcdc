from datetime import UTC, datetime

import pytest

from changqian.platform.foundation.accounts.rules import locked_sentence, together, weaknesses

MISSING = "密码须同时包含大写字母、小写字母、数字和特殊字符，还缺少"


@pytest.mark.parametrize(
    ("password", "sentences"),
    [
        ("Hutang#2026", []),
        ("湖塘Aa1#湖塘", []),
        ("Aa1#", ["密码长度应为8至64位"]),
        ("hutang#2026", [f"{MISSING}大写字母"]),
        ("HUTANG#2026", [f"{MISSING}小写字母"]),
        ("Hutang####", [f"{MISSING}数字"]),
        ("Hutang 2026", [f"{MISSING}特殊字符"]),
        ("12345678", [f"{MISSING}大写字母、小写字母、特殊字符"]),
        ("xOFFICERx#1", ["密码不能包含账号"]),
        ("", ["密码长度应为8至64位", f"{MISSING}大写字母、小写字母、数字、特殊字符"]),
    ],
)
def test_what_is_wrong_with_a_password_is_said_in_sentences(password, sentences):
    assert weaknesses(password, "officer") == sentences


@pytest.mark.parametrize(
    ("roles", "allowed"),
    [
        (["sysadmin"], True),
        (["officer", "district"], True),
        (["sysadmin", "officer"], True),
        (["sysadmin", "secadmin"], False),
        (["secadmin", "auditor", "city"], False),
    ],
)
def test_the_three_administrators_are_three_people(roles, allowed):
    assert together(roles) is allowed


def test_the_lock_says_until_when_and_whom_to_ask():
    assert locked_sentence(datetime(2026, 3, 16, 9, 5, tzinfo=UTC), after=5) == (
        "密码连续输错5次，账号已锁定，09:05后可再试；急需登录请用短信解除锁定"
    )
