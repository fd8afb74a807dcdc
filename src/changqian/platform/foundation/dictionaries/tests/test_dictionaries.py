"""The dictionaries as they are delivered, loaded and looked up."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from rest_framework.test import APIClient

from changqian.platform.foundation.dictionaries.models import Item, Scheme
from changqian.platform.foundation.dictionaries.rules import becomes
from changqian.platform.foundation.dictionaries.services import (
    DATA,
    industry_code,
    items,
    load_dictionaries,
    scheme_of,
    search,
    supervised_industry,
)
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation

TODAY = date(2026, 11, 20)


@pytest.fixture
def loaded(db):
    cache.clear()
    return load_dictionaries()


def codes(name, **asked):
    return {each.code: each for each in items(name, on=TODAY, **asked)}


def test_everything_delivered_is_loaded_once(loaded):
    assert loaded.schemes == Scheme.objects.count() == len(list(DATA.glob("*.json")))
    assert loaded.items == Item.objects.count()
    again = load_dictionaries()
    assert (again.schemes, again.items) == (0, 0)


def test_the_industries_are_whole(loaded):
    """20 门类, 97 大类, 473 中类; of 小类 our source has 1381."""
    industries = codes("industries")
    lengths = [len(code) for code in industries]
    assert [lengths.count(each) for each in (1, 3, 4, 5)] == [20, 97, 473, 1381]
    assert all(each.parent in industries for each in industries.values() if each.parent)
    assert [each.parent for each in (industries["C"], industries["C32"], industries["C3252"])] == [None, "C", "C325"]
    assert industries["C3252"].name == "铝压延加工"


def test_sixty_four_criteria_of_major_hazards(loaded):
    criteria = codes("major_hazard_criteria")
    by_article = [each.extra["article"] for each in criteria.values()]
    assert [by_article.count(each) for each in range(3, 14)] == [3, 8, 13, 8, 7, 7, 2, 2, 10, 2, 2]
    assert "积尘" in criteria["MEM10-11-10"].name
    assert not scheme_of("major_hazard_criteria", on=TODAY).verified


def test_which_accident_types_hold_depends_on_the_day(loaded):
    assert scheme_of("accident_types", on=date(2026, 6, 30)).version == "GB 6441-1986"
    assert scheme_of("accident_types", on=date(2026, 7, 1)).version == "GB 6441-2025"
    assert scheme_of("accident_types", on=TODAY, version="GB 6441-1986").items.count() == 20
    assert len(codes("accident_types")) == 27


def test_old_accident_types_lead_to_new_ones(loaded):
    table = {code: each.extra["becomes"] for code, each in codes("accident_types", version="GB 6441-1986").items()}
    new = codes("accident_types").keys()
    assert {code for candidates in table.values() for code in candidates} <= new
    assert becomes("13", table) == "WSA10019"
    undecided = {code for code in table if becomes(code, table) is None}
    assert undecided == {"02", "14", "17", "18", "19", "20"}


def test_the_catalogue_tells_examples_from_official_rows(loaded):
    catalogue = codes("risk_catalogue")
    assert {code for code, each in catalogue.items() if not each.extra["demo"]} == {
        *(f"15{number:02d}" for number in range(1, 15)),
        *("1599", "1601", "1602", "1603", "1604"),
    }
    old = codes("accident_types", version="GB 6441-1986").keys()
    for code, each in catalogue.items():
        assert code[:2] == each.extra["category"]
        assert set(each.extra["accident_types"]) <= old
    assert {code[:2] for code in catalogue} == {f"{number:02d}" for number in range(1, 17)}


def test_frequencies_and_bands_are_marked_as_unverified(loaded):
    frequencies = codes("control_frequencies")
    assert len(frequencies) == 13
    assert frequencies["major-company"].name == "重大风险公司级每月1次"
    assert not scheme_of("control_frequencies", on=TODAY).verified
    assert not scheme_of("assessment_bands", on=TODAY).verified


@pytest.mark.parametrize(
    ("industry", "expected"),
    [
        ("C3110", "metallurgy"),
        ("C3252", "nonferrous"),
        ("C3021", "building_materials"),
        ("C3484", "machinery"),
        ("C3841", "light"),
        ("C1711", "textile"),
        ("C2614", "chemical"),
        ("C2720", "pharma"),
        ("F5211", "commerce"),
        ("F5265", "hazchem_trade"),
        ("G5949", "hazchem_trade"),
        ("B1011", "noncoal_mine"),
        ("D4411", "other_industry"),
        ("P8310", ""),
    ],
)
def test_industries_of_the_city_and_how_they_are_supervised(loaded, industry, expected):
    assert supervised_industry(industry, on=TODAY) == expected


def test_every_prefix_of_a_supervised_industry_exists(loaded):
    known = {prefix for code in codes("industries") for prefix in (code, code[1:])}
    for each in codes("supervised_industries").values():
        assert {*each.extra["include"], *each.extra["exclude"]} <= known


@pytest.mark.parametrize("typed", ["C3252", "c3252", "3252", " Ｃ３２５２ "])
def test_an_industry_code_is_read_as_people_type_it(loaded, typed):
    assert industry_code(typed, on=TODAY) == "C3252"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请选择国民经济行业"),
        ("C9999", "国民经济行业代码“C9999”不存在，请从行业列表中选择"),
        ("铝压延", "国民经济行业代码“铝压延”不存在，请从行业列表中选择"),
    ],
)
def test_what_is_no_industry_code_is_refused(loaded, typed, sentence):
    with pytest.raises(RuleViolation) as refused:
        industry_code(typed, on=TODAY)
    assert str(refused.value) == sentence
    assert refused.value.field == "industry"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("C3252", "C3252"),
        ("3252", "C3252"),
        ("铝压延", "C3252"),
        ("LYYJG", "C3252"),
        ("lyyjg", "C3252"),
        ("C32", "C32"),
        ("325", "C325"),
        ("纺织业", "C17"),
        ("水泥制造", "C3011"),
        ("Ｃ３２５２", "C3252"),
    ],
)
def test_an_industry_is_found_by_code_name_and_reading(loaded, text, first):
    assert search(items("industries", on=TODAY), text)[0].code == first


@pytest.mark.parametrize("text", ["不存在的行业", "%", "_", "\\", "C3252'", "[", "*"])
def test_nothing_is_found_for_nonsense(loaded, text):
    assert search(items("industries", on=TODAY), text) == []


def told(folder, *rows, **fields):
    scheme = {
        "name": "colours", "title": "颜色", "version": "1", "effective_from": "2020-01-01", "effective_to": None,
        "source": "本市", "verified": False, **fields,
    }  # fmt: skip
    (folder / "colours.json").write_text(json.dumps({**scheme, "items": list(rows)}))
    return load_dictionaries(folder)


def test_what_somebody_decided_survives_loading(db, tmp_path):
    told(tmp_path, {"code": "1", "name": "红"}, {"code": "2", "name": "橙"})
    Item.objects.filter(code="2").update(enabled=False)
    Scheme.objects.update(verified=True)
    assert told(tmp_path, {"code": "1", "name": "红"}, {"code": "2", "name": "橙"}).items == 0
    assert Scheme.objects.get().verified
    assert told(tmp_path, {"code": "1", "name": "红色"}, {"code": "2", "name": "橙"}).items == 2
    assert list(Item.objects.values_list("name", "enabled")) == [("红色", True), ("橙", False)]


def test_a_new_version_leaves_the_old_one(db, tmp_path):
    told(tmp_path, {"code": "1", "name": "红"}, effective_to="2025-12-31")
    told(tmp_path, {"code": "A", "name": "红"}, version="2", effective_from="2026-01-01")
    assert [each.code for each in items("colours", on=date(2025, 12, 31))] == ["1"]
    assert [each.code for each in items("colours", on=date(2026, 1, 1))] == ["A"]


def test_the_command_loads_it_all_and_may_be_run_again(db):
    cache.clear()
    first, again = StringIO(), StringIO()
    call_command("load_reference", stdout=first)
    call_command("load_reference", stdout=again)
    assert "行政区划：新增 75 个区划" in first.getvalue()
    assert "数据字典：" in first.getvalue()
    assert "行政区划：区划无变化" in again.getvalue()
    assert "无变化" in again.getvalue().split("数据字典：")[1].splitlines()[0]
    assert Region.objects.filter(kind="town").count() == 67


class TestDictionariesOverHttp:
    url = "/api/dictionaries/industries/"

    def test_all_codes_in_order(self, loaded, cast, api):
        found = api(cast.worker).get(self.url).json()
        assert len(found) == 1971
        assert found[0] == {"code": "A", "name": "农、林、牧、渔业", "parent": None, "enabled": True, "extra": {}}

    def test_the_picker_asks_with_each_letter(self, loaded, cast, api):
        found = api(cast.worker).get(self.url, {"q": "lyy", "limit": 3}).json()
        assert "C3252" in {each["code"] for each in found}
        assert len(found) <= 3

    def test_a_version_can_be_asked_for(self, loaded, cast, api):
        found = api(cast.worker).get("/api/dictionaries/accident_types/", {"version": "GB 6441-1986"}).json()
        assert found[17]["name"] == "其他爆炸"
        assert len(found[17]["extra"]["becomes"]) == 5

    def test_what_is_switched_off_is_shown_only_when_asked_for(self, loaded, cast, api):
        Item.objects.filter(code="C3252").update(enabled=False)
        client = api(cast.worker)
        assert client.get(self.url, {"q": "C3252"}).json() == []
        assert client.get(self.url, {"q": "C3252", "disabled": "true"}).json()[0]["enabled"] is False

    def test_the_list_is_sent_once(self, loaded, cast, api):
        client = api(cast.worker)
        first = client.get(self.url, headers={"Accept-Encoding": "gzip"})
        assert first["Content-Encoding"] == "gzip"
        assert client.get(self.url, headers={"If-None-Match": first["ETag"]}).status_code == 304

    def test_the_dictionaries_with_their_sources(self, loaded, cast, api):
        found = api(cast.worker).get("/api/dictionaries/").json()
        versions = [each["version"] for each in found if each["name"] == "accident_types"]
        assert versions == ["GB 6441-1986", "GB 6441-2025"]

    @pytest.mark.parametrize(
        ("path", "status"),
        [
            ("nothing/", 404),
            ("industries/?version=1994", 404),
            ("industries/?limit=0", 400),
            ("industries/?limit=9223372036854775808", 400),
            ("industries/?limit=x", 400),
            ("industries/?disabled=perhaps", 400),
            ("industries/?q=" + "9" * 51, 400),
            ("industries/?q=%00", 400),
            ("industries/?version=%00", 400),
            ("industries/?q=%F0%9F%94%A5", 200),
            ("industries/?q=%25", 200),
        ],
    )
    def test_garbage_is_answered_with_a_sentence(self, loaded, cast, api, path, status):
        assert api(cast.worker).get(f"/api/dictionaries/{path}").status_code == status

    def test_a_stranger_gets_nothing(self, loaded):
        assert APIClient().get(self.url).status_code in (401, 403)
