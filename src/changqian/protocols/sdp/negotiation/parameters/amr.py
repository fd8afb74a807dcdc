"""AMR and AMR-WB. RFC 4867 §8.1, §8.2 and §8.3.1; 3GPP TS 26.114 §6.2.2."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from changqian.protocols.rtp.payload.amr import Packing
from changqian.protocols.sdp.lines import Malformed, whole
from changqian.protocols.sdp.negotiation.parameters.base import Parameters, flag, pairs, printed
from changqian.protocols.sdp.negotiation.refusals import Clash, Why

HIGHEST_MODE = 8
UNSUPPORTED = ("crc", "robust-sorting", "interleaving")
"Nobody in IMS speaks them (TS 26.114 §7.4.2), and they change the payload: taken for granted they would be noise."
PACKINGS = {False: "带宽高效打包（octet-align=0）", True: "字节对齐打包（octet-align=1）"}


@dataclass(frozen=True, slots=True)
class AmrParameters(Parameters):
    octet_align: bool = False
    "Absent means bandwidth-efficient packing."
    modes: frozenset[int] | None = None
    "`mode-set`; None: all of the codec."
    change_period: int = 1
    "Frames between changes of mode that its writer can bear."
    change_neighbour: bool = False
    change_capability: int = 1
    "2: its writer can keep to a period of 2 when sending."
    max_red: int | None = None
    "Milliseconds of redundancy that its writer bears; None: nothing said, 0: none."
    unsupported: tuple[str, ...] = ()
    "Of UNSUPPORTED, those switched on."

    def __post_init__(self) -> None:
        if self.modes is not None and not (self.modes and all(0 <= mode <= HIGHEST_MODE for mode in self.modes)):
            raise Malformed(f"{sorted(self.modes)} is no mode-set")
        if self.change_period not in (1, 2) or self.change_capability not in (1, 2):
            raise Malformed("mode-change-period and mode-change-capability are 1 or 2")

    @property
    def packing(self) -> Packing:
        return Packing.OCTET_ALIGNED if self.octet_align else Packing.BANDWIDTH_EFFICIENT

    @classmethod
    def parse(cls, text: str) -> Self:
        values = pairs(text)
        modes = values.get("mode-set")
        red = values.get("max-red")
        return cls(
            octet_align=flag(values, "octet-align"),
            modes=None if modes is None else _modes(modes),
            change_period=whole(values.get("mode-change-period") or "1", low=1, high=2),
            change_neighbour=flag(values, "mode-change-neighbor"),
            change_capability=whole(values.get("mode-change-capability") or "1", low=1, high=2),
            max_red=None if red is None else whole(red, high=65535),
            unsupported=tuple(name for name in UNSUPPORTED if _switched_on(values, name)),
        )

    def __str__(self) -> str:
        modes = "" if self.modes is None else "mode-set=" + ",".join(map(str, sorted(self.modes)))
        return printed(
            "octet-align=1" if self.octet_align else "",
            modes,
            "mode-change-period=2" if self.change_period == 2 else "",
            "mode-change-neighbor=1" if self.change_neighbour else "",
            "mode-change-capability=2" if self.change_capability == 2 else "",
            *(f"{name}=1" for name in self.unsupported),
            "" if self.max_red is None else f"max-red={self.max_red}",
        )

    def twin(self, other: Parameters) -> bool:
        return isinstance(other, AmrParameters) and self._packed == other._packed

    @property
    def _packed(self) -> tuple[bool, tuple[str, ...]]:
        return self.octet_align, self.unsupported

    def answering(self, offered: Self) -> Self:
        """§8.3.1: what shapes the payload is answered as it was offered, a mode-set too; where none was offered, ours.
        The rest each side says for itself."""
        self._same_packing(offered)
        if offered.modes is None:
            return self
        if self.modes is not None and not offered.modes <= self.modes:
            ours, theirs = _listed(self.modes), _listed(offered.modes)
            raise Clash(Why.MODES, f"对方要求速率集 {theirs}，本侧只支持 {ours}，应答不得改动速率集")
        return replace(self, modes=offered.modes)

    def accepting(self, answered: Self) -> None:
        self._same_packing(answered)
        if self.modes is not None and answered.modes != self.modes:
            theirs = "全部速率" if answered.modes is None else f"速率集 {_listed(answered.modes)}"
            raise Clash(Why.MODES, f"本侧提供的速率集是 {_listed(self.modes)}，对方应答为{theirs}")

    def _same_packing(self, other: Self) -> None:
        if other.unsupported:
            raise Clash(Why.PACKING, f"对方要求 {'、'.join(other.unsupported)}，本系统不支持这种打包")
        if other.octet_align != self.octet_align:
            theirs, ours = PACKINGS[other.octet_align], PACKINGS[self.octet_align]
            raise Clash(Why.PACKING, f"对方使用{theirs}，本侧为{ours}，两者不能互通")


def _modes(text: str) -> frozenset[int]:
    return frozenset(whole(each.strip(), high=HIGHEST_MODE) for each in text.strip('"').split(",") if each.strip())


def _listed(modes: frozenset[int]) -> str:
    return ",".join(map(str, sorted(modes)))


def _switched_on(values: Mapping[str, str], name: str) -> bool:
    """`interleaving` says how much, the others 0 or 1."""
    return values.get(name, "0") != "0"
