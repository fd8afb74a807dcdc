"""Addresses are found by their first word, and mean what they meant when every pattern was tried in turn."""

import pytest
from django.urls import Resolver404, URLResolver

from changqian.platform.config.urls import urlpatterns

API = urlpatterns[0]


@pytest.mark.parametrize(
    "address",
    [
        *("me/", "config/", "risks/", "risks/12/", "risks/12/history/", "map/clusters/", "risk-cards/"),
        *("hazards/7/fix_on_the_spot/", "v1/enterprises/", "v2/enterprises/", "whistle/report/"),
    ],
)
def test_an_address_means_the_same_by_its_first_word(address):
    told = _resolved(API.resolve, address)
    assert API.words
    assert told == _resolved(lambda path: URLResolver.resolve(API, path), address)


def test_most_of_these_are_addresses():
    assert _resolved(API.resolve, "risks/12/history/") is not None
    assert _resolved(API.resolve, "no-such-word/") is None
    assert _resolved(API.resolve, "risks/12/no-such-step/") is None


def _resolved(resolve, address):
    try:
        match = resolve(f"api/{address}")
    except Resolver404:
        return None
    return getattr(match.func, "cls", match.func), match.kwargs, match.route
