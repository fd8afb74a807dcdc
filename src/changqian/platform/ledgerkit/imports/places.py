"""Which enterprise and which site a row means, among those that whoever imports may see."""

from collections import defaultdict
from functools import cached_property
from typing import Any

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.enterprises.search import named
from changqian.platform.kernel.codes import clean
from changqian.platform.kernel.text import normal
from changqian.platform.ledgerkit.imports.values import BadCell
from changqian.platform.ledgerkit.ledgers import may

SEES = "enterprises.view"
SHOWN = 8


def own_enterprise(actor: User, permission: str) -> int | None:
    """The one enterprise somebody works for, if every grant with this permission is bound to it."""
    bounds = [grant.enterprises for grant in actor.grants if permission in grant.permissions]
    if not bounds or any(each is None for each in bounds):
        return None
    firms = frozenset().union(*(each for each in bounds if each is not None))
    return next(iter(firms)) if len(firms) == 1 else None


class Places:
    """Asked once per name, however many rows name it."""

    def __init__(self, actor: User, permission: str) -> None:
        self.actor, self.permission = actor, permission
        self._firms: dict[str, Enterprise] = {}
        self._sites: dict[int, dict[str, list[Site]]] = {}

    @cached_property
    def own(self) -> Enterprise | None:
        pk = own_enterprise(self.actor, self.permission)
        return Enterprise.objects.current().filter(pk=pk).first() if pk else None

    def enterprise(self, text: str | None) -> Enterprise | None:
        """By 统一社会信用代码 or whole name; without either the importer's own. BadCell if there is no one such."""
        if text is None:
            return self.own
        if (key := normal(text)) not in self._firms:
            self._firms[key] = self._found(text)
        return self._firms[key]

    def _found(self, text: str) -> Enterprise:
        code, seen = clean(text), self._seen()
        rows = list(seen.filter(uscc=code)[:2]) if len(code) == 18 and code.isascii() else []
        if not rows:
            # By neighbouring characters, which an index knows; then by the whole name.
            rows = [row for row in seen.filter(named(text))[:500] if normal(row.name) == normal(text)]
        if not rows:
            raise BadCell(f"没有找到企业“{text}”，请填写统一社会信用代码或与登记一致的全称")
        if len(rows) > 1:
            raise BadCell(f"有{len(rows)}家企业叫“{text}”，请改填统一社会信用代码")
        return rows[0]

    def _seen(self) -> Any:
        if may(self.actor, SEES):
            return Enterprise.objects.within(self.actor, SEES).current()
        return Enterprise.objects.current().filter(pk__in=[self.own.pk] if self.own else [])

    def site(self, text: str | None, enterprise: Enterprise | None) -> Site | None:
        """By name within the enterprise; without a name the only site it has. BadCell otherwise."""
        if enterprise is None:
            if text is None:
                return None
            raise BadCell("请另加一列“企业”，写明这个场所属于哪家企业")
        sites = self._of(enterprise)
        if text is None:
            only = [site for same in sites.values() for site in same]
            return only[0] if len(only) == 1 else None
        found = sites.get(normal(text), [])
        if len(found) == 1:
            return found[0]
        names = "、".join([site.name for same in sites.values() for site in same][:SHOWN])
        if found:
            raise BadCell(f"{enterprise.name}有{len(found)}个场所叫“{text}”，请先改名区分")
        raise BadCell(f"{enterprise.name}没有叫“{text}”的场所；现有：{names or '尚未登记场所'}")

    def names(self, enterprise: Enterprise) -> list[str]:
        return [site.name for same in self._of(enterprise).values() for site in same]

    def _of(self, enterprise: Enterprise) -> dict[str, list[Site]]:
        if enterprise.pk not in self._sites:
            by_name = defaultdict(list)
            for site in Site.objects.current().filter(enterprise=enterprise).order_by("pk"):
                site.enterprise = enterprise
                by_name[normal(site.name)].append(site)
            self._sites[enterprise.pk] = dict(by_name)
        return self._sites[enterprise.pk]
