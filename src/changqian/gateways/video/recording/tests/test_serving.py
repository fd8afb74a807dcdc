"""Footage for browsers: the index, files in parts, tickets, and exports."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import av
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from changqian.gateways.video.recording.admissions import IDLE, LONGEST, MOST, Admissions
from changqian.gateways.video.recording.ranges import Unsatisfiable, wanted
from changqian.gateways.video.recording.tests.films import numbers
from changqian.gateways.video.recording.tests.test_recording import ALWAYS, CHANNEL, DEVICE, Scene, scene, steps
from changqian.gateways.video.tests.stage import TICKETS
from changqian.wire import signing
from changqian.wire import video as wire

RESOURCE = f"{DEVICE}/{CHANNEL}"


def ticket(play: Scene, resource: str = RESOURCE, **how: Any) -> str:
    return play.stage.ticket(resource, **{"verbs": ("footage",), **how})


async def get(play: Scene, path: str, given: str, headers: Any = (), **query: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{play.stage.http_port}", trust_env=False) as client:
        return await client.get(f"{path}?{urlencode({'ticket': given, **query})}", headers=dict(headers))


def span() -> dict[str, str]:
    now = datetime.now(UTC)
    return {"since": (now - timedelta(hours=1)).isoformat(), "until": (now + timedelta(hours=1)).isoformat()}


def test_what_was_recorded_is_listed_and_fetched_whole_in_parts_and_while_it_grows(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as play:
            await play.plan(wire.Plan(DEVICE, CHANNEL, ALWAYS))
            events = await play.stored(2)
            await play.stage.until(
                lambda: any(each.whole > 20_000 for each in play.stage.gateway.recorder.disk.growing)
            )
            given = ticket(play)
            answer = await get(play, f"/footage/{RESOURCE}/index", given, **span())
            listed = answer.json()["segments"]
            assert [each["growing"] for each in listed] == [*[False] * (len(listed) - 1), True]
            assert [each["name"] for each in listed[:2]] == [each.path.rsplit("/", 1)[1] for each in events[:2]]
            # One ticket opens all of them: a player asks for many parts.
            path = f"/footage/{RESOURCE}/{listed[0]['name']}"
            whole = await get(play, path, given, {"Origin": "http://elsewhere.test"})
            assert signing.sm3(whole.content) == listed[0]["sm3"] == whole.headers["ETag"].strip('"')
            assert whole.headers["Access-Control-Allow-Origin"] == "*"
            part = await get(play, path, given, {"Range": "bytes=100-199"})
            assert (part.status_code, part.content) == (206, whole.content[100:200])
            assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.content)}"
            assert (await get(play, path, given, {"Range": "bytes=99999999-"})).status_code == 416
            stale = await get(play, path, given, {"Range": "bytes=0-9", "If-Range": '"another"'})
            assert (stale.status_code, len(stale.content)) == (200, len(whole.content))
            kept = await get(play, path, given, download="1")
            assert kept.headers["Content-Disposition"].startswith(f'attachment; filename="{CHANNEL}_20')
            growing = await get(play, f"/footage/{RESOURCE}/{listed[-1]['name']}", given)
            with av.open(io.BytesIO(growing.content)) as container:
                assert len(list(container.decode(video=0))) >= 10

    asyncio.run(story())


def test_footage_opens_to_its_own_tickets_only_and_closes_with_the_session(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as play:
            stage = play.stage
            listing, file = f"/footage/{RESOURCE}/index", f"/footage/{RESOURCE}/1769832000000.mp4"
            for wrong in (
                *("", "x.y", ticket(play, verbs=("live",)), ticket(play, f"{DEVICE}/1"), ticket(play, expires=1)),
                ticket(play, audience="push"),
            ):
                refused = await get(play, file, wrong)
                assert (refused.status_code, refused.json()["step"], bool(refused.json()["remedy"])) == (
                    *(403, "refused", True),
                )
            given = ticket(play)
            for name in ("1769832000000.mp4", "index.jsonl", "%2e%2e", "1.mp4.label"):
                missing = await get(play, f"/footage/{RESOURCE}/{name}", given)
                assert (missing.status_code, missing.json()["step"]) == (404, "no_footage"), name
            assert (await get(play, listing, given, since="2026-01-01")).status_code == 400
            assert (await get(play, listing, given, **span())).json() == {"segments": [], "more": False}
            late = ticket(play, expires=int(datetime.now(UTC).timestamp()) + 1)
            assert (await get(play, listing, late, **span())).status_code == 200
            await asyncio.sleep(1.2)
            # Shown in time, it goes on opening.
            assert (await get(play, listing, late, **span())).status_code == 200
            ended = wire.to_json(wire.EndViews(id="e", subject="7"))
            await stage.call("POST", "/commands", ended)
            await stage.until(lambda: not stage.gateway.admissions._admitted)
            assert (await get(play, listing, late, **span())).status_code == 403

    asyncio.run(story())


def test_an_export_is_one_film_with_its_digest_and_what_it_was_made_of(tmp_path: Path) -> None:
    async def story() -> None:
        async with scene(tmp_path) as play:
            stage = play.stage
            assert (await play.order(wire.StartRecording)).ok
            first, *_ = await play.stored(2)
            start = datetime.fromisoformat(first.start) + timedelta(seconds=0.3)
            export = wire.Export("e1", DEVICE, CHANNEL, start.isoformat(), datetime.now(UTC).isoformat())
            assert (await stage.call("POST", "/exports", wire.to_json(export))).json()["state"] == "waiting"
            again = await stage.call("POST", "/exports", wire.to_json(export))
            assert again.json()["state"] in ("waiting", "running")

            async def state(id: str) -> dict[str, Any]:
                # Signed over an empty body, as a GET has none.
                path = f"/exports/{id}"
                headers = signing.signed(stage.gateway.settings.secret, "GET", path, b"", app="p", now=_now())
                return (await _plain(play, path, headers)).json()

            async with asyncio.timeout(30):
                while (said := await state("e1"))["state"] not in ("done", "failed"):
                    await asyncio.sleep(0.1)
            assert said["state"] == "done", said
            # The recording went on over it.
            assert steps(play.seen(await play.stored(4))) == {1}
            assert said["parts"][0]["sm3"] == first.sm3
            assert said["parts"][0]["start"] == start.isoformat(timespec="milliseconds")
            given = ticket(play, "exports/e1")
            film = await get(play, "/exports/e1/file", given)
            assert (len(film.content), signing.sm3(film.content)) == (said["bytes"], said["sm3"])
            path = tmp_path / "film.mp4"
            path.write_bytes(film.content)
            found = list(numbers(path))
            assert steps(found) == {1}
            with av.open(str(path)) as container:
                sound = container.streams.audio[0]
                assert sound.codec_context.name == "aac"
                samples = sum(each.samples for each in container.decode(audio=0))
                assert abs(samples / 8000 - len(found) / 25) < 0.4
            assert (await get(play, "/exports/e1/file", ticket(play))).status_code == 403
            nothing = wire.Export("e2", DEVICE, CHANNEL, "2026-01-01T08:00:00+08:00", "2026-01-01T09:00:00+08:00")
            await stage.call("POST", "/exports", wire.to_json(nothing))
            async with asyncio.timeout(10):
                while (said := await state("e2"))["state"] != "failed":
                    await asyncio.sleep(0.05)
            assert (said["step"], bool(said["remedy"])) == ("no_footage", True)
            assert (await _plain(play, "/exports/e1", {})).status_code == 401
            evil = wire.Export("../e3", DEVICE, CHANNEL, nothing.start, nothing.stop)
            assert (await stage.call("POST", "/exports", wire.to_json(evil))).status_code == 400
        async with scene(tmp_path) as later:
            assert later.stage.gateway.exports.jobs["e1"][1].state == "done"

    asyncio.run(story())


def _now() -> float:
    return datetime.now(UTC).timestamp()


async def _plain(play: Scene, path: str, headers: dict[str, str]) -> httpx.Response:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{play.stage.http_port}", trust_env=False) as client:
        return await client.get(path, headers=headers)


RANGES = [
    (None, None),
    ("bytes=0-", (0, 100)),
    ("bytes=0-0", (0, 1)),
    ("bytes=40-49", (40, 50)),
    ("bytes=90-1000", (90, 100)),
    ("bytes=-10", (90, 100)),
    ("bytes=-1000", (0, 100)),
    ("bytes=9-3", None),
    ("bytes=0-1,5-6", None),
    ("lines=0-1", None),
    ("bytes=a-b", None),
    ("bytes=-", None),
]


@pytest.mark.parametrize(("said", "part"), RANGES)
def test_a_range_is_read_as_the_rfc_has_it(said: str | None, part: tuple[int, int] | None) -> None:
    assert wanted(said, 100) == part


@given(st.text(max_size=30), st.integers(0, 1000))
def test_a_range_never_reaches_beyond_the_file(said: str, size: int) -> None:
    try:
        part = wanted(f"bytes={said}", size)
    except Unsatisfiable:
        return
    assert part is None or 0 <= part[0] < part[1] <= size


def test_admissions_end_by_themselves_and_are_not_without_number() -> None:
    admissions = Admissions(TICKETS, ("https://here.test",))

    def asked(text: str, now: float, origin: str = "") -> signing.Ticket:
        headers = [(b"origin", origin.encode())] if origin else []
        scope = {"type": "http", "method": "GET", "query_string": f"ticket={text}".encode(), "headers": headers}
        return admissions.admit(Request(scope), RESOURCE, now)

    def made(number: int, *verbs: str) -> str:
        return signing.Ticket("video", "7", RESOURCE, ("footage", *verbs), 1060, str(number)).encode(TICKETS)

    text = made(1)
    asked(text, 1000)
    for before, now in pairwise([1000 + n * (IDLE - 1) for n in range(int(LONGEST // IDLE) + 3)]):
        if now - 1000 >= LONGEST:
            with pytest.raises(signing.BadTicket, match="过期"):
                asked(text, now)
            break
        assert now - before < IDLE
        asked(text, now)
    text = made(2)
    asked(text, 1000)
    with pytest.raises(signing.BadTicket, match="过期"):
        asked(text, 1000 + IDLE)
    with pytest.raises(signing.BadTicket, match="地址"):
        asked(made(3), 1000, "https://there.test")
    assert asked(made(4, "elsewhere"), 1000, "https://there.test")
    assert asked(made(5), 1000, "https://here.test")
    known = asked(made(5), 1000)
    for number in range(MOST + 50):
        admissions._remember(str(number), 1000, known, 1000)
    assert len(admissions._admitted) <= MOST
