from django.db import transaction

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, EnterpriseRegion, Site
from changqian.platform.foundation.records.services import create
from changqian.platform.foundation.regions.models import Region


def register_enterprise(*, actor: User, **fields: object) -> Enterprise:
    return create(Enterprise, actor=actor, action="enterprises.register", **fields)


@transaction.atomic
def open_site(*, actor: User, enterprise: Enterprise, region: Region, **fields: object) -> Site:
    EnterpriseRegion.objects.get_or_create(enterprise=enterprise, region=region)
    return create(Site, actor=actor, action="enterprises.open_site", enterprise=enterprise, region=region, **fields)
