"""Two versions side by side: nothing left out, nothing made up."""

from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.foundation.laws.comparing import Change, Words, compared, runs
from changqian.platform.foundation.laws.searching import mark
from changqian.platform.kernel.text import normal

TEXTS = st.text(st.sampled_from("单位应当每月检查记录水泵并如实报告，。Ａa1 "), min_size=1, max_size=30)
VERSIONS = st.lists(st.builds(Words, st.sampled_from(["第一条", "第二条", "第三条"]), TEXTS), max_size=6)


@given(VERSIONS, VERSIONS)
def test_every_article_of_both_stands_once_and_in_order(old, new):
    rows = compared(old, new)
    assert [row.old for row in rows if row.old is not None] == list(range(len(old)))
    assert [row.new for row in rows if row.new is not None] == list(range(len(new)))
    for row in rows:
        if row.change in (Change.SAME, Change.RENUMBERED):
            assert old[row.old].text == new[row.new].text


@given(TEXTS, TEXTS)
def test_what_was_kept_and_struck_is_the_old_text_and_with_what_was_put_in_the_new(old, new):
    made = runs(old, new)
    assert "".join(run.text for run in made if run.sign != "+") == old
    assert "".join(run.text for run in made if run.sign != "-") == new


def test_an_article_put_in_shifts_the_others_and_changes_none_of_them():
    old = [Words("第一条", "为了加强水泵安全，制定本条例。"), Words("第二条", "使用单位应当每月检查。")]
    new = [old[0], Words("第二条", "坚持预防为主。"), Words("第三条", "使用单位应当每月检查。")]
    assert [(row.change, row.old, row.new) for row in compared(old, new)] == [
        (Change.SAME, 0, 0),
        (Change.ADDED, None, 1),
        (Change.RENUMBERED, 1, 2),
    ]


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_marking_loses_nothing_and_marks_what_was_asked(text, asked):
    words = [clean for each in asked if (clean := normal(each))]
    pieces = mark(text, words)
    assert "".join(piece.text for piece in pieces) == text
    for word in words:
        if word in normal(text):
            assert any(piece.hit for piece in pieces)
