"""What happens to facts when a site goes to another enterprise or another region."""

from collections.abc import Collection

from django.db.models import OuterRef, Subquery

from changqian.platform.foundation.enterprises.models import Site, SiteMove
from changqian.platform.kernel.dates import month_of
from changqian.platform.ledgerkit.models import Fact, Mark


def sites_changed(sites: Collection[int]) -> None:
    """Every fact counts for the enterprise that holds the site now; facts of the month of the last move and later
    are marked, to be counted in the new region. Earlier ones stay where they were counted."""
    holder = Site.objects.filter(pk=OuterRef("site")).values("enterprise")
    Fact.objects.filter(site__in=sites).update(enterprise=Subquery(holder))
    last = dict(SiteMove.objects.filter(site__in=sites).order_by("moved_on").values_list("site", "moved_on"))
    keys = Fact.objects.filter(site__in=sites).order_by().values_list("ledger", "site", "month").distinct()
    Mark.objects.bulk_create(
        Mark(ledger=ledger, site_id=site, month=month)
        for ledger, site, month in keys
        if site in last and month >= month_of(last[site])
    )
