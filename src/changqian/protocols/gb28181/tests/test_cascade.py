"""What an upper platform is shown."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.gb28181 import cascade, documents
from changqian.protocols.gb28181.cascade import IdMap, Tree, changes, pages, tree
from changqian.protocols.gb28181.collecting import Collecting, Outcome
from changqian.protocols.gb28181.documents.catalogue import CatalogInfo, CatalogItem
from changqian.protocols.gb28181.ids import InvalidId
from changqian.protocols.gb28181.tests.samples import CAMERA, NVR, PLATFORM, RECORDER, SECOND
from changqian.protocols.gb28181.versions import Version

GROUP, UNIT, TEAM = "32041200002150000001", "32041200002160000001", "32041200002160000002"
NODES = [
    CatalogItem(
        device_id=CAMERA, name="东门", parent_id=NVR, status="ON", password="x", ip_address="10.0.0.9", port=80
    ),
    CatalogItem(device_id=NVR, name="录像机", parent_id=PLATFORM, status="ON"),
    CatalogItem(device_id=TEAM, name="执法一队", parent_id=UNIT, info=CatalogInfo(business_group=GROUP)),
    CatalogItem(device_id=UNIT, name="执法大队", business_group=GROUP),
    CatalogItem(device_id=GROUP, name="执法记录仪", parent_id=PLATFORM),
    CatalogItem(device_id=RECORDER, name="一号", parent_id=f"{TEAM}/{UNIT}", status="OFF"),
]


def shown(built: Tree):
    return {item.device_id: item for item in built.items}


def test_parents_stand_before_their_children_and_the_platform_before_all():
    built = tree(PLATFORM, NODES, name="经开区")
    assert [item.device_id for item in built.items] == [PLATFORM, NVR, CAMERA, GROUP, UNIT, TEAM, RECORDER]
    assert (built.items[0].name, built.duplicates, built.orphans) == ("经开区", (), ())
    assert [item.parental for item in built.items] == [1, 1, 0, 1, 1, 1, 0]
    assert shown(built)[RECORDER].parent_id == TEAM


def test_what_opens_a_device_is_not_shown():
    camera = shown(tree(PLATFORM, NODES))[CAMERA]
    assert (camera.password, camera.ip_address, camera.port, camera.register_way) == ("", "", None, 1)


def test_a_topmost_organisation_names_its_group_as_each_edition_wants_it():
    built = tree(PLATFORM, NODES)
    for version, parent in ((Version.V2016, GROUP), (Version.V2022, "")):
        [page] = pages(built.items, sn=1, device_id=PLATFORM, version=version)
        units = {item.device_id: item for item in documents.parse(page.encode(version)).items}
        assert (units[UNIT].parent_id, units[UNIT].group, units[TEAM].parent_id) == (parent, GROUP, UNIT)


def test_an_id_that_is_given_twice_is_shown_once_and_reported():
    built = tree(PLATFORM, [*NODES, replace(NODES[0], name="假东门"), replace(NODES[1], device_id=PLATFORM)])
    assert built.duplicates == (CAMERA, PLATFORM)
    assert shown(built)[CAMERA].name == "东门"


def test_a_node_without_its_parent_hangs_on_the_platform():
    built = tree(PLATFORM, [NODES[0], NODES[5]])
    assert built.orphans == (CAMERA, RECORDER)
    assert [item.parent_id for item in built.items] == ["", PLATFORM, PLATFORM]


def test_a_ring_of_parents_is_cut_once():
    ring = [
        CatalogItem(device_id=NVR, parent_id=CAMERA),
        CatalogItem(device_id=CAMERA, parent_id=SECOND),
        CatalogItem(device_id=SECOND, parent_id=NVR),
    ]
    built = tree(PLATFORM, ring)
    assert len(built.items) == 4
    assert len(built.orphans) == 1


def test_other_ids_are_shown_throughout_and_led_back():
    ids = IdMap({PLATFORM: "32000000002000000009", NVR: "32000000001180000009", GROUP: "32000000002150000009"})
    built = tree(PLATFORM, NODES, ids)
    items = shown(built)
    assert built.platform_id == "32000000002000000009"
    assert items[CAMERA].parent_id == "32000000001180000009"
    assert items[TEAM].group == "32000000002150000009"
    assert items["32000000002150000009"].parent_id == "32000000002000000009"
    assert (ids.own("32000000001180000009"), ids.own(CAMERA), ids.own(NVR)) == (NVR, CAMERA, "")


def test_two_nodes_cannot_be_shown_as_one():
    with pytest.raises(InvalidId, match=SECOND):
        IdMap({CAMERA: SECOND, NVR: SECOND})


def test_regions_have_no_parent():
    built = tree(PLATFORM, [CatalogItem(device_id="320412", parent_id="3204"), CatalogItem(device_id="3204")])
    assert {item.device_id: item.parent_id for item in built.items[1:]} == {"320412": "", "3204": ""}


def test_an_empty_tree_is_answered_by_one_packet_that_says_so():
    [page] = pages((), sn=3, device_id=PLATFORM, version=Version.V2022)
    assert (page.total, page.items) == (0, ())
    assert b"<SumNum>0</SumNum>" in page.encode(Version.V2022)
    assert b"DeviceList" not in page.encode(Version.V2022)


def test_a_query_for_one_node_is_answered_with_what_is_below_it():
    items = tree(PLATFORM, NODES).items
    assert [each.device_id for each in cascade.below(items, UNIT)] == [UNIT, TEAM, RECORDER]
    assert [each.device_id for each in cascade.below(items, PLATFORM)] == [each.device_id for each in items]
    assert cascade.below(items, "32041200001320000099") == ()


def test_a_subscribed_platform_is_told_what_changed_and_no_more():
    before = tree(PLATFORM, NODES)
    moved = [
        replace(NODES[0], status="OFF"),
        *NODES[1:4],
        replace(NODES[4], name="新名"),
        CatalogItem(device_id=SECOND, name="西门", parent_id=NVR, status="ON"),
    ]
    told = {item.device_id: item.event for item in changes(before, tree(PLATFORM, moved))}
    assert told == {RECORDER: "DEL", CAMERA: "OFF", GROUP: "UPDATE", TEAM: "UPDATE", SECOND: "ADD"}
    assert changes(before, tree(PLATFORM, NODES)) == ()
    sent = cascade.notices(
        changes(before, tree(PLATFORM, [])), first_sn=7, device_id=PLATFORM, version=Version.V2016, size=4
    )
    assert [(each.sn, each.total, len(each.items)) for each in sent] == [(7, 4, 4), (8, 2, 2)]
    assert [each.device_id for each in sent[0].items][:2] == [RECORDER, TEAM]


nodes = st.lists(
    st.builds(
        CatalogItem,
        device_id=st.sampled_from([CAMERA, NVR, SECOND, UNIT, TEAM, GROUP, PLATFORM, "3204", "x"]),
        parent_id=st.sampled_from(["", CAMERA, NVR, SECOND, UNIT, TEAM, GROUP, PLATFORM, "3204", "nobody"]),
        name=st.sampled_from(["甲", "乙"]),
        business_group=st.sampled_from(["", GROUP]),
    ),
    max_size=12,
)


@given(nodes, st.sampled_from([Version.V2016, Version.V2022]), st.integers(1, 5))
def test_any_nodes_make_a_tree_that_arrives_whole(given_nodes, version, size):
    built = tree(PLATFORM, given_nodes)
    seen = {PLATFORM}
    for item in built.items[1:]:
        assert item.device_id not in seen
        assert item.parent_id in seen | {""}
        seen.add(item.device_id)
    assert seen == {PLATFORM} | {each.device_id for each in given_nodes}
    collecting: Collecting[CatalogItem] = Collecting("upper", "Catalog", 9, 0.0)
    packets = pages(built.items, sn=9, device_id=PLATFORM, version=version, size=size)
    results = [collecting.add(documents.parse(each.encode(version)), 0.0) for each in packets]
    assert results[:-1] == [None] * (len(packets) - 1)
    assert results[-1].outcome is Outcome.COMPLETE
    assert [item.device_id for item in results[-1].items] == [item.device_id for item in built.items]
    assert all(1 <= len(each.items) <= size for each in packets)
