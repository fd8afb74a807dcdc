"""Registering and editing enterprises: what is accepted, and what each refusal says."""

from decimal import Decimal

import pytest

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.dictionaries.rules import Scale
from changqian.platform.foundation.dictionaries.services import load_dictionaries
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.rules import above_scale
from changqian.platform.foundation.enterprises.services import (
    edit_contact,
    edit_enterprise,
    end_enterprise,
    register_enterprise,
)
from changqian.platform.kernel.codes import registration_number_for, uscc_for
from changqian.platform.kernel.errors import RuleViolation

NEW = uscc_for("MA000001")


def new(cast, **fields):
    return register_enterprise(
        actor=cast.town, **{"uscc": NEW, "name": "湖塘新厂", "region": cast.hutang, "industry": "C3484", **fields}
    )


@pytest.mark.parametrize(
    ("uscc", "sentence"),
    [
        ("", "请填写统一社会信用代码；没有信用代码的老企业请填写原注册号"),
        ("9132041256789012", "统一社会信用代码应为18位，现为16位"),
        ("320412000000001", "统一社会信用代码应为18位，现为15位，15位的旧注册号请填在“原注册号”"),
        ("913204125678901201", "统一社会信用代码校验不通过"),
        ("9132041256789O120K", "统一社会信用代码第14位是字母O，代码中不使用字母I、O、S、V、Z，请核对是否为数字0"),
        ("X1320412567890120K", "不是登记管理部门代码"),
        ("91三20412567890120K", "不是数字或字母"),
    ],
)
def test_a_wrong_code_is_refused_with_the_precise_reason(cast, uscc, sentence):
    with pytest.raises(RuleViolation) as refused:
        new(cast, uscc=uscc)
    assert sentence in str(refused.value)
    assert refused.value.field == "uscc"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"name": "厂"}, "name", "企业名称至少2个字"),
        ({"name": "湖塘\u200b新厂"}, "name", "看不见的字符"),
        ({"contact_phone": "1386100"}, "contact_phone", "手机号应为11位，现为7位"),
        ({"uscc": None, "legacy_reg_no": "320412000000009"}, "legacy_reg_no", "原注册号校验不通过"),
    ],
)
def test_other_wrong_fields(cast, fields, field, sentence):
    with pytest.raises(RuleViolation) as refused:
        new(cast, **fields)
    assert sentence in str(refused.value)
    assert refused.value.field == field


def test_a_district_is_not_a_town(cast):
    with pytest.raises(RuleViolation, match="属地请选择到镇街，“武进区”是区县；市外注册的企业请选择“常州市”"):
        new(cast, region=cast.wujin_region)


def test_codes_are_stored_clean(cast):
    firm = new(cast, uscc=f" {NEW[:6]} {NEW[6:].lower()} ", name="  湖塘   新厂 ", contact_phone="+86 138-6100-0001")
    assert (firm.uscc, firm.name, firm.contact_phone) == (NEW, "湖塘 新厂", "13861000001")


def test_an_old_firm_may_have_only_its_registration_number(cast):
    number = registration_number_for("32041200000001")
    firm = new(cast, uscc=None, legacy_reg_no=number)
    assert (firm.uscc, firm.legacy_reg_no) == (None, number)
    with pytest.raises(RuleViolation, match="该注册号已登记：湖塘新厂（湖塘镇）"):
        new(cast, uscc=None, legacy_reg_no=number, name="又一家")


def test_who_holds_a_code_is_said_as_far_as_one_may_know(cast):
    with pytest.raises(RuleViolation) as seen:
        new(cast, uscc=cast.enterprise.uscc)
    assert str(seen.value) == (
        "该信用代码已登记：常州湖塘机械厂有限公司（湖塘镇）。如需登记新的经营地点，请在该企业下新增场所，不要重复登记企业"
    )
    with pytest.raises(RuleViolation) as hidden:
        new(cast, uscc=cast.rival.uscc)
    assert "青龙纺织" not in str(hidden.value)
    assert str(hidden.value) == (
        "该信用代码已在青龙街道登记，不在您的管辖范围内。请联系青龙街道安监部门核对；"
        "如需登记新的经营地点，请在该企业下新增场所（填写信用代码即可）"
    )


def test_a_firm_without_a_site_lies_where_it_is_registered(cast):
    firm = new(cast)
    assert Enterprise.objects.within(cast.town, "enterprises.view").filter(pk=firm.pk).exists()
    assert not Enterprise.objects.within(cast.liyang, "enterprises.view").filter(pk=firm.pk).exists()


