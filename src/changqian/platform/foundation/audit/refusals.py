"""What somebody was refused, in the trail: it shows who tries doors. The same door tried again within seconds is
counted, not written again, so that a loop in a script does not fill the trail."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache

from changqian.platform.foundation.audit.rules import Result
from changqian.platform.foundation.audit.services import note, origin

MERGED_SECONDS = 10
MERGED_MOST = 20
"Tries that are written at once, so that a script that hammers at one door does not wait for its own silence."


def note_refusal(
    *, actor: AbstractBaseUser, action: str, about: str, method: str, path: str, code: str, sentence: str
) -> None:
    """Write the refusal, or count it to the one before; how many were counted stands in the next that is written."""
    key = f"refused.{actor.pk}.{action}.{about}.{code}.{origin().address}"
    if not cache.add(key, 1, MERGED_SECONDS):
        cache.add(f"{key}.more", 0, 3600)
        if cache.incr(f"{key}.more") < MERGED_MOST:
            return
        more = MERGED_MOST - 1
    else:
        more = cache.get(f"{key}.more") or 0
    cache.delete(f"{key}.more")
    changes: dict[str, object] = {"code": sentence[:100], "method": method, "path": path[:200]}
    if more:
        changes["merged"] = more
    note(actor=actor, action=action, about=about, changes=changes, count=1 + more, result=Result.REFUSED)
