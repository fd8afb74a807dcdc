"""Whatever is sent to whichever step: a sentence, never a crash."""

import pytest

from changqian.platform.commons.hazards import serializers
from changqian.platform.commons.hazards.rules import Step
from changqian.platform.foundation.records.api import StepInput

ODD = (
    *(None, "", " ", "\0", "x" * 5000, "😀" * 50, "ﷺ", "1e400", "NaN", "-Infinity", "0001-01-01", "9999-12-31"),
    *("2026-13-45", "2026-03-16T25:00:00Z", 0, -1, 2**31, 2**63, 2**70, 1.5, True, [], {}, [None], [[1]], {"a": {}}),
)
FORMS = [each for each in vars(serializers).values() if isinstance(each, type) and issubclass(each, StepInput)]


@pytest.mark.parametrize("step", Step)
def test_no_step_crashes(cast, do, api, step):
    hazard = do.report()
    fields = sorted({name for form in FORMS for name in form().fields})
    whole = dict.fromkeys(fields, "2030-01-01") | {"version": 1}
    bodies = [whole | {name: odd} for name in fields for odd in ODD]
    client = api(cast.principal)
    for body in (*bodies[::7], [], "x", None, 7, {}):
        answer = client.post(f"/api/hazards/{hazard.pk}/{step}/", body)
        assert answer.status_code in (200, 400, 403, 404, 409), (step, body, answer.content)


@pytest.mark.parametrize("pk", ["0", "999999999999999999", "9" * 19, "-1", "x", "1.0", "%00"])
@pytest.mark.parametrize("path", ["", "next/", "timeline/", "history/", "grade/"])
def test_no_such_hazard(cast, api, pk, path):
    client = api(cast.officer)
    url = f"/api/hazards/{pk}/{path}"
    answer = client.post(url, {"version": 1, "level": "general"}) if path == "grade/" else client.get(url)
    assert answer.status_code in (400, 404)
