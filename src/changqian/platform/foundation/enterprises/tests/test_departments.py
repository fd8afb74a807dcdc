"""The tree of departments: no ring, not too deep, not ended while used; a bureau reaches the firms of its offices."""

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.departments import (
    edit_department,
    end_department,
    found_department,
    move_department,
)
from changqian.platform.foundation.enterprises.models import Department, Enterprise
from changqian.platform.kernel.errors import RuleViolation, VersionConflict


@pytest.fixture
def tree(cast):
    bureau = found_department(actor=cast.sysadmin, name="应急管理局", region=cast.city_region)
    office = found_department(actor=cast.sysadmin, name="办公室", kind="office", parent=bureau)
    group = found_department(actor=cast.sysadmin, name="档案组", kind="office", parent=office)
    return bureau, office, group


def test_names_are_once_below_each_department(cast, tree):
    bureau, _, _ = tree
    with pytest.raises(RuleViolation, match="同一上级部门下已有同名"):
        found_department(actor=cast.sysadmin, name="办公室", parent=bureau)
    with pytest.raises(RuleViolation, match="已有同名的部门"):
        found_department(actor=cast.sysadmin, name="工信局")
    machinery = Department.objects.get(name="工信局")
    assert found_department(actor=cast.sysadmin, name="办公室", parent=machinery).parent == machinery


def test_no_ring_and_no_more_than_four_levels(cast, tree):
    bureau, office, group = tree
    with pytest.raises(RuleViolation, match="不能移到自己的下级"):
        move_department(bureau.pk, actor=cast.sysadmin, expected_version=1, parent=group)
    with pytest.raises(RuleViolation, match="不能移到自己的下级"):
        move_department(office.pk, actor=cast.sysadmin, expected_version=1, parent=office)
    machinery = Department.objects.get(name="工信局")
    below = found_department(actor=cast.sysadmin, name="装备处", parent=machinery)
    with pytest.raises(RuleViolation, match="移动后超过4级"):
        move_department(bureau.pk, actor=cast.sysadmin, expected_version=1, parent=below)
    deepest = found_department(actor=cast.sysadmin, name="小组", parent=group)
    with pytest.raises(RuleViolation, match="最多4级"):
        found_department(actor=cast.sysadmin, name="更小的组", parent=deepest)
    moved = move_department(office.pk, actor=cast.sysadmin, expected_version=1, parent=machinery)
    assert group.pk in machinery.below()
    assert moved.version == 2


def test_what_is_in_use_is_not_ended_and_the_sentence_says_by_what(cast, tree):
    bureau, office, group = tree
    User.objects.filter(pk=cast.town.pk).update(department=group)
    with pytest.raises(RuleViolation, match="办公室还有1个下级部门，请先移走"):
        end_department(office.pk, actor=cast.sysadmin, expected_version=1, reason="撤并")
    with pytest.raises(RuleViolation, match="档案组还有1个人员"):
        end_department(group.pk, actor=cast.sysadmin, expected_version=1, reason="撤并")
    machinery = Department.objects.get(name="工信局")
    with pytest.raises(RuleViolation, match="1个角色、1个主管的企业"):
        end_department(machinery.pk, actor=cast.sysadmin, expected_version=1, reason="撤并")
    User.objects.filter(pk=cast.town.pk).update(department=None)
    end_department(group.pk, actor=cast.sysadmin, expected_version=1, reason="撤并")
    assert found_department(actor=cast.sysadmin, name="档案组", parent=office).pk != group.pk


def test_a_bureau_reaches_the_firms_of_its_offices(cast):
    machinery = Department.objects.get(name="工信局")
    office = found_department(actor=cast.sysadmin, name="装备处", parent=machinery)
    Enterprise.objects.filter(pk=cast.rival.pk).update(department=office)
    seen = Enterprise.objects.within(User.objects.get(pk=cast.bureau.pk), "enterprises.view")
    assert {row.pk for row in seen} == {cast.enterprise.pk, cast.rival.pk}


def test_only_the_system_administrator_edits_and_a_stale_form_is_told(cast, tree):
    bureau, _, _ = tree
    for person in (cast.secadmin, cast.auditor, cast.city, cast.town):
        with pytest.raises(PermissionDenied):
            edit_department(bureau.pk, actor=person, expected_version=1, name="别的局")
    edit_department(bureau.pk, actor=cast.sysadmin, expected_version=1, name="应急局")
    with pytest.raises(VersionConflict):
        edit_department(bureau.pk, actor=cast.sysadmin, expected_version=1, name="应急管理局")


def test_everybody_reads_the_tree_and_sees_how_many_work_where(cast, tree, api):
    User.objects.filter(pk=cast.town.pk).update(department=tree[1])
    rows = {row["name"]: row for row in api(cast.worker).get("/api/departments/").json()}
    assert (rows["办公室"]["people"], rows["办公室"]["parent"]) == (1, tree[0].pk)
