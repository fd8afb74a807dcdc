"""The lists of joining keep what every list promises: many rows cost the queries of few, each said in one way."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from changqian.platform.commons.joining.api import ClaimViewSet, InvitationViewSet, MembershipViewSet
from changqian.platform.commons.joining.services.claiming import wish_to_join
from changqian.platform.commons.joining.services.inviting import invite
from changqian.platform.commons.joining.services.members import seat
from changqian.platform.foundation.accounts.models import User


@pytest.fixture
def add(firm_people, person):
    """One more row of a list of 湖塘机械厂."""
    cast, now = firm_people, timezone.now()

    def claims(n):
        wish_to_join(actor=person(f"来人{n}"), uscc=cast.enterprise.uscc, place="worker", now=now)

    def invitations(n):
        given = {"by": "phone", "place": "worker", "phone": f"1380000{n:04d}", "invitee": f"来人{n}"}
        invite(actor=cast.principal, enterprise=cast.enterprise, now=now, **given)

    def members(n):
        given = {"how": "invitation", "by": cast.principal, "actor": cast.platform, "action": "joining.accept"}
        seat(person(f"新人{n}"), cast.enterprise, "worker", now=now, **given)

    return {"claims": claims, "invitations": invitations, "members": members}


@pytest.mark.parametrize(
    ("name", "view"), [("claims", ClaimViewSet), ("invitations", InvitationViewSet), ("members", MembershipViewSet)]
)
def test_a_long_list_costs_no_more_and_says_the_same(cast, api, add, name, view):
    costs = []
    for n in range(3):  # the first request also fills caches
        add[name](n)
        client = api(User.objects.get(pk=cast.principal.pk))
        with CaptureQueriesContext(connection) as queries:
            listed = client.get(f"/api/{name}/").json()["results"]
        costs.append(len(queries))
    assert costs[1] == costs[2]
    rows = view.queryset.in_bulk([row["id"] for row in listed])
    said = [json.loads(JSONRenderer().render(view.serializer_class(rows[row["id"]]).data)) for row in listed]
    for row in (*listed, *said):
        row.pop("state", None)  # of an invitation: a column of the query, told by the clock
    assert listed == said
    assert len(listed) >= 3
