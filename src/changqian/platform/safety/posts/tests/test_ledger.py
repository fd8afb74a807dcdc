"""What every ledger promises, kept by the posts of a firm and by the rounds in which they are assessed."""

from datetime import date
from itertools import count

from changqian.platform.commons.people.services import add_person
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.posts.api import PostViewSet
from changqian.platform.safety.posts.services import edit_post, register_post

names = count(1)


class TestContract(LedgerContract):
    url = "/api/posts/"
    view = PostViewSet

    def make(self, cast):
        person = add_person(
            actor=cast.officer, enterprise=cast.enterprise, name="孙二", roles=["worker"], today=date(2026, 3, 16)
        )
        return register_post(
            actor=cast.officer,
            enterprise=cast.enterprise,
            name=f"冲压工{next(names)}",
            kind="worker",
            department="一车间",
            scope="遵守操作规程。",
            holders=[person.pk],
            criteria=[{"item": "遵守规程", "standard": "违章一次扣5分", "points": 100}],
        )

    def touch(self, row, *, actor, expected_version):
        return edit_post(row.pk, actor=actor, expected_version=expected_version, department="二车间")
