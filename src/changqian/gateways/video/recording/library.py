"""What footage there is, by day and channel. All of it touches the disk: call it in a thread.

Each folder has an index, a line for each change; every line says what the folder holds behind it, so that a start reads
ends of files only. The files are the truth: an index that is missing, cut, or does not count as many files as there are
is made anew from them.
"""

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import structlog

from changqian.gateways.video.recording import rules
from changqian.gateways.video.recording.boxes import Unreadable
from changqian.gateways.video.recording.rules import Key
from changqian.gateways.video.recording.sealing import repaired
from changqian.gateways.video.recording.segment import Stored, day_of, overlapping
from changqian.gateways.video.store import write_whole

log = structlog.get_logger("changqian.video")

INDEX = "index.jsonl"
TAIL = 1 << 16
"Bytes of an index within which its last line ends and begins."
MOST_DAYS = 62
"That are searched at once."
FULL, OUTDATED = "full", "outdated"
Place = tuple[str, str, str]
"Day, device, channel."


@dataclass(slots=True)
class Shelf:
    """What a folder holds: so many segments and bytes; `kept` of the segments have a label."""

    count: int = 0
    bytes: int = 0
    kept: int = 0

    def put(self, segment: Stored, times: int = 1) -> None:
        self.count += times
        self.bytes += times * segment.bytes
        self.kept += times * bool(segment.label)

    def to_json(self) -> list[int]:
        return [self.count, self.bytes, self.kept]


@dataclass(frozen=True, slots=True)
class Dropped:
    place: Place
    segments: tuple[Stored, ...]
    why: str

    @property
    def key(self) -> Key:
        return self.place[1], self.place[2]


