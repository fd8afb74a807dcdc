"""Notice cards and boards: what stands on them, for whom, and which signs an accident asks for."""

from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.codes.services import issue_code
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.risks.models import NoticeCard, RiskPoint
from changqian.platform.safety.risks.services import accident_names, edit_point, revise_point, stop_point
from changqian.platform.safety.risks.tests.making import MORNING, draft, in_force
from changqian.platform.screens.notice_cards import printing
from changqian.platform.screens.notice_cards.reading import print_board, print_cards
from changqian.platform.screens.notice_cards.signs import MOST, SignKind, asked_by, signs_for, svg, table

KINDS = list(SignKind)


@pytest.fixture
def sheets(monkeypatch):
    """What the sheets were given, without setting them."""
    told = []
    monkeypatch.setattr(printing, "printed", lambda sheet, given: told.append((sheet.name, given)) or b"%PDF-")
    return told


def cards(sheets):
    return sheets[-1][1]["cards"]


def test_a_card_says_what_the_law_wants_of_it(cast, sheets):
    """140号令第十六条, 条例第十六条: risk and level, accidents, measures, emergency, who answers, whom to call."""
    point = in_force(cast, "major")
    print_cards([point.pk], actor=cast.officer, now=MORNING)
    [card] = cards(sheets)
    assert (card["name"], card["level"], card["colour"]) == (point.name, "重大风险", "#D93026")
    assert (card["enterprise"], card["site"]) == (cast.enterprise.name, cast.site.name)
    assert card["accidents"] == "其他爆炸、火灾；人员伤亡"
    assert [each["label"] for each in card["measures"]] == ["工程技术措施", "管理措施"]
    assert card["emergency"] == "停机断电，从上风口撤离"
    assert (card["responsible"], card["phone"], card["supervise"]) == ("王小虎", "13812345678", "0519-12350")
    assert [each["name"] for each in card["signs"]] == ["当心爆炸", "当心火灾", "禁止烟火", "必须接地", "紧急出口"]
    assert card["qr"].rstrip().endswith("</svg>")
    assert (card["revision"], card["made"]) == (1, "2026-04-01")


def test_a_change_under_way_changes_no_card(cast, sheets):
    point = in_force(cast)
    point = revise_point(point.pk, actor=cast.officer, expected_version=point.version)
    edit_point(point.pk, actor=cast.officer, expected_version=point.version, now=MORNING, emergency="另写的措施")
    print_cards([point.pk], actor=cast.officer, now=MORNING)
    assert cards(sheets)[0]["emergency"] == "停机断电，从上风口撤离"


def test_the_private_phone_is_for_who_hangs_the_card_up(cast, sheets):
    point = in_force(cast)
    print_cards([point.pk], actor=cast.town, now=MORNING)
    assert cards(sheets)[0]["phone"] == ""
    assert "13812345678" not in str(sheets)


def test_cards_come_in_the_order_asked_for_and_are_audited(cast, sheets):
    first, second = in_force(cast), in_force(cast, "large")
    print_cards([second.pk, first.pk], actor=cast.officer, now=MORNING)
    assert [each["name"] for each in cards(sheets)] == [second.name, first.name]
    [entry] = Entry.objects.filter(action="exports.print")
    assert (entry.actor, entry.count) == (cast.officer, 2)


def test_who_keeps_the_point_hangs_its_card_up_and_who_looks_on_does_not(cast, sheets):
    point = in_force(cast)
    print_cards([point.pk], actor=cast.town, now=MORNING)
    assert not NoticeCard.objects.exists()
    print_cards([point.pk], actor=cast.officer, now=MORNING)
    [card] = NoticeCard.objects.all()
    assert (card.risk_point, card.shows.revision, card.made_at, card.created_by) == (point, 1, MORNING, cast.officer)


def test_what_is_not_in_force_has_no_card(cast, sheets):
    waiting, stopped = draft(cast), in_force(cast)
    stop_point(stopped.pk, actor=cast.officer, expected_version=stopped.version, reason="设备拆除", now=MORNING)
    for point in (waiting, stopped):
        with pytest.raises(RuleViolation, match="没有生效，没有告知卡"):
            print_cards([point.pk], actor=cast.officer, now=MORNING)
    with pytest.raises(RiskPoint.DoesNotExist):
        print_cards([in_force(cast).pk], actor=cast.rival_officer, now=MORNING)
    assert not sheets


