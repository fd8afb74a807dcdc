"""Keeping the copy of what others share: a page at a time, by one statement, so that the same twice changes nothing.

A page, the batch's place in the feed and what was refused are one transaction: whoever stopped goes on at the page
where it stood. Nothing else writes the copy; people resolve what was refused.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import Count, Field, QuerySet

from changqian.platform.commons.province.models import (
    MODELS,
    Appraisal,
    Batch,
    Binding,
    Insured,
    Provincial,
    Reject,
    WhoseFirm,
)
from changqian.platform.commons.province.rules import BatchState, Fate, Feed, Step, Trouble
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.records.fields import SealedField, blind, blinds
from changqian.platform.foundation.records.services import change, change_many, create, create_many, locked
from changqian.platform.kernel.crypto import sm3
from changqian.platform.kernel.errors import RuleViolation

RUN, RETRY, BIND, SET_ASIDE, MATCH_PERSON = (f"province.{step}" for step in Step)
OVERLAP = timedelta(minutes=5)
"An incremental walk begins this long before the last one's end: the province commits late what it stamped earlier."
FIRM_OF = """
WITH RECURSIVE heir(uscc, id) AS (
    SELECT uscc, merged_into_id FROM enterprises_enterprise
    WHERE ended_at IS NOT NULL AND merged_into_id IS NOT NULL AND uscc IS NOT NULL
    UNION
    SELECT heir.uscc, firm.merged_into_id FROM heir JOIN enterprises_enterprise firm ON firm.id = heir.id
    WHERE firm.ended_at IS NOT NULL AND firm.merged_into_id IS NOT NULL
), known AS (
    SELECT uscc, enterprise_id AS id, 0 AS rank FROM province_binding WHERE ended_at IS NULL
    UNION ALL
    SELECT uscc, id, 1 FROM enterprises_enterprise WHERE ended_at IS NULL AND uscc IS NOT NULL
    UNION ALL
    SELECT heir.uscc, heir.id, 2 FROM heir JOIN enterprises_enterprise firm ON firm.id = heir.id
    WHERE firm.ended_at IS NULL
), firm_of AS (
    SELECT DISTINCT ON (uscc) uscc, id FROM known {where} ORDER BY uscc, rank
)
"""
"Whose a code of the province's is: whom it was bound to, who has it, who took its firm over."
TAKE = """
, given AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS given({typed})
), judged AS (
    SELECT given.*, {firm} AS firm, CASE
        WHEN kept.id IS NULL THEN 'created'
        WHEN kept.updated_at > given.updated_at THEN 'outdated'
        WHEN kept.digest = given.digest THEN 'unchanged'
        WHEN kept.updated_at = given.updated_at AND kept.batch_id >= %(batch)s THEN 'outdated'
        ELSE 'changed' END AS fate
    FROM given LEFT JOIN {table} kept ON kept.source_id = given.source_id {join}
), written AS (
    INSERT INTO {table} ({columns}, batch_id, mended{enterprise})
    SELECT {columns}, %(batch)s, %(mended)s{value} FROM judged WHERE fate IN ('created', 'changed')
    ON CONFLICT (source_id) DO UPDATE SET {updates} WHERE {table}.updated_at <= EXCLUDED.updated_at
)
SELECT fate, COUNT(*), array_agg(source_id) FILTER (WHERE {lost}) FROM judged GROUP BY fate
"""
TAKE_PAID = """
, given AS (
    SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS given(
        source_id varchar(64), uscc varchar(18), name varchar(50), id_number text, id_number_index varchar(64),
        id_number_indexes varchar(64)[],
        month smallint
    )
), judged AS (
    SELECT given.*, firm_of.id AS firm, COALESCE(given.month = ANY(kept.months), FALSE) AS known,
        COALESCE(kept.id_number_index, given.id_number_index) AS found
    FROM given
    LEFT JOIN province_insured kept
        ON kept.uscc = given.uscc AND kept.id_number_index = ANY(given.id_number_indexes)
    LEFT JOIN firm_of ON firm_of.uscc = given.uscc
), written AS (
    INSERT INTO province_insured
        (uscc, enterprise_id, name, id_number, id_number_index, months, last_month, batch_id)
    SELECT uscc, firm, MAX(name), MAX(id_number), found, array_agg(DISTINCT month ORDER BY month),
        MAX(month), %(batch)s
    FROM judged WHERE NOT known GROUP BY uscc, firm, found
    ON CONFLICT (uscc, id_number_index) DO UPDATE SET
        months = ARRAY(
            SELECT DISTINCT each FROM unnest(province_insured.months || EXCLUDED.months) AS each ORDER BY each
        ),
        last_month = GREATEST(province_insured.last_month, EXCLUDED.last_month),
        name = EXCLUDED.name, batch_id = EXCLUDED.batch_id, enterprise_id = EXCLUDED.enterprise_id
)
SELECT CASE WHEN known THEN 'unchanged' ELSE 'created' END, COUNT(*), array_agg(source_id) FILTER (WHERE firm IS NULL)
FROM judged GROUP BY 1
"""
"""Months not known yet, added to the person's. While keys are turned a person may lie under the older index."""
MATCH = """
UPDATE {table} AS mine SET enterprise_id = firm_of.id FROM firm_of
WHERE mine.uscc = firm_of.uscc AND mine.enterprise_id IS DISTINCT FROM firm_of.id
"""
FOUND = """
SELECT mine.id, firm_of.id FROM province_reject mine JOIN firm_of ON firm_of.uscc = mine.uscc
WHERE mine.fate = 'open' AND mine.trouble = 'unknown_firm'
"""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row as it was received that cannot be taken, and why. `who` is by what a person finds it again."""

    raw: Any
    reason: str
    column: str
    digest: str
    who: Mapping[str, str]


# -- batches -----------------------------------------------------------------------------------------------------------


@contextmanager
def alone_with(feed: str) -> Iterator[bool]:
    """Whether nobody else fetches this feed now; nobody will while this lasts."""
    key = f"province.{feed}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [key])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [key])


@transaction.atomic
def begin(feed: str, *, full: bool, asked_by: User | None, now: datetime) -> Batch:
    """The batch that stopped before its end, to go on with; else a new one from where the last one ended.

    A full one begins anew, and gives up what stopped.
    """
    stopped = Batch.objects.filter(feed=feed, state__in=[BatchState.RUNNING, BatchState.BROKEN])
    if full:
        stopped.update(state=BatchState.DROPPED, finished_at=now)
    elif open_batch := stopped.order_by("-pk").first():
        open_batch.state, open_batch.error = BatchState.RUNNING, ""
        open_batch.save(update_fields=["state", "error"])
        return open_batch
    last = None if full else Batch.objects.filter(feed=feed, state=BatchState.DONE).order_by("-pk").first()
    since = last.as_of - OVERLAP if last and last.as_of else None
    return Batch.objects.create(feed=feed, since=since, started_at=now, asked_by=asked_by)


@transaction.atomic
def take_page(
    batch: Batch,
    rows: Sequence[Mapping[str, Any]],
    refused: Sequence[Refused],
    *,
    as_of: datetime,
    cursor: str,
    digest: str,
    raw: Mapping[str, Any],
    now: datetime,
) -> None:
    """One page, whole or not at all; the one that no `cursor` leads on from is the last. `raw` is each row as received,
    by its number at the province."""
    newest, older = _newest(rows)
    told = take(batch, newest)
    outdated, unmatched = told["outdated"] + older, told["unmatched"]
    batch.created += told["created"]
    batch.changed += told["changed"]
    batch.outdated += outdated
    batch.unchanged += len(rows) - told["created"] - told["changed"] - outdated
    batch.unmatched += len(unmatched)
    batch.received += len(rows) + len(refused)
    batch.rejected += len(refused)
    _settle_replaced(batch, [row["source_id"] for row in newest], now=now)
    _refuse(batch, [*_unfit(refused), *_strangers(newest, unmatched, raw)])
    batch.pages, batch.cursor, batch.as_of = batch.pages + 1, cursor, as_of
    batch.digest = sm3(f"{batch.digest}{digest}".encode())
    if not cursor:
        batch.state, batch.finished_at = BatchState.DONE, now
    batch.save()


def break_off(batch: Batch, error: str) -> Batch:
    """It stays where it stands, and the next one goes on there."""
    batch.state, batch.error = BatchState.BROKEN, error[:300]
    batch.save(update_fields=["state", "error"])
    return batch


# -- the copy ----------------------------------------------------------------------------------------------------------


def take(batch: Batch, rows: Sequence[Mapping[str, Any]], *, mended: bool = False) -> dict[str, Any]:
    """Write what is new or newer; how many were created, changed, unchanged and outdated, and who has no firm here.

    Each row once, by its number at the province.
    """
    told: dict[str, Any] = {"created": 0, "changed": 0, "unchanged": 0, "outdated": 0, "unmatched": set()}
    if not rows:
        return told
    model = kept_in(batch.feed)
    sql, of_firm = _statement(model)
    asked: dict[str, Any] = {
        "rows": orjson.dumps([_stored(model, row) for row in rows]).decode(),
        "batch": batch.pk,
        "mended": mended,
        "codes": sorted({row["uscc"] for row in rows}) if of_firm else [],
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        for fate, count, strangers in cursor.fetchall():
            told[fate] = count
            told["unmatched"] |= set(strangers or ())
    return told


def kept_in(feed: str) -> type[Provincial | Insured]:
    return Insured if feed == Feed.CONTRIBUTIONS else MODELS[feed]


def match_firms(codes: Collection[str] | None = None) -> int:
    """Bring the rows of these codes, or of all, in line with whose they are; how many changed hands."""
    count = 0
    where, asked = ("WHERE uscc = ANY(%(codes)s)", {"codes": sorted(codes)}) if codes is not None else ("", {})
    with transaction.atomic(), connection.cursor() as cursor:
        models: list[type[Provincial | Insured]] = [*MODELS.values(), Insured]
        for model in models:
            if issubclass(model, WhoseFirm):
                cursor.execute(FIRM_OF.format(where=where) + MATCH.format(table=model._meta.db_table), asked)
                count += cursor.rowcount
    return count


@transaction.atomic
def settle_found(*, now: datetime) -> int:
    """Codes nobody had, and somebody has now: their firm was registered meanwhile. How many."""
    with connection.cursor() as cursor:
        cursor.execute(FIRM_OF.format(where="") + FOUND)
        found = dict(cursor.fetchall())
    firms = Enterprise.objects.in_bulk(set(found.values()))
    for pk, firm in found.items():
        row = locked(Reject, pk, actor=platform(), action=RUN)
        settle(row, Fate.FOUND, actor=platform(), action=RUN, version=None, now=now, enterprise=firms[firm])
    return len(found)


def _statement(model: type[Provincial | Insured]) -> tuple[str, bool]:
    if issubclass(model, Insured):
        return FIRM_OF.format(where="WHERE uscc = ANY(%(codes)s)") + TAKE_PAID, True
    of_firm = issubclass(model, WhoseFirm)
    fields = _columns(model)
    columns = ", ".join(f'"{each.column}"' for each in fields)
    updates = [f'"{each.column}" = EXCLUDED."{each.column}"' for each in fields if each.name != "source_id"]
    updates += ["batch_id = EXCLUDED.batch_id", "mended = EXCLUDED.mended"]
    if of_firm:
        updates.append("enterprise_id = EXCLUDED.enterprise_id")
    head = FIRM_OF.format(where="WHERE uscc = ANY(%(codes)s)") if of_firm else "WITH nobody AS (SELECT 1)"
    return head + TAKE.format(
        table=model._meta.db_table,
        columns=columns,
        typed=", ".join(f'"{each.column}" {each.db_type(connection)}' for each in fields),
        updates=", ".join(updates),
        firm="firm_of.id" if of_firm else "NULL",
        join="LEFT JOIN firm_of ON firm_of.uscc = given.uscc" if of_firm else "",
        enterprise=", enterprise_id" if of_firm else "",
        value=", firm" if of_firm else "",
        lost="firm IS NULL" if of_firm else "FALSE",
    ), of_firm


def _columns(model: type[Provincial | Insured]) -> list[Field]:
    ours = ("id", "batch", "mended", "enterprise", "handed")
    return [each for each in model._meta.concrete_fields if each.name not in ours]


def _stored(model: type[Provincial | Insured], row: Mapping[str, Any]) -> dict[str, Any]:
    """As the table holds it: sensitive numbers sealed, each with its index."""
    stored = dict(row)
    for each in _columns(model):
        if isinstance(each, SealedField):
            stored[each.name] = each.get_prep_value(row[each.name])
            stored[f"{each.name}_index"] = blind(row[each.name])
            stored[f"{each.name}_indexes"] = blinds(row[each.name])
    return stored


def _newest(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], int]:
    """Of each row the newest, and how many older ones lay beside it: what came twice, or out of order, is one."""
    found: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        known = found.get(row["source_id"])
        if known is None or row["updated_at"] > known["updated_at"]:
            found[row["source_id"]] = row
    return list(found.values()), sum(row["updated_at"] < found[row["source_id"]]["updated_at"] for row in rows)


# -- what was refused --------------------------------------------------------------------------------------------------


def _unfit(refused: Sequence[Refused]) -> list[dict[str, Any]]:
    return [
        {
            "trouble": Trouble.UNFIT, "reason": each.reason, "column": each.column, "digest": each.digest,
            "row": _text(each.raw), **each.who,
        }
        for each in refused
    ]  # fmt: skip


def _strangers(
    rows: Sequence[Mapping[str, Any]], unmatched: Collection[str], raw: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """One for each code, however many rows it has in however many feeds."""
    first: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if row["source_id"] in unmatched:
            first.setdefault(row["uscc"], row)
    known = Reject.objects.filter(trouble=Trouble.UNKNOWN_FIRM, uscc__in=first).values_list("uscc", flat=True)
    return [
        {
            "trouble": Trouble.UNKNOWN_FIRM, "reason": "本市企业库中没有该统一社会信用代码的企业", "column": "uscc",
            "digest": sm3(f"unknown firm {code}".encode()), "row": _text(raw.get(row["source_id"], {})),
            "uscc": code, "source_id": row["source_id"],
            "name": str(row.get("enterprise_name") or row.get("name", ""))[:200],
        }
        for code, row in first.items()
        if code not in set(known)
    ]  # fmt: skip


def _refuse(batch: Batch, given: Sequence[dict[str, Any]]) -> None:
    """What was told before is not told again, be it resolved or not."""
    fresh = {each["digest"]: each for each in given}
    known = Reject.objects.filter(feed=batch.feed, digest__in=fresh).values_list("digest", flat=True)
    for digest in known:
        del fresh[digest]
    rows = [{"feed": batch.feed, "batch": batch, **each} for each in fresh.values()]
    create_many(Reject, rows, actor=platform(), action=RUN)


def _settle_replaced(batch: Batch, numbers: Collection[str], *, now: datetime) -> None:
    """Rows that the province has sent again, and right this time."""
    waiting = Reject.objects.filter(feed=batch.feed, fate=Fate.OPEN, trouble=Trouble.UNFIT, source_id__in=numbers)
    _settle_all(waiting, Fate.REPLACED, now=now)


def _settle_all(rejects: QuerySet[Reject], fate: Fate, *, now: datetime) -> None:
    """By what came meanwhile, not by a person."""
    if pks := list(rejects.values_list("pk", flat=True)):
        settled = {"fate": fate, "resolved_at": now}
        change_many(Reject, pks, actor=platform(), action=RUN, rule=lambda row: None, **settled)


@transaction.atomic
def refuse_taking(row: Appraisal, reason: str, raw: Mapping[str, Any]) -> None:
    """The copy has it, and the ledger would not take it; told once for what is in it."""
    told = {
        "trouble": Trouble.NOT_TAKEN, "reason": reason[:300], "digest": sm3(f"not taken {row.digest}".encode()),
        "row": _text(raw), "source_id": row.source_id, "uscc": row.uscc, "name": row.enterprise_name,
        "enterprise": row.enterprise,
    }  # fmt: skip
    _refuse(row.batch, [told])


def settle_taken(feed: str, source_id: str, *, now: datetime) -> None:
    """What the ledger would not take, and has taken now."""
    waiting = Reject.objects.filter(feed=feed, fate=Fate.OPEN, trouble=Trouble.NOT_TAKEN, source_id=source_id)
    _settle_all(waiting, Fate.TAKEN, now=now)


def _text(raw: Any) -> str:
    try:
        return orjson.dumps(raw).decode().replace("\\u0000", "")
    except TypeError:
        return repr(raw)[:4000].encode("utf-8", "replace").decode()


def take_mended(row: Reject, said: Mapping[str, Any], raw: Any) -> None:
    """A row of the province's with what was mended in it. RuleViolation if the province has sent a newer one."""
    told = take(row.batch, [said], mended=True)
    if not told["created"] + told["changed"]:
        raise RuleViolation("对方已下发更新的内容，这一条不必再收，请选择不予处理")
    _refuse(row.batch, _strangers([said], told["unmatched"], {said["source_id"]: raw}))


