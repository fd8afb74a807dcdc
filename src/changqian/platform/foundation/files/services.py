"""Storing files, attaching them to rows, and saying who may read them."""

import errno
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from io import BytesIO
from typing import IO, Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.audit.services import record
from changqian.platform.foundation.files.models import Attachment, StoredFile
from changqian.platform.foundation.files.pictures import measured, thumbnail
from changqian.platform.foundation.files.rules import ORPHANED_AFTER, PER_SLOT, WAITING, Kind, neat_name, refuse_size
from changqian.platform.foundation.files.scanning import refuse_infected
from changqian.platform.foundation.files.sniffing import recognise
from changqian.platform.foundation.files.storage import CHUNK, OWN, key_of, the_store, thumb_key_of
from changqian.platform.foundation.records.models import Record
from changqian.platform.kernel.crypto import sm3_of
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.postgres.asked import asked_often

Owner = type[Model] | str
"A model, or its label: `hazards.Hazard`."
MayView = Callable[[User, int], bool]
SAID = ("id", "name", "kind", "mime", "size", "width", "height")
"What an answer says about a file."

readable_through: dict[str, MayView] = {}
"""Who may view an owner may read its files: for a Record, whoever holds `<app>.view` on the row. An owner that is no
Record, or asks for another permission, says so when its app gets ready, here or by `read_through`."""


def read_through(owner: type[Record], permission: str) -> None:
    """Whoever holds this permission on a row may read its files."""
    readable_through[kind_of(owner)] = lambda actor, pk: _holds(owner, permission, pk, actor)


def kind_of(owner: Owner) -> str:
    return owner if isinstance(owner, str) else owner._meta.label


@transaction.atomic
def store(upload: IO[bytes], *, name: str, actor: User, now: datetime) -> StoredFile:
    """Keep what was uploaded; RuleViolation if it is not what we keep. The content is on the disk before the row is."""
    waiting = StoredFile.objects.filter(created_by=actor, attachments=None, created_at__gt=now - ORPHANED_AFTER)
    if not actor.is_system and waiting.count() >= WAITING:
        raise RuleViolation(f"您有{WAITING}个上传后尚未使用的文件，请先提交记录再上传", field="file")
    size = upload.seek(0, 2)
    if size == 0:
        raise RuleViolation("文件是空的，请重新选择", field="file")
    found = recognise(upload, name)
    refuse_size(found.kind, size)
    refuse_infected(upload)
    width, height = measured(upload) if found.kind == Kind.PICTURE else (None, None)
    upload.seek(0)
    digest = sm3_of(iter(lambda: upload.read(CHUNK), b""))
    _hold(digest)
    _put(key_of(digest), upload)
    file = StoredFile.objects.create(
        sm3=digest,
        size=size,
        kind=found.kind,
        mime=found.mime,
        name=neat_name(name, found.extensions[0]),
        width=width,
        height=height,
        created_by=actor,
        created_at=now,
    )
    record(actor=actor, action="files.upload", row=file, changes={"name": file.name, "sm3": digest, "size": size})
    return file


@transaction.atomic
def attach(owner: Model, slot: str, file_ids: Iterable[int], *, actor: User, label: str = "附件") -> list[StoredFile]:
    """Make these files, in this order, the ones at `slot` of the owner. RuleViolation for a file the actor cannot read.

    The caller has checked that the actor may change the owner. What was there and is no longer asked for is marked as
    removed. A change is audited with the owner, so that it shows in the owner's history.
    """
    wanted = list(dict.fromkeys(file_ids))
    if len(wanted) > PER_SLOT:
        raise RuleViolation(f"{label}最多{PER_SLOT}个，现有{len(wanted)}个", field=slot)
    kind = kind_of(type(owner))
    files = {each.pk: each for each in StoredFile.objects.select_for_update(of=("self",)).filter(pk__in=_pks(wanted))}
    there = {
        each.file_id: each
        for each in Attachment.objects.filter(owner_kind=kind, owner_id=owner.pk, slot=slot, removed_at=None)
    }
    for pk in wanted:
        if pk not in there and not (pk in files and may_read(files[pk], actor)):
            raise RuleViolation("附件不存在或不是您上传的，请重新上传", field=slot)
    before = [each.file for each in sorted(there.values(), key=lambda each: each.order)]
    after = [files[pk] for pk in wanted]
    if before == after:
        return after
    Attachment.objects.filter(pk__in=[each.pk for pk, each in there.items() if pk not in wanted]).update(
        removed_at=timezone.now()
    )
    for order, pk in enumerate(wanted):
        if pk in there:
            Attachment.objects.filter(pk=there[pk].pk).update(order=order)
        else:
            Attachment.objects.create(owner_kind=kind, owner_id=owner.pk, slot=slot, file=files[pk], order=order)
    action = f"{owner._meta.app_label}.attach"
    record(actor=actor, action=action, row=owner, changes={label: [_named(before), _named(after)]})
    return after