@dataclass
class Library:
    root: Path
    shelves: dict[Place, Shelf] = field(default_factory=dict)
    busy: set[Path] = field(default_factory=set)
    "Files that are being written: neither repaired nor dropped."
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _oldest: tuple[str, str, list[tuple[Place, Stored]]] | None = None
    "A day and a policy, and what of that day may go, the oldest last."

    @property
    def size(self) -> int:
        """Bytes of all whole segments."""
        return sum(shelf.bytes for shelf in list(self.shelves.values()))

    @property
    def segments(self) -> int:
        return sum(shelf.count for shelf in list(self.shelves.values()))

    # -- reading -------------------------------------------------------------------------------------------------------

    def find(self, key: Key, since: int, until: int) -> list[Stored]:
        """Those that have anything between two times (milliseconds since 1970), the oldest first."""
        found: list[Stored] = []
        for day in _days(since, until):
            place = (day, *key)
            with self._lock:
                if place in self.shelves or self._index(place).exists():
                    self._shelf(place)
                    found += overlapping(list(self._read(place).values()), since, until)
        return sorted(found, key=lambda each: each.start)

    def path(self, key: Key, start: int) -> Path:
        return self.root / day_of(start) / key[0] / key[1] / f"{start}.mp4"

    def _read(self, place: Place) -> dict[int, Stored]:
        """The segments of a folder by their beginning."""
        found: dict[int, Stored] = {}
        with suppress(FileNotFoundError):
            for line in self._index(place).read_bytes().splitlines(keepends=True):
                with suppress(ValueError, TypeError, KeyError):
                    _fold(found, orjson.loads(line))
        return found

    def _index(self, place: Place) -> Path:
        return self.root.joinpath(*place, INDEX)

    # -- writing -------------------------------------------------------------------------------------------------------

    def add(self, key: Key, segment: Stored) -> None:
        place = (day_of(segment.start), *key)
        with self._lock:
            self._shelf(place).put(segment)
            self._write(place, {"stored": segment.to_json()})
            self.busy.discard(self.path(key, segment.start))

    def label(self, key: Key, since: int, until: int, label: str, growing: Iterable[int] = ()) -> list[Stored]:
        """The segments between two times, labelled; also those that grow still, given by their beginnings."""
        for start in growing:
            _give_label(self.path(key, start), label)
        with self._lock:
            found = self.find(key, since, until)
            for segment in found:
                place = (day_of(segment.start), *key)
                _give_label(self.path(key, segment.start), label)
                self.shelves[place].kept += bool(label) - bool(segment.label)
                self._write(place, {"label": label, "start": segment.start})
        return [replace(segment, label=label) for segment in found]

    def _write(self, place: Place, said: dict[str, Any]) -> None:
        line = orjson.dumps({**said, "holds": self.shelves[place].to_json()}) + b"\n"
        with self._index(place).open("ab") as index:
            index.write(line)
        if self._oldest and self._oldest[0] == place[0]:
            self._oldest = None

    # -- dropping ------------------------------------------------------------------------------------------------------

    # Files go first, then it is told, then the index forgets: whatever a kill comes between, the next start finds out.

    def make_room(self, need: int, policy: str) -> list[Dropped]:
        """Removes the oldest footage that may go until so many bytes are free, or nothing is left to remove."""
        doomed: dict[Place, list[Stored]] = {}
        with self._lock:
            for day in sorted({place[0] for place, shelf in self.shelves.items() if _may_lose(shelf, policy)}):
                queue = self._queue(day, policy)
                while queue and need > 0:
                    place, segment = queue.pop()
                    doomed.setdefault(place, []).append(segment)
                    need -= segment.bytes
                if need <= 0:
                    break
        return [self._removed(place, segments, FULL) for place, segments in doomed.items()]

    def _queue(self, day: str, policy: str) -> list[tuple[Place, Stored]]:
        if self._oldest is None or self._oldest[:2] != (day, policy):
            places = [place for place, shelf in self.shelves.items() if place[0] == day and _may_lose(shelf, policy)]
            found = [(place, segment) for place in places for segment in self._read(place).values()]
            found = [each for each in found if rules.may_go(each[1].label, policy)]
            self._oldest = day, policy, sorted(found, key=lambda each: -each[1].start)
        return self._oldest[2]

    def remove_outdated(self, now: datetime, own: Mapping[Key, int], usual: int) -> list[Dropped]:
        """Footage of days that need be kept no longer. What has a label stays."""
        dropped = []
        for place, shelf in sorted(self.shelves.items()):
            days = own.get((place[1], place[2]), usual)
            if shelf.count > shelf.kept and rules.outdated(date.fromisoformat(place[0]), now, days):
                with self._lock:
                    old = [each for each in self._read(place).values() if not each.label]
                dropped.append(self._removed(place, old, OUTDATED))
        return dropped

    def _removed(self, place: Place, segments: Sequence[Stored], why: str) -> Dropped:
        folder = self.root.joinpath(*place)
        for segment in segments:
            for name in (segment.name, f"{segment.start}.label"):
                (folder / name).unlink(missing_ok=True)
        return Dropped(place, tuple(segments), why)

    def forget(self, dropped: Dropped) -> None:
        """It has been told that they are gone."""
        place, folder = dropped.place, self.root.joinpath(*dropped.place)
        with self._lock:
            shelf, oldest = self._shelf(place), self._oldest
            for segment in dropped.segments:
                shelf.put(segment, -1)
            self._write(place, {"gone": [each.start for each in dropped.segments]})
            # What was taken out of the queue is all that has changed.
            self._oldest = oldest
            if not shelf.count and not self._in_use(folder):
                del self.shelves[place]
                with suppress(OSError):
                    self._index(place).unlink()
                    for level in (folder, *list(folder.parents)[:2]):
                        if not self._in_use(level):
                            level.rmdir()

    def _in_use(self, folder: Path) -> bool:
        return any(folder in path.parents for path in tuple(self.busy))

    # -- after a start -------------------------------------------------------------------------------------------------

    def places(self) -> list[Place]:
        """Where there is footage, the newest days first."""
        root = self.root
        return [
            (day, device, channel)
            for day in sorted(filter(_is_day, _folders(root)), reverse=True)
            for device in _folders(root / day)
            for channel in _folders(root / day / device)
        ]

    def learn(self, place: Place) -> tuple[Dropped | None, list[Stored]]:
        """What is in a folder, and what the index does not know of it: files that are gone, and files that were never
        closed, which are now. Both have to be told, and then noted."""
        folder = self.root.joinpath(*place)
        busy = set(tuple(self.busy))
        there = {int(path.stem) for path in folder.glob("*.mp4") if path.stem.isdigit() and path not in busy}
        with self._lock:
            if self._shelf(place).count == len(there):
                return None, []
            known = self._read(place)
        lost = tuple(segment for segment in known.values() if not (folder / segment.name).exists())
        paths = [folder / f"{start}.mp4" for start in sorted(there - set(known))]
        open_still = [path for path in paths if path not in self.busy and path.exists()]
        found = [segment for path in open_still if (segment := _repaired(path))]
        return (Dropped(place, lost, FULL) if lost else None), found

    def _shelf(self, place: Place) -> Shelf:
        """As its index says; where that is missing or cut, as what is left of it says and is there."""
        if place not in self.shelves:
            self.shelves[place] = _last(self._index(place)) or self._made_anew(place)
        return self.shelves[place]

    def _made_anew(self, place: Place) -> Shelf:
        shelf, lines = Shelf(), []
        for start, segment in sorted(self._read(place).items()):
            path = self.path(place[1:], start)
            if path.exists():
                label = _given_label(path)
                segment = segment if label is None else replace(segment, label=label)
                shelf.put(segment)
                lines.append(orjson.dumps({"stored": segment.to_json(), "holds": shelf.to_json()}) + b"\n")
        if self._index(place).exists():
            write_whole(self._index(place), b"".join(lines))
        return shelf