def open_reject(pk: int, *, actor: User, action: str, trouble: Trouble | None = None) -> Reject:
    """The locked row; RuleViolation if it is settled, or of another kind."""
    row = locked(Reject, pk, actor=actor, action=action)
    if row.fate != Fate.OPEN:
        raise RuleViolation(f"该条已处理：{row.get_fate_display()}")
    if trouble and row.trouble != trouble:
        raise RuleViolation(f"该条的问题是“{row.get_trouble_display()}”，不能这样处理")
    return row


def settle(
    row: Reject, fate: Fate, *, actor: User, action: str, version: int | None, now: datetime, **more: Any
) -> Reject:
    return change(row, actor=actor, action=action, expected_version=version, fate=fate, resolved_at=now, **more)


@transaction.atomic
def bind_firm(
    pk: int, *, actor: User, expected_version: int | None, enterprise: Enterprise, explanation: str, now: datetime
) -> Reject:
    """The province's code belongs to this firm of ours; all its rows, those to come too, are the firm's from now on."""
    row = open_reject(pk, actor=actor, action=BIND, trouble=Trouble.UNKNOWN_FIRM)
    if enterprise.ended_at:
        raise RuleViolation("该企业已终止，请选择在册的企业", field="enterprise")
    if len(explanation.strip()) < 2:
        raise RuleViolation("请写明为什么是这家企业", field="explanation")
    said = explanation.strip()
    create(Binding, actor=actor, action=BIND, uscc=row.uscc, enterprise=enterprise, reason=said)
    match_firms([row.uscc])
    return settle(
        row, Fate.BOUND, actor=actor, action=BIND, version=expected_version, now=now, enterprise=enterprise,
        explanation=said,
    )  # fmt: skip


