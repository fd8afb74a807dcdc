"""Templates: read strictly, chosen by what a firm does, filled with what is known and never with what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.people.services import add_person
from changqian.platform.kernel.word import word
from changqian.platform.safety.regulations.offering import templates_for
from changqian.platform.safety.regulations.printing import parts_of
from changqian.platform.safety.regulations.rules import ELSEWHERE, Category
from changqian.platform.safety.regulations.templates import (
    BrokenTemplate,
    Firm,
    concerns,
    delivered,
    fill,
    fitting,
    parse,
)

HEAD = "category: training\ntitle: 培训制度\nverified: no\n\n"
BODY = """# 总则
- 为{企业名称}制定本制度，归口部门为{归口部门}。
# 要求
- ?dust 粉尘岗位专项培训。
- ?>100 设专职人员。
- ?<=100 设兼职人员。
- 新员工三级培训不少于______（填写：学时）学时。
  （一）厂级；
| 级别 | 学时 |
| 厂级 | ______ |
"""


def firm(*tags, staff=80, **known):
    return Firm(frozenset(tags), staff, known)


def test_only_what_concerns_the_firm_is_written_and_numbered():
    filled = fill(parse(HEAD + BODY), firm("dust", staff=150, 企业名称="常州湖塘机械厂有限公司"))
    assert filled.text.splitlines() == [
        "第一章 总则",
        "第一条 为常州湖塘机械厂有限公司制定本制度，归口部门为______（填写：归口部门）。",
        "第二章 要求",
        "第二条 粉尘岗位专项培训。",
        "第三条 设专职人员。",
        "第四条 新员工三级培训不少于______（填写：学时）学时。",
        "（一）厂级；",
        "| 级别 | 学时 |",
        "| 厂级 | ______ |",
    ]
    assert filled.blanks == ["归口部门", "学时"]
    assert "第二条 设兼职人员。" in fill(parse(HEAD + BODY), firm()).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "- 没有章\n", "先写“# 章名”"),
        (HEAD + "# 总则\n", "每一章都要有条文"),
        (HEAD + "# 总则\n- 由{老板}负责\n", "第6行：不认识 {老板}"),
        (HEAD + "# 总则\n- ?粉尘 岗位\n", "第6行：条件应是"),
        (HEAD + "# 总则\n- 表\n| a | b |\n| a |\n", "第8行：表格各行的格数应相同"),
        (HEAD + "# 总则\n- 表\n随便写的\n", "第7行：应以"),
        ("category: nothing\ntitle: 无\nverified: no\n\n# 总则\n- 条\n", "26类之一"),
        ("title: 无\nauthor: 谁\n\n# 总则\n- 条\n", "第2行"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(text, said):
    with pytest.raises(BrokenTemplate, match=said.replace("{", r"\{").replace("}", r"\}")):
        parse(text)


@given(st.text(max_size=200))
def test_whatever_is_read_is_a_template_or_refused(text):
    for whole in (text, HEAD + text, HEAD + "# 总则\n" + text):
        try:
            filled = fill(parse(whole), firm())
        except BrokenTemplate:
            continue
        assert filled.text.count("第") >= 1 or not filled.text


def test_every_category_has_a_template_that_can_be_printed():
    assert {each.category for each in delivered()} == set(Category) - {*ELSEWHERE}
    tags = {tag for each in delivered() for tag in each.tags}
    for template in delivered():
        filled = fill(template, firm(*tags, staff=300))
        parts = list(parts_of(filled.text))
        assert len([part for part in parts if part.heading]) >= 2, template.title
        assert "{" not in filled.text
        assert word(template.title, [], parts)[:2] == b"PK"


@given(st.sampled_from([f">{n}" for n in (0, 50, 100)]), st.integers(0, 300))
def test_a_size_is_above_or_not(condition, staff):
    n = int(condition[1:])
    assert concerns(condition, firm(staff=staff)) != concerns(f"<={n}", firm(staff=staff))


def test_a_firm_is_offered_what_it_does_with_its_people_written_in(cast):
    add_person(actor=cast.platform, enterprise=cast.enterprise, name="周立新", roles=["principal"], today=cast.today)
    offered = {each.category: each for each in templates_for(cast.enterprise, today=cast.today)}
    assert "主要负责人周立新是本企业安全生产第一责任人" in offered["responsibility"].text
    assert offered["responsibility"].asked
    assert "dangerous_goods" not in offered
    assert "归口部门" in offered["funds"].blanks


def test_what_is_made_for_others_is_not_offered():
    titles = {each.category for each in fitting(firm("hazchem_use"))}
    assert Category.DANGEROUS_GOODS in titles
    assert Category.LEASING not in titles