def test_a_firm_registered_outside_lies_where_its_first_site_is(cast):
    firm = new(cast, region=cast.city_region, site={"name": "常州工厂", "region": cast.hutang})
    assert firm.region == cast.city_region
    assert [place.region for place in firm.regions.all()] == [cast.hutang]


def test_a_town_registers_only_at_home(cast):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied, match="不在您的管辖范围内"):
        new(cast, region=cast.niutang)


@pytest.mark.parametrize(
    ("industry", "revenue", "above"),
    [("C3484", 2000, True), ("C3484", 1999, False), ("F5211", 9999, False), ("C3484", None, None), ("", 5000, False)],
)
def test_only_industry_is_above_scale(industry, revenue, above):
    assert above_scale(industry, None if revenue is None else Decimal(revenue)) is above


def test_size_follows_when_the_firm_grows(cast):
    firm = edit_contact(
        cast.enterprise.pk, actor=cast.officer, expected_version=None, staff_count=320, revenue=Decimal(2500)
    )
    assert (firm.scale, firm.is_above_scale) == (Scale.MEDIUM, True)
    entry = Entry.objects.order_by("-pk").first()
    assert entry.action == "enterprises.edit_contact"
    assert entry.changes["staff_count"] == [0, 320]


def test_the_officer_does_not_rename_the_firm(cast):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied, match="您没有此项权限"):
        edit_enterprise(cast.enterprise.pk, actor=cast.officer, expected_version=None, name="新名称")


def test_editing_keeps_a_code(cast):
    with pytest.raises(RuleViolation, match="统一社会信用代码和原注册号不能都为空"):
        edit_enterprise(cast.enterprise.pk, actor=cast.town, expected_version=None, uscc="")
    firm = edit_enterprise(cast.enterprise.pk, actor=cast.town, expected_version=1, uscc=cast.enterprise.uscc.lower())
    assert firm.uscc == cast.enterprise.uscc


@pytest.fixture
def dictionaries(cast):
    from django.core.cache import cache

    load_dictionaries()
    yield
    cache.clear()


def test_the_industry_must_exist_and_decides_who_supervises(cast, dictionaries):
    with pytest.raises(RuleViolation, match="国民经济行业代码“C9999”不存在，请从行业列表中选择") as refused:
        new(cast, industry="C9999")
    assert refused.value.field == "industry"
    firm = new(cast, industry=" 3252 ")
    assert (firm.industry, firm.supervised_industry) == ("C3252", "nonferrous")
    firm = edit_enterprise(firm.pk, actor=cast.town, expected_version=None, industry="c3054")
    assert (firm.industry, firm.supervised_industry) == ("C3054", "light")


def test_the_explanation_names_the_rule(cast, api, dictionaries):
    firm = new(cast, industry="C3252", staff_count=320, revenue=Decimal(2500))
    reasons = {
        each["field"]: each for each in api(cast.town).get(f"/api/enterprises/{firm.pk}/explain/").json()["reasons"]
    }
    assert reasons["监管行业"]["value"] == "有色"
    assert reasons["监管行业"]["because"] == "国民经济行业C3252铝压延加工，对照表规定32属于有色"
    assert "应急厅〔2019〕17号" in reasons["监管行业"]["source"]
    assert reasons["监管行业"]["verified"] is False
    assert reasons["企业规模"]["value"] == "中型"
    assert reasons["企业规模"]["because"] == (
        "从业人员320人、年主营业务收入2500.00万元，同时达到中型下限（300人、2000万元收入）"
    )
    assert reasons["规上企业"]["because"] == "属于工业门类（B、C、D），年主营业务收入2500.00万元达到2000万元"


def test_a_changed_rule_table_reclassifies(cast, dictionaries):
    from changqian.platform.foundation.enterprises.tagging import reclassify

    assert reclassify(actor=cast.platform, today=cast.today) == 2  # The cast was registered before they were loaded.
    assert reclassify(actor=cast.platform, today=cast.today) == 0
    assert Enterprise.objects.get(pk=cast.enterprise.pk).supervised_industry == "machinery"


def test_only_a_firm_without_sites_is_deleted(cast):
    with pytest.raises(RuleViolation, match="该企业还有1个场所，请先关闭场所；企业歇业请改用状态变更"):
        end_enterprise(cast.enterprise.pk, actor=cast.wujin, expected_version=None, reason="重复")
    firm = end_enterprise(new(cast).pk, actor=cast.wujin, expected_version=None, reason="登记错误")
    assert firm.ended_at
    new(cast)  # Its code is free again.
