"""What is read from files, and what is refused with which sentence."""

import pytest

from changqian.platform.foundation.laws import word
from changqian.platform.foundation.laws.reading import plain, read
from changqian.platform.foundation.laws.tests.samples import PUMPS, VALVES, docx
from changqian.platform.kernel.errors import RuleViolation


def lines(text):
    return plain("".join(line for line in read(text).lines()))


def test_word_says_what_markdown_says():
    assert lines(word.text_of(docx(PUMPS), "水泵.docx")) == lines(PUMPS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_texts_in_the_encodings_of_offices(encoding):
    assert word.text_of(VALVES.encode(encoding), "阀门.md") == VALVES


def test_tables_and_line_breaks_of_word_are_read():
    from io import BytesIO

    from docx import Document

    document = Document()
    document.add_paragraph("甲条例")
    document.add_paragraph("第一条 一。\n第二条 二。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "灭火器", "每年"
    out = BytesIO()
    document.save(out)
    parsed = read(word.text_of(out.getvalue(), "甲.docx"))
    assert [each.number for each in parsed.articles] == [1, 2]
    assert parsed.articles[1].paragraphs[-1].text == "灭火器 每年"


def test_a_package_that_swells_is_refused(monkeypatch):
    monkeypatch.setattr(word, "UNPACKED", 1000)
    with pytest.raises(RuleViolation, match="解压后过大"):
        word.text_of(docx(PUMPS), "水泵.docx")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.md", "文件是空的"),
        (b"%PDF-1.7 ...", "a.pdf", "不支持这种文件"),
        (b"MZ\x90\0\0", "a.md", "这不是文本文件"),
        (b"PK\x03\x04broken", "a.docx", "已损坏"),
        (b"\xff\xff\xff\xff\xff", "a.txt", "编码无法识别"),
        (b"x" * (word.LARGEST + 1), "a.md", "不能超过8MB"),
        (docx("甲"), "a.xlsx", "扩展名"),
    ],
)
def test_what_is_refused(content, name, said):
    with pytest.raises(RuleViolation, match=said):
        word.text_of(content, name)


def test_old_word_without_libreoffice_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(word.shutil, "which", lambda name: None)
    with pytest.raises(RuleViolation, match="另存为 docx"):
        word.text_of(word.OLE + b"\0" * 600, "旧.doc")


def test_old_word_goes_through_libreoffice(monkeypatch, tmp_path):
    """A stand-in for soffice that writes what it would: the same command line, the same file beside the source."""
    (tmp_path / "made.docx").write_bytes(docx(VALVES))
    office = tmp_path / "soffice"
    office.write_text(f'#!/bin/sh\nfor last; do :; done\ncp "{tmp_path}/made.docx" "${{last%.doc}}.docx"\n')
    office.chmod(0o755)
    monkeypatch.setattr(word.shutil, "which", lambda name: str(office))
    assert "阀门应当每季度检查一次。" in word.text_of(word.OLE + b"\0" * 600, "旧.doc")


def test_a_conversion_that_fails_is_said(monkeypatch):
    monkeypatch.setattr(word.shutil, "which", lambda name: "/bin/false")
    with pytest.raises(RuleViolation, match="转换失败"):
        word.text_of(word.OLE + b"\0" * 600, "旧.doc")
