"""Messages go through the gateway over a real socket, signed; what comes of them is written down."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from changqian.platform.foundation.sms.models import Message, Template
from changqian.platform.foundation.sms.provider import Gateway, NotNow, signature
from changqian.platform.foundation.sms.rules import MESSAGES_A_DAY, MOST_ATTEMPTS, Purpose
from changqian.platform.foundation.sms.services import deliver, fetch_receipts, load_templates, send, send_code

PARAMS = {"title": "隐患整改明天到期"}


@pytest.fixture
def message(cast, templates):
    return send("13812345678", template="notice", params=PARAMS, now=cast.now)


def outbox(gateway, phone="13812345678"):
    return httpx.get(f"{gateway.url}/outbox.json", params={"phone": phone}, trust_env=False).json()


def test_a_message_waits_in_the_queue_of_its_transaction(message):
    job = ProcrastinateJob.objects.get(task_name="sms.deliver")
    assert job.args == {"message": message.pk}
    assert message.state == "queued"


def test_it_is_handed_over_once_and_reported_delivered(cast, message, gateway):
    deliver(message.pk, now=cast.now)
    deliver(message.pk, now=cast.now)
    (seen,) = outbox(gateway)
    assert seen["text"] == "隐患整改明天到期。请登录常企安查看。"
    message.refresh_from_db()
    assert (message.state, message.provider_id, message.attempts) == ("sent", seen["id"], 1)
    gateway.simulator.outbox[str(message.reference)].at -= timedelta(minutes=1)
    assert fetch_receipts(now=cast.now) == 1
    message.refresh_from_db()
    assert message.state == "delivered"
    assert fetch_receipts(now=cast.now) == 0


def test_what_the_gateway_saw_before_it_died_is_not_sent_twice(cast, message, gateway):
    """The worker may have died between handing over and writing down: the reference is the same."""
    deliver(message.pk, now=cast.now)
    Message.objects.filter(pk=message.pk).update(state="queued")
    deliver(message.pk, now=cast.now)
    assert len(outbox(gateway)) == 1


def test_a_number_that_does_not_exist_is_not_tried_again(cast, templates, gateway):
    message = send("13800000000", template="notice", params=PARAMS, now=cast.now)
    deliver(message.pk, now=cast.now)
    message.refresh_from_db()
    assert (message.state, message.error) == ("failed", "空号")


def test_a_busy_gateway_is_tried_again(cast, templates, gateway):
    message = send("13800008888", template="notice", params=PARAMS, now=cast.now)
    with pytest.raises(NotNow, match="忙"):
        deliver(message.pk, now=cast.now)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)
    assert deliver(message.pk, now=cast.now).state == "sent"


def test_a_gateway_that_is_down_is_given_up_after_some_tries(cast, message, settings):
    settings.SMS_URL = "http://127.0.0.1:9"
    for _ in range(MOST_ATTEMPTS - 1):
        with pytest.raises(NotNow):
            deliver(message.pk, now=cast.now)
    assert deliver(message.pk, now=cast.now).state == "failed"


def test_without_a_gateway_the_log_says_so(cast, message, settings):
    settings.SMS_URL = ""
    with pytest.raises(NotNow):
        deliver(message.pk, now=cast.now)
    message.refresh_from_db()
    assert message.error == "未配置短信网关"


def test_a_message_that_never_arrived_is_failed(cast, templates, gateway):
    message = send("13800009999", template="notice", params=PARAMS, now=cast.now)
    deliver(message.pk, now=cast.now)
    gateway.simulator.outbox[str(message.reference)].at -= timedelta(minutes=1)
    fetch_receipts(now=cast.now)
    message.refresh_from_db()
    assert (message.state, message.error) == ("failed", "用户关机")


def test_a_code_leaves_nothing_behind_once_it_is_handed_over(cast, templates, gateway):
    send_code("13812345678", Purpose.REGISTER, now=cast.now)
    message = deliver(Message.objects.get().pk, now=cast.now)
    assert len(outbox(gateway)[0]["params"]["code"]) == 6
    message.refresh_from_db()
    assert message.params == ""


def test_a_code_that_would_come_too_late_is_not_sent(cast, templates, gateway):
    send_code("13812345678", Purpose.REGISTER, now=cast.now)
    message = deliver(Message.objects.get().pk, now=cast.now + timedelta(minutes=5))
    assert (message.state, message.params) == ("failed", "")
    assert outbox(gateway) == []


def test_a_thing_is_told_once(cast, templates):
    first = send("13812345678", template="notice", params=PARAMS, once="hazard-7", now=cast.now)
    assert send("13812345678", template="notice", params=PARAMS, once="hazard-7", now=cast.now) == first


def test_beyond_its_share_of_a_day_a_phone_is_left_in_peace(cast, templates):
    for _ in range(MESSAGES_A_DAY):
        send("13812345678", template="notice", params=PARAMS, now=cast.now)
    last = send("13812345678", template="notice", params=PARAMS, now=cast.now)
    assert last.state == "refused"
    assert ProcrastinateJob.objects.filter(task_name="sms.deliver").count() == MESSAGES_A_DAY
    assert send("13812345678", template="notice", params=PARAMS, now=cast.now + timedelta(days=1)).state == "queued"


def test_templates_are_brought_up_to_date_and_keep_their_numbers(templates):
    Template.objects.filter(code="notice").update(provider_code="SMS_1001", body="旧")
    load_templates()
    notice = Template.objects.get(code="notice")
    assert (notice.provider_code, notice.body) == ("SMS_1001", "{title}。请登录常企安查看。")


# -- the gateway's side ----------------------------------------------------------------------------------------------


def posted(gateway, *, secret=b"shared secret", body=b"{}", stamp=None, nonce="n", signed=None, app="changqian"):
    stamp = str(int(datetime.now(UTC).timestamp())) if stamp is None else stamp
    headers = {
        "X-App": app,
        "X-Timestamp": stamp,
        "X-Nonce": nonce,
        "X-Signature": signature(secret, "POST", "/messages", stamp, nonce, signed or body),
    }
    return httpx.post(f"{gateway.url}/messages", content=body, headers=headers, trust_env=False)


@pytest.mark.parametrize(
    "wrong",
    [{"secret": b"another"}, {"signed": b'{"a":1}'}, {"stamp": "1700000000"}, {"app": "other"}, {"stamp": "jetzt"}],
    ids=["another's key", "altered", "old", "another app", "no time"],
)
def test_a_request_that_is_not_ours_is_turned_away(gateway, wrong):
    assert posted(gateway, nonce=uuid4().hex, **wrong).status_code == 401


def test_a_repeated_request_is_turned_away(gateway):
    nonce = uuid4().hex
    assert posted(gateway, nonce=nonce).status_code == 400  # ours, though nothing in it
    assert posted(gateway, nonce=nonce).json() == {"message": "请求重复"}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"reference":"1","phone":"1381234","text":"x"}', b'"x"'])
def test_nonsense_is_refused_in_words(gateway, body):
    answer = posted(gateway, nonce=uuid4().hex, body=body)
    assert answer.status_code == 400
    assert "message" in answer.json()


def test_the_outbox_page_shows_the_text_and_escapes_it(cast, templates, gateway):
    message = send("13812345678", template="notice", params={"title": "<b>巡检</b>"}, now=cast.now)
    deliver(message.pk, now=cast.now)
    page = httpx.get(gateway.url, trust_env=False).text
    assert "【常企安】&lt;b&gt;巡检&lt;/b&gt;" in page


def test_an_answer_that_makes_no_sense_is_tried_again(cast, message, gateway):
    with pytest.raises(NotNow):
        Gateway(f"{gateway.url}/outbox.json?").send(
            reference=message.reference, phone="13812345678", template="notice", params=PARAMS, text="x"
        )


# -- the log ---------------------------------------------------------------------------------------------------------


def test_the_administrator_reads_what_was_sent_without_the_code(cast, api, templates, gateway):
    send_code("13812345678", Purpose.REGISTER, now=cast.now)
    sent = Message.objects.get()
    code = json.loads(sent.params)["code"]
    send("13912345678", template="notice", params=PARAMS, now=cast.now)
    answer = api(cast.sysadmin).get("/api/sms/").content.decode()
    assert code not in answer
    rows = json.loads(answer)["results"]
    assert [row["phone"] for row in rows] == ["139****5678", "138****5678"]
    assert rows[1]["text"].startswith("验证码***，用于***")
    (found,) = json.loads(api(cast.sysadmin).get("/api/sms/?phone=13812345678").content)["results"]
    assert found["id"] == sent.pk
