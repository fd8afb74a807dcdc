"""Plans and drills of 湖塘机械厂 for stories."""

from datetime import date, datetime
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.utils import timezone

TODAY = date(2026, 3, 16)


@pytest.fixture
def do(cast, files_dir):
    """Each service with the usual inputs, on the 16th of March 2026, ten in the morning, by 陈安全."""

    from changqian.platform.commons.people.services import add_person
    from changqian.platform.foundation.files.services import store
    from changqian.platform.foundation.files.tests.samples import PNG
    from changqian.platform.safety.drills import services
    from changqian.platform.safety.drills.models import Drill

    now = timezone.make_aware(datetime(2026, 3, 16, 10))

    def photo(actor=None):
        return store(BytesIO(PNG), name="演练.png", actor=actor or cast.officer, now=now).pk

    def person(name="王小虎", *roles, enterprise=None):
        firm = enterprise or cast.enterprise
        return add_person(
            actor=cast.platform, enterprise=firm, name=name, roles=roles or ["worker"], post="打磨工", today=TODAY
        )

    def adopt(actor=None, **more):
        given = {"enterprise": cast.enterprise, "edition": "2025版", "published_on": date(2025, 1, 5)}
        given |= {"kind": "special", "name": "粉尘爆炸专项应急预案"}
        return services.adopt_plan(actor=actor or cast.officer, **given | more)

    def plan(actor=None, **more):
        given = {"site": cast.site, "title": "消防疏散演练", "form": "full_scale", "planned_on": date(2026, 3, 10)}
        if "plan" not in more:
            given["kind"] = "special"
        return services.plan_drill(actor=actor or cast.officer, **given | more)

    def version(drill):
        return Drill.objects.get(pk=drill.pk).version

    def hold(drill, actor=None, **more):
        given = {"held_on": date(2026, 3, 12), "others": 30, "process": "按预案疏散，8分钟清点完毕", "today": TODAY}
        given |= {"attendees": (), "photos": [photo(actor)]}
        return services.hold_drill(
            drill.pk, actor=actor or cast.officer, expected_version=version(drill), **given | more
        )

    def evaluate(drill, actor=None, **more):
        given = {"score": 86, "grade": "good", "conclusion": "预案可行", "now": now}
        return services.evaluate_drill(
            drill.pk, actor=actor or cast.officer, expected_version=version(drill), **given | more
        )

    def report(drill, **more):
        given = {"reported_on": date(2026, 3, 13), "reported_to": "湖塘镇安监办", "today": TODAY}
        return services.report_drill(drill.pk, actor=cast.officer, expected_version=version(drill), **given | more)

    return SimpleNamespace(
        photo=photo, person=person, adopt=adopt, plan=plan, hold=hold, evaluate=evaluate, report=report, now=now
    )