@transaction.atomic
def set_aside(pk: int, *, actor: User, expected_version: int | None, explanation: str, now: datetime) -> Reject:
    """Nothing is to be done about it; the same again is not told again."""
    row = open_reject(pk, actor=actor, action=SET_ASIDE)
    if len(explanation.strip()) < 2:
        raise RuleViolation("请写明不处理的原因", field="explanation")
    return settle(
        row, Fate.SET_ASIDE, actor=actor, action=SET_ASIDE, version=expected_version, now=now,
        explanation=explanation.strip(),
    )  # fmt: skip


# -- how fresh it is ---------------------------------------------------------------------------------------------------


def freshness() -> list[dict[str, Any]]:
    """Of each feed: its last batch that came to an end, the newest one, rows, those without a firm, open rejects."""
    waiting = dict(Reject.objects.filter(fate=Fate.OPEN).order_by().values_list("feed").annotate(Count("pk")))
    told = []
    for feed, label in Feed.choices:
        model = kept_in(feed)
        rows: Any = model._default_manager
        batches = Batch.objects.filter(feed=feed)
        told.append(
            {
                "feed": feed,
                "label": label,
                "last": batches.filter(state=BatchState.DONE).order_by("-pk").first(),
                "newest": batches.order_by("-pk").first(),
                "rows": rows.count(),
                "unmatched": rows.filter(enterprise=None).count() if issubclass(model, WhoseFirm) else 0,
                "open_rejects": waiting.get(feed, 0),
            }
        )
    return told
