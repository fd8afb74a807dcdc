"""What happens to facts when a site goes to another enterprise or another region."""

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from changqian.platform.foundation.enterprises.models import Site, SiteMove
from changqian.platform.ledgerkit.models import Fact, Mark


def sites_changed(sites: Collection[int]) -> None:
    """Every fact counts for the enterprise that holds the site now. The months of sites that moved are marked: what
    stands is then counted in the new region, and what happened before the move stays (`stats.store`)."""
    holder = Site.objects.filter(pk=OuterRef("site")).values("enterprise")
    Fact.objects.filter(site__in=sites).update(enterprise=Subquery(holder))
    moved = SiteMove.objects.filter(site__in=sites).values("site")
    keys = Fact.objects.filter(site__in=moved).order_by().values_list("ledger", "site", "month").distinct()
    Mark.objects.bulk_create(Mark(ledger=ledger, site_id=site, month=month) for ledger, site, month in keys)
