import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from django.urls import ResolverMatch, URLPattern, URLResolver, include, path, re_path
from django.urls.resolvers import RoutePattern

from changqian.platform.config import errors, tasks
from changqian.platform.config.health import healthz, metrics
from changqian.platform.config.ledgers import INTEGRATION_MODULES, MODULES, SCREEN_MODULES
from changqian.platform.config.web import page

RECORDS = "changqian.platform.foundation.records"
CONFIG = "changqian.platform.config"
Patterns = Sequence[URLPattern | URLResolver]


class ByFirstWord(URLResolver):
    """The same patterns, of which only those are tried that begin with the address's first word. Every module brings
    its own: to try all of them one after the other took a seventh of a short request."""

    def resolve(self, path: Any) -> ResolverMatch:
        word = str(path).removeprefix(str(self.pattern)).partition("/")[0]
        found: ResolverMatch = self.words[word].resolve(path) if word in self.words else super().resolve(path)
        return found

    @cached_property
    def words(self) -> dict[str, URLResolver]:
        """A resolver of its own for each word; empty where a pattern begins with no plain word, for it might be any."""
        grouped: dict[str, list[URLPattern | URLResolver]] = defaultdict(list)
        for each in _flat(self.url_patterns):
            word = re.fullmatch(r"\^?([\w-]+)/.*", str(each.pattern))
            if word is None:
                return {}
            grouped[word[1]].append(each)
        return {word: URLResolver(self.pattern, mine) for word, mine in grouped.items()}


def _flat(patterns: Patterns) -> Iterator[URLPattern | URLResolver]:
    for each in patterns:
        if isinstance(each, URLResolver) and not str(each.pattern):
            yield from _flat(each.url_patterns)
        else:
            yield each


tasks.load()
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

modules = [
    path("", include(f"{module}.api"))
    for module in (CONFIG, *MODULES, *SCREEN_MODULES, *INTEGRATION_MODULES)
    if module != RECORDS and find_spec(module) and find_spec(f"{module}.api")
]
urlpatterns: list[URLPattern | URLResolver] = [
    ByFirstWord(RoutePattern("api/"), modules),
    re_path(r"^api(/.*)?$", errors.not_found),
    path("healthz", healthz),
    path("metrics", metrics),
    re_path(r"^(?P<path>.*)$", page),
]