def _may_lose(shelf: Shelf, policy: str) -> bool:
    return shelf.count > (0 if rules.may_go("label", policy) else shelf.kept)


def _fold(found: dict[int, Stored], said: dict[str, Any]) -> None:
    if "stored" in said:
        segment = Stored.from_json(said["stored"])
        found[segment.start] = segment
    elif "label" in said and said["start"] in found:
        found[said["start"]] = replace(found[said["start"]], label=said["label"])
    for start in said.get("gone", ()):
        found.pop(start, None)


def _last(index: Path) -> Shelf | None:
    """What the last line says; None where it is cut, or there is none."""
    try:
        with index.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - TAIL))
            tail = file.read()
    except FileNotFoundError:
        return None
    if not tail.endswith(b"\n"):
        return None
    try:
        count, size, kept = orjson.loads(tail.splitlines()[-1])["holds"]
        return Shelf(int(count), int(size), int(kept))
    except (ValueError, KeyError, TypeError, IndexError):
        return None


def _repaired(path: Path) -> Stored | None:
    """None for a file without a picture, which goes, and one that cannot be read, which is put aside."""
    try:
        return repaired(path, _given_label(path))
    except Unreadable as error:
        log.warning("footage unreadable", path=str(path), error=str(error))
    except OSError as error:
        log.error("footage not repaired", path=str(path), error=str(error))
        return None
    with suppress(OSError):
        path.rename(path.with_suffix(".unreadable"))
    return None


def _give_label(path: Path, label: str) -> None:
    """Beside the file, so that it outlives the index. As JSON: what a power cut left empty is no label taken away."""
    path.with_suffix(".label").write_bytes(orjson.dumps({"label": label}))


def _given_label(path: Path) -> str | None:
    try:
        return str(orjson.loads(path.with_suffix(".label").read_bytes())["label"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_day(name: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(name).isoformat() == name
    return False


def _folders(folder: Path) -> list[str]:
    with suppress(FileNotFoundError):
        return [each.name for each in os.scandir(folder) if each.is_dir()]
    return []


def _days(since: int, until: int) -> list[str]:
    """The folders in which footage between two times may begin: also that of the day before."""
    first = date.fromisoformat(day_of(since)) - timedelta(days=1)
    last = date.fromisoformat(day_of(until))
    count = min((last - first).days, MOST_DAYS)
    return [(last - timedelta(days=back)).isoformat() for back in range(count, -1, -1)]