def test_the_board_shows_all_risks_of_the_site_the_highest_first(cast, sheets):
    for level in ("low", "major", "general", "low"):
        in_force(cast, level)
    draft(cast, "large")
    issue_code(actor=cast.officer, site=cast.site)
    print_board(cast.site.pk, actor=cast.officer, now=MORNING)
    name, board = sheets[-1]
    assert name == "poster.typ"
    assert [each["level"] for each in board["risks"]] == ["重大风险", "一般风险", "低风险", "低风险"]
    assert [(each["label"], each["count"]) for each in board["counts"]] == [
        ("重大风险", 1),
        ("一般风险", 1),
        ("低风险", 2),
    ]
    assert board["qr"].rstrip().endswith("</svg>")
    assert "13812345678" not in str(board)
    with pytest.raises(type(cast.site).DoesNotExist):
        print_board(cast.site.pk, actor=cast.rival_officer, now=MORNING)


def test_an_empty_board_is_not_printed(cast, sheets):
    draft(cast)
    with pytest.raises(RuleViolation, match="登记并启用后再打印公告栏"):
        print_board(cast.site.pk, actor=cast.officer, now=MORNING)


def test_both_are_set_whatever_stands_in_them(cast, api):
    """Through the real sheets, with texts that would be code to typst, and so long that they must shrink."""
    awkward = '#eval("1") $x$ *粗* <标签> @引用 \\ ' + "除尘系统清灰检修" * 90
    long = in_force(cast, "major", factors=awkward[:500], emergency=awkward[:1000], engineering=awkward[:1000])
    bare = in_force(cast, accident_types=["05"], consequences="")
    client = api(cast.officer)
    for path, query in (
        ("/api/notice-cards/", {"ids": f"{long.pk},{bare.pk}"}),
        ("/api/notice-boards/", {"site": cast.site.pk}),
    ):
        made = client.post(path, query_params=query)
        assert made.status_code == 201, made.content.decode()
        answer = client.get(made.json()["address"])
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
    assert client.post("/api/notice-cards/", query_params={"ids": "1,x"}).status_code == 400


@given(st.lists(st.sampled_from(sorted(asked_by())), max_size=6))
def test_signs_hang_in_the_order_of_the_standard(accidents):
    """GB 2894: 警告、禁止、指令、提示; each once, a card never without a warning."""
    codes = signs_for(accidents)
    kinds = [KINDS.index(SignKind(table()[code]["kind"])) for code in codes]
    assert kinds == sorted(kinds)
    assert len(set(codes)) == len(codes) <= MOST
    assert kinds[0] == KINDS.index(SignKind.WARNING)


def test_every_accident_of_both_standards_has_its_signs(db):
    assert set(accident_names()) == set(asked_by())
    drawn = {code for codes in asked_by().values() for code in codes}
    assert drawn == set(table()), "no sign is drawn in vain"
    for code in table():
        assert svg(code).count("<svg") == 1


def test_a_card_in_word_says_what_the_paper_says(cast, api):
    """Its texts, its signs and its code as pictures, a page each; an awkward text is text."""
    awkward = in_force(
        cast, "major", name="#eval(1) <w:p> & 打磨", emergency="停机断电\x07，从上风口撤离" + "，清点人数" * 150
    )
    other = in_force(cast)
    client = api(cast.officer)
    made = client.post("/api/notice-cards/", query_params={"ids": f"{awkward.pk},{other.pk}", "paper": "word"})
    answer = client.get(made.json()["address"])
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    document = Document(BytesIO(answer.content))
    first, second = document.tables
    assert "#eval(1) <w:p> & 打磨" in words_in(first)
    assert other.name in words_in(second)
    for word in ("13812345678", "0519-12350", "王小虎", "湿式除尘，泄爆口朝安全区"):
        assert word in words_in(first)
    assert len(document.inline_shapes) == 2 * (5 + 1), "five signs and a code each"
    assert NoticeCard.objects.count() == 2


def words_in(table):
    return "\n".join(cell.text for row in table.rows for cell in row.cells)
