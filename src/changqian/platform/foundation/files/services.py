from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Model

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.files.models import Attachment, StoredFile
from changqian.platform.kernel.errors import RuleViolation


def attach(owner: Model, slot: str, file_ids: Sequence[int], *, actor: User) -> None:
    """Show these uploads of the actor's at a row; RuleViolation for a file that is not his or does not exist."""
    wanted = list(dict.fromkeys(file_ids))
    if not wanted:
        return
    mine = set(StoredFile.objects.filter(pk__in=wanted, created_by=actor).values_list("pk", flat=True))
    if missing := [pk for pk in wanted if pk not in mine]:
        raise RuleViolation(f"有{len(missing)}个文件不存在或不是您上传的，请重新上传", field=slot or "photos")
    Attachment.objects.bulk_create(
        (
            Attachment(owner_kind=owner._meta.label, owner_id=owner.pk, slot=slot, file_id=pk, order=order)
            for order, pk in enumerate(wanted)
        ),
        ignore_conflicts=True,
    )


def attached(owner: type[Model] | str, ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """What is attached to each of these rows: {owner id: [{id, name, kind, size, slot}]}, in order; one query."""
    owner_kind = owner if isinstance(owner, str) else owner._meta.label
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Attachment.objects.filter(owner_kind=owner_kind, owner_id__in=list(ids)).select_related("file")
    for row in rows:
        file = row.file
        found[row.owner_id].append(
            {"id": file.pk, "name": file.name, "kind": file.kind, "size": file.size, "slot": row.slot}
        )
    return found
