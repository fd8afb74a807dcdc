"""Whatever is sent, the answer is a sentence and never a 5xx."""

from itertools import product

import pytest

from changqian.platform.commons.codes.services import live_code
from changqian.platform.safety.risks.models import RiskTask
from changqian.platform.safety.risks.rules import SUBJECT
from changqian.platform.safety.risks.services import patrol
from changqian.platform.safety.risks.tests.making import ITEMS, MORNING, WORDS, answers, draft, in_force

ODD = [
    *(None, "\0", "9" * 400, "😀" * 300, -1, 2**63, 1e308, "nan", "-inf", [None], [[]], {"a": 1}),
    *("2026-13-45", "0000-00-00", "9999-12-31T23:59:59Z"),
]


def fields(cast, point):
    patrolling = {
        "risk_point": point.pk, "control_level": "post", "answers": answers(point), "lon": 119.95, "lat": 31.72,
        "accuracy": 5, "photos": [], "token": "", "task": None, "note": "", "client_uuid": None, "captured_at": None,
        "position_missing": "denied",
    }  # fmt: skip
    registering = {
        "site": cast.site.pk, "name": "喷漆房", **WORDS, "method": "matrix", "likelihood": "3", "consequence": "3",
        "exposure": None, "items": list(ITEMS), "photos": [], "entry": None, "responsible": None, "shifts": 1,
        "declared_level": "", "inherent_level": "", "control_level": "", "lon": 119.95, "lat": 31.72,
    }  # fmt: skip
    return {
        "/api/patrols/": patrolling,
        "/api/risks/": registering,
        "/api/risks/assess/": {"method": "lec", "likelihood": 1, "exposure": 1, "consequence": 1, "entry": None},
        "/api/catalogue/": {
            "scheme": "试",
            "category": "01",
            "category_name": "试",
            "code": "0199",
            "name": "试",
            "at_least": "large",
            "accident_types": [],
            "effective_from": "2026-01-01",
        },  # fmt: skip
        "/api/codes/": {"site": cast.site.pk},
    }


def test_every_field_of_every_form_survives_every_oddity(cast, api):
    point = in_force(cast)
    clients = {"/api/patrols/": api(cast.worker), "/api/catalogue/": api(cast.city)}
    for url, form in fields(cast, point).items():
        client = clients.get(url) or api(cast.officer)
        for name, value in product(form, ODD):
            answer = client.post(url, {**form, name: value})
            assert answer.status_code < 500, (url, name, value)
            if answer.status_code >= 400:
                assert answer.json()["detail"], (url, name, value)
        for body in (None, [], "x", 1, [form]):
            assert client.post(url, body).status_code in (400, 415)


def test_odd_answers_of_a_patrol(cast, api):
    point = in_force(cast)
    whole = answers(point)
    for name, value in product(("item", "text", "answer", "note", "photos", "level", "category"), ODD):
        said = [{**whole[0], name: value}, whole[1]]
        body = {"risk_point": point.pk, "control_level": "post", "answers": said}
        assert api(cast.worker).post("/api/patrols/", body).status_code < 500, (name, value)


STEPS = {
    "risks": ("edit", "activate", "approve", "revise", "stop", "end"),
    "tasks": ("ask_exemption", "grant_exemption", "refuse_exemption", "cancel_task"),
    "codes": ("reissue", "revoke"),
    "patrols": ("remark",),
    "inspections": ("remark",),
    "catalogue": ("edit", "publish", "discard", "revise", "retire", "restore"),
}


def test_odd_steps_on_real_and_unreal_rows(cast, api):
    point = in_force(cast)
    made = patrol(actor=cast.worker, control_level="post", risk_point=point.pk, answers=answers(point), now=MORNING)
    code = live_code(cast.site.pk, SUBJECT, point.pk)
    real = {"risks": draft(cast).pk, "tasks": RiskTask.objects.get().pk, "codes": code.pk, "patrols": made.pk}
    for ledger, steps in STEPS.items():
        for step, pk in product(steps, (real.get(ledger, 1), 10**17, 0)):
            for value in ODD:
                body = {"version": value, "reason": value, "opinion": value, "remark": value, "name": value}
                answer = api(cast.city).post(f"/api/{ledger}/{pk}/{step}/", body)
                assert answer.status_code < 500, (ledger, step, value)
                answer = api(cast.officer).post(f"/api/{ledger}/{pk}/{step}/", {**body, "version": 1})
                assert answer.status_code < 500, (ledger, step, value)
    for value in ODD:
        body = {"ids": value, "reason": "停产", "opinion": ""}
        assert api(cast.officer).post("/api/tasks/ask_exemptions/", body).status_code < 500, value
        assert api(cast.town).post("/api/tasks/grant_exemptions/", {**body, "ids": [value]}).status_code < 500, value


QUERIES = {
    "risks": ("q", "ordering", "site", "region", "level", "status", "kind", "category", "mine", "limit", "offset"),
    "tasks": ("q", "month", "level", "status", "risk_point", "open", "overdue", "exemption", "late"),
    "patrols": ("q", "subject_id", "subject_kind", "month", "since", "until", "far", "result", "mine"),
    "codes": ("q", "live", "colour", "subject_id", "subject_kind"),
    "catalogue": ("q", "state", "code", "category", "scheme", "at_least", "accident_type", "verified"),
}


@pytest.mark.parametrize("ledger", QUERIES)
def test_odd_questions(cast, api, ledger):
    client = api(cast.city)
    point = in_force(cast)
    for name, value in product(QUERIES[ledger], ODD):
        assert client.get(f"/api/{ledger}/", {name: str(value)}).status_code < 500, (name, value)
    for value in ODD:
        assert client.get(f"/api/risks/{point.pk}/explain/", {"month": str(value)}).status_code < 500, value
        assert client.get("/api/codes/sheet/", {"ids": str(value), "size": str(value)}).status_code < 500, value
        asked = {"since": str(value), "until": str(value), "level": str(value), "dimension": str(value)}
        if ledger != "catalogue":
            assert client.get("/api/tasks/stats/", asked).status_code < 500, value


def test_wrong_methods_are_told_so(cast, api):
    for url in ("/api/risks/1/", "/api/tasks/", "/api/codes/" + "A" * 26 + "/", "/api/inspections/"):
        assert api(cast.city).delete(url).status_code == 405
