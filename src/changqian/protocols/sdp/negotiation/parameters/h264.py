"""H.264. RFC 6184 §8.1, §8.2.2; ITU-T H.264 annex A; 3GPP TS 26.114 §5.2.2."""

from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass, field, replace
from typing import Self

from changqian.protocols.sdp.lines import Malformed, whole
from changqian.protocols.sdp.negotiation.parameters.base import Parameters, flag, pairs, printed
from changqian.protocols.sdp.negotiation.refusals import Clash, Why

MOST_SETS, LARGEST_SET = 16, 1024
CONSTRAINT_3 = 0x10
"In the first profiles, with level_idc 11: level 1b. (H.264 annex A.3.1)"
WITH_1B = (66, 77, 88)
LEVEL_1B = 1.05
"It stands between 1 and 1.1."
RECEIVER = ("max-mbps", "max-smbps", "max-fs", "max-cpb", "max-dpb", "max-br")
"What a receiver can do beyond its level (§8.1). Kept to be obeyed, not answered."
PROFILES: tuple[tuple[int, int, int, str], ...] = (
    # profile_idc, mask and value of the constraint bits behind it, name (RFC 6184 table 5).
    (66, 0b0100_1111, 0b0100_0000, "Constrained Baseline"),
    (77, 0b1000_1111, 0b1000_0000, "Constrained Baseline"),
    (88, 0b1100_1111, 0b1100_0000, "Constrained Baseline"),
    (66, 0b0100_1111, 0b0000_0000, "Baseline"),
    (88, 0b1100_1111, 0b1000_0000, "Baseline"),
    (77, 0b1010_1111, 0b0000_0000, "Main"),
    (88, 0b1100_1111, 0b0000_0000, "Extended"),
    (100, 0b1111_1111, 0b0000_0000, "High"),
    # Later than the RFC: H.264 annex A.2.4.2.
    (100, 0b1111_1111, 0b0000_1100, "Constrained High"),
)


@dataclass(frozen=True, slots=True)
class ProfileLevel:
    """`profile-level-id`: three bytes in hexadecimal."""

    idc: int = 0x42
    constraints: int = 0x00
    level_idc: int = 10

    @classmethod
    def parse(cls, text: str) -> Self:
        if len(text) != 6 or set(text) - set("0123456789abcdefABCDEF"):
            raise Malformed(f"{text[:20]!r} is no profile-level-id")
        return cls(*bytes.fromhex(text))

    def __str__(self) -> str:
        return bytes((self.idc, self.constraints, self.level_idc)).hex()

    @property
    def profile(self) -> str:
        """The name; those that decode the same have the same. Unknown ones are named by their bytes."""
        named = (name for idc, mask, value, name in PROFILES if idc == self.idc and self.constraints & mask == value)
        return next(named, f"{self.idc:02x}{self.constraints:02x}")

    @property
    def level(self) -> float:
        """As in 3.1; LEVEL_1B for 1b."""
        early = self.idc in WITH_1B and self.constraints & CONSTRAINT_3
        return LEVEL_1B if self.level_idc == 9 or (early and self.level_idc == 11) else self.level_idc / 10

    @property
    def family(self) -> str:
        """Baseline counts as Constrained Baseline: no telephone uses what only the first has (flexible macroblock
        order, redundant slices), and many write 42801f or 42001f for the second."""
        return "Constrained Baseline" if self.profile == "Baseline" else self.profile

    def at(self, other: "ProfileLevel") -> "ProfileLevel":
        """This profile at the level of another one."""
        if other.level == self.level:
            return self
        between = other.level == LEVEL_1B
        if self.idc not in WITH_1B:
            return replace(self, level_idc=9 if between else other.level_idc)
        constraints = self.constraints & ~CONSTRAINT_3 | (CONSTRAINT_3 if between else 0)
        return replace(self, constraints=constraints, level_idc=11 if between else other.level_idc)


@dataclass(frozen=True, slots=True)
class H264Parameters(Parameters):
    profile_level: ProfileLevel = field(default_factory=ProfileLevel)
    "Absent: Baseline at level 1."
    packetization_mode: int = 0
    level_asymmetry: bool = False
    "Each side may send at its own level."
    sets: tuple[bytes, ...] = ()
    "`sprop-parameter-sets`: SPS and PPS of what its writer sends."
    receiver: tuple[tuple[str, int], ...] = ()
    "Of RECEIVER, what was said."

    @classmethod
    def parse(cls, text: str) -> Self:
        values = pairs(text)
        told = values.get("profile-level-id")
        return cls(
            ProfileLevel() if told is None else ProfileLevel.parse(told),
            whole(values.get("packetization-mode") or "0", high=2),
            flag(values, "level-asymmetry-allowed"),
            _sets(values.get("sprop-parameter-sets", "")),
            tuple((name, whole(values[name], high=2**31)) for name in RECEIVER if name in values),
        )

    def __str__(self) -> str:
        return printed(
            f"profile-level-id={self.profile_level}",
            f"packetization-mode={self.packetization_mode}" if self.packetization_mode else "",
            "level-asymmetry-allowed=1" if self.level_asymmetry else "",
            *(f"{name}={value}" for name, value in self.receiver),
            "sprop-parameter-sets=" + ",".join(b64encode(each).decode() for each in self.sets) if self.sets else "",
        )

    def twin(self, other: Parameters) -> bool:
        return isinstance(other, H264Parameters) and (self.packetization_mode, self.profile_level.family) == (
            other.packetization_mode,
            other.profile_level.family,
        )

    def answering(self, offered: Self) -> Self:
        """§8.2.2: profile and packetization mode as offered; the level not above it, unless both allow that."""
        self._same_stream(offered)
        asymmetric = self.level_asymmetry and offered.level_asymmetry
        lower = min(self.profile_level, offered.profile_level, key=lambda each: each.level)
        level = self.profile_level if asymmetric else lower
        return replace(
            self,
            profile_level=offered.profile_level.at(level),
            level_asymmetry=asymmetric,
            receiver=(),
        )

    def accepting(self, answered: Self) -> None:
        self._same_stream(answered)
        asymmetric = self.level_asymmetry and answered.level_asymmetry
        if not asymmetric and answered.profile_level.level > self.profile_level.level:
            ours, theirs = self.profile_level.level, answered.profile_level.level
            raise Clash(Why.PROFILE, f"对方应答的级别 {theirs} 高于本侧提供的 {ours}")

    def _same_stream(self, other: Self) -> None:
        if other.packetization_mode != self.packetization_mode:
            told = f"对方 packetization-mode={other.packetization_mode}，本侧为 {self.packetization_mode}，必须一致"
            raise Clash(Why.PACKETIZATION, told)
        ours, theirs = self.profile_level.profile, other.profile_level.profile
        if self.profile_level.family != other.profile_level.family:
            raise Clash(Why.PROFILE, f"对方使用 H.264 {theirs}，本侧为 {ours}")


def _sets(text: str) -> tuple[bytes, ...]:
    """Unreadable ones are left out: the same sets come in the stream."""
    found = []
    for part in text.split(",")[:MOST_SETS]:
        try:
            one = b64decode(part.strip(), validate=True)
        except (Error, ValueError):
            continue
        if 0 < len(one) <= LARGEST_SET:
            found.append(one)
    return tuple(found)