def attached(owner: Owner, ids: Collection[int], *, slot: str | None = None) -> dict[int, list[dict[str, Any]]]:
    """The files of these owners in their order, `{owner id: [{id, name, kind, size, …, slot}]}`; one query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    kind = kind_of(owner)
    rows: Iterable[Any] = _attached_to_one(kind, *ids) if len(ids) == 1 else _attached(kind).filter(owner_id__in=ids)
    for owner_id, place, *said in rows:
        if slot in (None, place):
            found[owner_id].append(dict(zip(SAID, said, strict=True)) | {"slot": place})
    return dict(found)


@asked_often
def _attached_to_one(kind: str, owner_id: int) -> QuerySet[Any]:
    return _attached(kind).filter(owner_id=owner_id)


def _attached(kind: str) -> QuerySet[Any]:
    rows = Attachment.objects.filter(owner_kind=kind, removed_at=None).order_by("owner_id", "slot", "order")
    return rows.values_list("owner_id", "slot", *(f"file__{name}" for name in SAID))


def shown_before(ids: Collection[int]) -> bool:
    """Whether the content of one of these files was attached to a row already, also as another upload."""
    contents = StoredFile.objects.filter(pk__in=_pks(ids)).values("sm3")
    return bool(ids) and Attachment.objects.filter(file__sm3__in=contents).exists()


def may_read(file: StoredFile, actor: User) -> bool:
    """Until it is attached a file is its uploader's; then whoever may view a row it is attached to may read it."""
    if actor.is_system:
        return True
    owners = set(file.attachments.values_list("owner_kind", "owner_id"))
    if not owners:
        return file.created_by_id == actor.pk
    return any(_may_view(kind, pk, actor) for kind, pk in owners)


def _may_view(kind: str, pk: int, actor: User) -> bool:
    """Closed for kinds that are unknown, or neither records nor registered."""
    if kind in readable_through:
        return readable_through[kind](actor, pk)
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return False
    return issubclass(model, Record) and _holds(model, f"{model._meta.app_label}.view", pk, actor)


def _holds(model: type[Record], permission: str, pk: int, actor: User) -> bool:
    try:
        found: bool = model.objects.within(actor, permission).filter(pk=pk).exists()
    except PermissionDenied:
        return False
    return found


def readable(pk: int, *, actor: User) -> StoredFile:
    """The file, if the actor may read it; DoesNotExist otherwise."""
    file = StoredFile.objects.get(pk=pk)
    if not may_read(file, actor):
        raise StoredFile.DoesNotExist
    return file


def content(file: StoredFile) -> IO[bytes]:
    """The content, to be closed; DoesNotExist if the store has lost it."""
    return _open(key_of(file.sm3))


def thumb(file: StoredFile) -> IO[bytes]:
    """A small picture, made when it is first asked for; DoesNotExist for what is no picture."""
    if file.kind != Kind.PICTURE:
        raise StoredFile.DoesNotExist
    store_, key = the_store(), thumb_key_of(file.sm3)
    if not store_.has(key):
        with content(file) as original:
            _put(key, BytesIO(thumbnail(original)))
    return _open(key)


def sweep(now: datetime) -> int:
    """Forget files that nobody attached within a day, and contents that no row names; return how many contents went."""
    before = now - ORPHANED_AFTER
    orphans: QuerySet[StoredFile] = StoredFile.objects.filter(attachments=None, created_at__lt=before)
    for digest in list(orphans.values_list("sm3", flat=True).distinct()):
        with transaction.atomic():
            _hold(digest)
            orphans.filter(sm3=digest).delete()
    gone = 0
    for key in the_store().older_than("", before):
        if key.startswith(OWN):
            continue
        digest = key.rpartition("/")[2].removesuffix(".webp")
        with transaction.atomic():
            _hold(digest)
            if not StoredFile.objects.filter(sm3=digest).exists():
                the_store().delete(key)
                gone += 1
    return gone


def _hold(digest: str) -> None:
    """Storing and sweeping the same content wait for each other until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"files.{digest}"])


def _put(key: str, stream: IO[bytes]) -> None:
    try:
        the_store().put(key, stream)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RuleViolation("服务器存储空间不足，文件未保存，请联系管理员", field="file") from error
        raise


def _open(key: str) -> IO[bytes]:
    try:
        return the_store().open(key)
    except KeyError:
        raise StoredFile.DoesNotExist from None


def _pks(ids: Iterable[int]) -> list[int]:
    """Those that can be a key at all: a larger number is no file, not an error of the database."""
    return [each for each in ids if 0 < each < 2**63]


def _named(files: Iterable[StoredFile]) -> str:
    return "、".join(f"{each.name}（{each.pk}）" for each in files)
