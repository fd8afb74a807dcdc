"""The promises every ledger keeps. Subclass once per ledger; no promise is tested twice."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIClient

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import authentic
from changqian.platform.kernel.errors import VersionConflict


class LedgerContract:
    url: str
    view: type
    "The ledger's LedgerViewSet."

    def make(self, cast):
        """A row of 湖塘机械厂, made by its manager."""
        raise NotImplementedError

    def touch(self, row, *, actor, expected_version):
        """Any change of the row through a service."""
        raise NotImplementedError

    SEES = {
        "officer": 1,
        "rival_officer": 0,
        "wujin": 1,
        "liyang": 0,
        "city": 1,
        "bureau": 1,
        "other_bureau": 0,
        "author": 0,
        "two_roles": 1,
        "town": 1,
        "principal": 1,
    }

    @pytest.mark.parametrize(("person", "sees"), SEES.items())
    def test_each_role_sees_its_rows(self, cast, api, person, sees):
        row = self.make(cast)
        client = api(getattr(cast, person))
        assert client.get(self.url).json()["count"] == sees
        assert client.get(f"{self.url}{row.pk}/").status_code == (200 if sees else 404)

    @pytest.mark.parametrize("person", ["clerk", "nobody", "dismissed"])
    def test_without_the_permission_nothing_opens(self, cast, api, person):
        row = self.make(cast)
        client = api(getattr(cast, person))
        assert client.get(self.url).status_code == 403
        assert client.get(f"{self.url}{row.pk}/").status_code == 403

    def test_a_stranger_is_sent_away(self, db):
        assert APIClient().get(self.url).status_code in (401, 403)

    def test_without_the_permission_nothing_is_made(self, cast):
        cast.officer.grants = cast.clerk.grants
        with pytest.raises(PermissionDenied, match="您没有此项权限"):
            self.make(cast)

    def test_two_roles_do_not_add_up(self, cast):
        """`two_roles` edits in the rival firm and views in 武进: this row may be viewed, and not edited."""
        row = self.make(cast)
        with pytest.raises(type(row).DoesNotExist):
            self.touch(row, actor=cast.two_roles, expected_version=row.version)

    def test_outside_the_scope_nothing_is_changed(self, cast):
        row = self.make(cast)
        with pytest.raises(type(row).DoesNotExist):
            self.touch(row, actor=cast.rival_officer, expected_version=row.version)

    def test_making_and_changing_are_audited(self, cast):
        row = self.make(cast)
        self.touch(row, actor=cast.officer, expected_version=row.version)
        made, changed = Entry.objects.filter(target=f"{row._meta.label}:{row.pk}").order_by("pk")
        assert made.actor == changed.actor == cast.officer
        assert authentic(made)
        assert authentic(changed)
        assert changed.changes

    def test_a_change_of_what_somebody_else_changed_is_refused(self, cast):
        row = self.make(cast)
        self.touch(row, actor=cast.officer, expected_version=1)
        with pytest.raises(VersionConflict):
            self.touch(row, actor=cast.officer, expected_version=1)

    def test_a_long_list_costs_no_more_queries_than_a_short_one(self, cast, api):
        costs = []
        for _ in range(3):  # the first request also fills the region cache
            self.make(cast)
            client = api(User.objects.get(pk=cast.wujin.pk))
            with CaptureQueriesContext(connection) as queries:
                client.get(self.url)
            costs.append(len(queries))
        assert costs[1] == costs[2]

    def test_a_fast_row_is_what_the_serializer_says(self, cast, api):
        row = type(self.make(cast)).objects.get()
        said = json.loads(JSONRenderer().render(self.view.serializer_class(row).data))
        assert api(cast.officer).get(self.url).json()["results"] == [said]
