"""The laws that the platform itself cites: they come with it, so that every 依据 opens on any machine."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.laws.services import take_delivered

DATA = Path(__file__).parent / "data"
DAYS = ("published_on", "effective_on", "repealed_on")


def load_laws(folder: Path = DATA) -> int:
    """Take over what is new in the folder; how many versions that was. What a city changed is never touched."""
    actor = platform()
    done = 0
    for facts in catalogue(folder):
        text = (folder / facts["file"]).read_text(encoding="utf-8")
        done += take_delivered(text, actor=actor, facts=facts)
    return done


def catalogue(folder: Path = DATA) -> list[dict[str, Any]]:
    """What is known about each delivered text beside its words, in the order of taking over."""
    rows = json.loads((folder / "catalogue.json").read_text(encoding="utf-8"))
    return [{name: date.fromisoformat(v) if name in DAYS and v else v for name, v in row.items()} for row in rows]
