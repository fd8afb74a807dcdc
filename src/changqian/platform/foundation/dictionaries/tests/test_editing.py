"""A city keeps its dictionaries: nothing is deleted, everything is told, an upgrade leaves its edits alone."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.dictionaries.editing import (
    add_item,
    edit_item,
    edit_scheme,
    new_version,
    switch_item,
)
from changqian.platform.foundation.dictionaries.models import Item, Scheme
from changqian.platform.foundation.dictionaries.services import load_dictionaries, scheme_of
from changqian.platform.kernel.errors import RuleViolation

FILE = {
    "name": "colours", "title": "颜色", "version": "2020", "effective_from": "2020-01-01", "effective_to": None,
    "source": "试", "verified": False,
    "items": [{"code": "1", "name": "红"}, {"code": "2", "name": "绿"}, {"code": "21", "name": "浅绿", "parent": "2"}],
}  # fmt: skip


@pytest.fixture
def colours(cast, tmp_path):
    (tmp_path / "colours.json").write_text(json.dumps(FILE), encoding="utf-8")
    load_dictionaries(tmp_path)
    return Scheme.objects.get(name="colours")


def test_a_name_is_changed_told_and_kept_through_an_upgrade(cast, colours, tmp_path):
    red = colours.items.get(code="1")
    edit_item(red.pk, actor=cast.sysadmin, name="大红")
    told = Entry.objects.get(action="dictionaries.edit")
    assert (told.changes["code"], told.changes["name"]) == ("1", ["红", "大红"])
    FILE_2 = {**FILE, "items": [{"code": "1", "name": "赤"}, {"code": "2", "name": "翠绿"}]}
    (tmp_path / "colours.json").write_text(json.dumps(FILE_2), encoding="utf-8")
    load_dictionaries(tmp_path)
    assert dict(colours.items.values_list("code", "name")) == {"1": "大红", "2": "翠绿", "21": "浅绿"}


def test_facts_of_the_scheme_survive_an_upgrade_too(cast, colours, tmp_path):
    edit_scheme(colours.pk, actor=cast.sysadmin, verified=True, source="GB 1-2020")
    (tmp_path / "colours.json").write_text(json.dumps({**FILE, "source": "别的"}), encoding="utf-8")
    load_dictionaries(tmp_path)
    colours.refresh_from_db()
    assert (colours.verified, colours.source) == (True, "GB 1-2020")
    with pytest.raises(RuleViolation, match="失效日期不能早于生效日期"):
        edit_scheme(colours.pk, actor=cast.sysadmin, effective_to=date(2019, 1, 1))


def test_a_new_version_takes_over_on_its_day(cast, colours):
    made = new_version(
        colours.pk, actor=cast.sysadmin, edition="2027", effective_from=date(2027, 1, 1), source="新标准", verified=True
    )
    assert made.items.count() == 3
    assert scheme_of("colours", on=date(2026, 12, 31)).version == "2020"
    assert scheme_of("colours", on=date(2027, 1, 1)).version == "2027"
    for version, day in [("2027", date(2028, 1, 1)), (" ", date(2028, 1, 1)), ("2028", date(2019, 1, 1))]:
        with pytest.raises(RuleViolation):
            new_version(colours.pk, actor=cast.sysadmin, edition=version, effective_from=day, source="试")


@pytest.mark.parametrize(
    ("code", "name", "parent", "sentence"),
    [
        ("", "黄", None, "请填写代码"),
        ("3", " ", None, "请填写代码"),
        ("1", "黄", None, "已存在"),
        ("3", "黄", "9", "没有上级代码9"),
    ],
)
def test_what_is_no_code_is_refused(cast, colours, code, name, parent, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        add_item(actor=cast.sysadmin, scheme=colours.pk, code=code, name=name, parent=parent)


def test_a_code_does_not_stand_below_itself(cast, colours):
    green = colours.items.get(code="2")
    for parent in ("2", "21"):
        with pytest.raises(RuleViolation, match="不能是自己或自己的下级"):
            edit_item(green.pk, actor=cast.sysadmin, name="绿", parent=parent)


def test_added_and_switched_off(cast, colours, api):
    added = add_item(actor=cast.sysadmin, scheme=colours.pk, code="3", name="黄")
    assert api(cast.worker).get("/api/dictionaries/colours/").json()[-1]["name"] == "黄"
    switch_item(added.pk, actor=cast.sysadmin, enabled=False)
    assert "黄" not in {row["name"] for row in api(cast.worker).get("/api/dictionaries/colours/").json()}
    assert Item.objects.filter(pk=added.pk).exists()


def test_nobody_else_edits(cast, colours):
    for person in (cast.secadmin, cast.auditor, cast.city):
        with pytest.raises(PermissionDenied):
            edit_scheme(colours.pk, actor=person, verified=True)
