"""Bytes to trees and back: character sets that lie, and XML that means harm."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.gb28181 import markup, moments
from changqian.protocols.gb28181.errors import Malformed
from changqian.protocols.gb28181.markup import Node, encoding_of, parse, show
from changqian.protocols.gb28181.tests import strategies

NAMES = "常州湖塘镇", "喆镕", "𠮷㐂", "plain", "·—（）"


def declared(charset, name, codec):
    return f'<?xml version="1.0" encoding="{charset}"?><A><Name>{name}</Name></A>'.encode(codec)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("GB2312", "gb18030"),
        ("GBK", "gb18030"),
        ("gb18030", "gb18030"),
        ("UTF-8", "utf-8"),
        ("utf8", "utf-8"),
        ("UTF-8", "gb18030"),
        ("GB2312", "utf-8"),
        ("nonsense", "utf-8"),
    ],
)
def test_a_name_is_read_whatever_the_header_claims(charset, codec, name):
    assert parse(declared(charset, name, codec)).child("NAME").text == name


def test_without_a_header_and_with_a_byte_order_mark():
    assert parse("<A><Name>常州</Name></A>".encode("gbk")).child("name").text == "常州"
    assert parse("<A><Name>喆</Name></A>".encode()).child("name").text == "喆"
    assert parse(b"\xef\xbb\xbf" + declared("GB2312", "常州", "utf-8")).child("name").text == "常州"
    assert parse(b"\r\n \n" + declared("GB2312", "常州", "gbk")).child("name").text == "常州"


def test_what_the_bytes_are_is_told_so_that_a_peer_is_answered_alike():
    assert encoding_of(declared("UTF-8", "常州", "utf-8")) == "UTF-8"
    assert encoding_of(declared("GB2312", "常州", "utf-8")) == "UTF-8"
    assert encoding_of(declared("UTF-8", "常州", "gbk")) == "GB18030"
    assert encoding_of(declared("GBK", "常州", "gbk")) == "GB2312"


@pytest.mark.parametrize(
    ("name", "asked", "declares"),
    [
        ("常州", "GB2312", "GB2312"),
        ("·", "GB2312", "GB2312"),
        ("喆", "GB2312", "GB18030"),
        ("𠮷", "GB2312", "GB18030"),
        ("常州", "GB18030", "GB18030"),
        ("𠮷", "UTF-8", "UTF-8"),
    ],
)
def test_what_is_printed_declares_what_it_is(name, asked, declares):
    data = show(Node("A", children=[Node("Name", name)]), asked)
    assert data.startswith(f'<?xml version="1.0" encoding="{declares}"?>\r\n'.encode())
    assert data.decode(declares).count(name) == 1 or name == "·"
    assert parse(data).child("Name").text == name


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        (b'<?xml version="1.0"?><!doctype a SYSTEM "file:///etc/passwd"><a/>', "document type"),
        (b'<a><![CDATA[<!ENTITY x "y">]]></a>', "document type"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"), "no XML"),
        (b"+ADw-a/+AD4-", "no XML"),
        (b"<a>" * 17 + b"</a>" * 17, "levels deep"),
        (b"<a>" * 100_000, "levels deep"),
        (b"<a>" + b"x" * 1_100_000 + b"</a>", "bytes are more"),
        (b"<a><b></a></b>", "no XML"),
        (b"<a x='1' x='2'/>", "no XML"),
        (b"<a/><b/>", "no XML"),
        (b"", "no XML"),
        (b"\0\0", "no XML"),
        (b"\xff\xfe\xfd", "no XML"),
    ],
)
def test_harmful_xml_is_refused(attack, reason):
    with pytest.raises(Malformed, match=reason):
        parse(attack)


def test_entities_stay_text_and_bare_ampersands_are_forgiven():
    assert parse(b"<a><b>1 &lt; 2 &amp; &#20013;</b></a>").child("b").text == "1 < 2 & 中"
    assert parse(b"<a><b>A&B &bomb; C\x07</b></a>").child("b").text == "A&B &bomb; C"


def test_the_first_of_twins_counts_and_namespaces_do_not():
    root = parse(b'<g:a xmlns:g="urn:x"><g:B>1</g:B><b>2</b></g:a>')
    assert (root.tag, root.child("b").text, [each.text for each in root.every("B")]) == ("a", "1", ["1", "2"])
    assert root.child("c", "b").text == "1"
    assert root.child("c") is None


def test_no_text_breaks_out_of_its_element():
    hostile = '</Name><Evil a="1">\x00\x08\ud800&'
    data = show(Node("A", attributes={"Num": '"><x'}, children=[Node("Name", hostile)]), "GB18030")
    root = parse(data)
    assert [each.tag for each in root.children] == ["Name"]
    assert root.children[0].text == '</Name><Evil a="1">&'
    assert root.attributes == {"num": '"><x'}


trees = st.recursive(
    st.builds(Node, st.sampled_from(["Name", "Item"]), strategies.texts),
    lambda inner: st.builds(
        Node,
        st.sampled_from(["Name", "DeviceList"]),
        attributes=st.dictionaries(st.sampled_from(["num", "id"]), strategies.texts),
        children=st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


@given(trees, st.sampled_from(["GB2312", "GB18030", "UTF-8"]))
def test_trees_of_any_text_survive(tree, charset):
    assert parse(show(tree, charset)) == tree


@given(st.binary(max_size=300))
def test_bytes_of_any_kind_decode_to_something(noise):
    assert isinstance(markup.decode(noise), str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-31T08:00:00", datetime(2026, 1, 31, 0, tzinfo=UTC)),
        ("2026-01-31 08:00:00", datetime(2026, 1, 31, 0, tzinfo=UTC)),
        ("20260131T080000", datetime(2026, 1, 31, 0, tzinfo=UTC)),
        ("2026/1/31 8:0:0", datetime(2026, 1, 31, 0, tzinfo=UTC)),
        ("2026-01-31T08:00:00.5Z", datetime(2026, 1, 31, 8, 0, 0, 500000, tzinfo=UTC)),
        ("2026-01-31T08:00:00+0530", datetime(2026, 1, 31, 2, 30, tzinfo=UTC)),
        ("2026-01-31", datetime(2026, 1, 30, 16, tzinfo=UTC)),
        ("2026-02-30T08:00:00", None),
        ("0001-01-01T00:00:00", datetime(1, 1, 1, tzinfo=moments.BEIJING)),
        ("9999-12-31T23:59:59-2300", None),
        ("now", None),
        ("", None),
    ],
)
def test_times_as_devices_write_them(text, expected):
    assert moments.parse(text) == expected


@given(strategies.times)
def test_times_read_back_in_beijing(moment):
    assert moments.parse(moments.show(moment)) == moment
    assert moments.show(moment.astimezone(UTC)) == moments.show(moment) == moments.show(moment.replace(tzinfo=None))


@given(st.text(max_size=30))
def test_no_text_makes_the_clock_stumble(text):
    assert moments.parse(text) is None or moments.parse(text).tzinfo
