"""李明华 is a chemist of 常州化工研究院 who wants to be an expert; two people of the city may decide."""

import pytest

from changqian.platform.commons.joining.tests.conftest import person as person
from changqian.platform.kernel.codes import uscc_for

ABOUT = {
    "expert": {
        "unit": "常州化工研究院",
        "expertise": ["hazardous", "process"],
        "title": "高级工程师",
        "certificate_no": "T320411198503071234",
        "worked_years": 12,
    },
    "insurer": {"unit": "江南财产保险常州中心支公司", "uscc": uscc_for("MA1XW0A1"), "permit_no": "000018320400"},
    "trainer": {
        "unit": "常州安培职业培训学校",
        "uscc": uscc_for("MA1XW0A2"),
        "courses": ["principals", "special_work"],
    },
}
"What is filled in for each kind."


@pytest.fixture
def picture(files_dir):
    """A picture that this person uploaded."""
    from io import BytesIO

    from django.utils import timezone

    from changqian.platform.foundation.files.services import store
    from changqian.platform.foundation.files.tests.samples import PNG

    return lambda actor: store(BytesIO(PNG), name="证书.png", actor=actor, now=timezone.now()).pk


@pytest.fixture
def applied(cast, picture):
    """Somebody's application: `applied(li)`, `applied(wang, "insurer", unit="…")`."""
    from django.utils import timezone

    from changqian.platform.commons.professionals.services import apply
    from changqian.platform.foundation.sms.services import load_templates

    load_templates()

    def make(actor, kind="expert", now=None, **said):
        files = {"papers": [picture(actor)], "licence": [] if kind == "expert" else [picture(actor)]}
        return apply(actor=actor, kind=kind, now=now or timezone.now(), **{**ABOUT[kind], **files, **said})

    return make


@pytest.fixture
def second_city(cast):
    from changqian.platform.foundation.accounts.models import Assignment, Role, User

    user = User.objects.create(username="city2", name="市应急局二处")
    Assignment.objects.create(user=user, role=Role.objects.get(code="city"), region=cast.city_region)
    return user
