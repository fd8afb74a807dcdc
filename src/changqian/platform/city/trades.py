"""What the firms of Changzhou do, how often each trade occurs, and how many firms are supervised for what.

60 000 of 100 000 firms are industrial; dust 750, smelting 574, hazardous chemicals made by 193, confined spaces 1 175,
ammonia 18 and deep-well casting 8 are the city's own numbers (domain-additions §8 "Scale").
"""

from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import gcd


@dataclass(frozen=True, slots=True)
class Trade:
    industry: str
    "Section letter and class of GB/T 4754-2017."
    products: tuple[str, ...]
    share: int
    "Weight among the industrial firms, or among the others."
    tags: tuple[tuple[str, float], ...] = ()
    "Supervision tag and how likely such a firm has it. Those of SUPERVISED are counted, not drawn."


INDUSTRIAL: tuple[Trade, ...] = (
    Trade("C3484", ("机械配件", "精密机械", "机械制造"), 14),
    Trade("C3311", ("金属结构", "钢结构"), 8, (("spray", 0.3),)),
    Trade("C3360", ("表面处理", "电镀"), 3, (("hazchem_use", 0.4),)),
    Trade("C3391", ("铸造", "精密铸造"), 3, (("molten_metal", 0.7),)),
    Trade("C3252", ("铝业", "铝制品"), 2),
    Trade("C3130", ("钢管", "特钢"), 2, (("molten_metal", 0.2),)),
    Trade("C3825", ("光伏科技", "新能源科技"), 5),
    Trade("C3841", ("锂电科技", "动力电池"), 3, (("hazchem_use", 0.3), ("lithium_battery", 0.8))),
    Trade("C3824", ("电器", "电气设备"), 7),
    Trade("C3670", ("汽车零部件", "汽车配件"), 8, (("spray", 0.25),)),
    Trade("C3562", ("半导体设备", "电子设备"), 3),
    Trade("C1711", ("纺织", "织造"), 8),
    Trade("C1713", ("印染", "染整"), 2, (("hazchem_use", 0.3),)),
    Trade("C2110", ("木业", "家具"), 4),
    Trade("C2034", ("地板", "强化木地板"), 5),
    Trade("C2929", ("塑业", "塑料制品"), 7),
    Trade("C2231", ("包装", "纸制品"), 4),
    Trade("C1340", ("食品", "制糖"), 1),
    Trade("C1353", ("肉类食品", "食品加工"), 1),
    Trade("C3021", ("水泥制品", "建材"), 3),
    Trade("C3011", ("水泥",), 1),
    Trade("C3062", ("复合材料", "玻纤"), 3),
    Trade("C2614", ("化工", "精细化工"), 1, (("major_hazard", 0.15),)),
    Trade("C2720", ("制药", "医药化工"), 1, (("hazchem_use", 0.6),)),
)
OTHER: tuple[Trade, ...] = (
    Trade("F5211", ("百货", "商贸"), 20),
    Trade("F5212", ("超市", "生活超市"), 14),
    Trade("F5263", ("汽配商贸", "汽车用品"), 12),
    Trade("F5281", ("五金商贸", "机电五金"), 18),
    Trade("F5283", ("家居商贸", "家具商贸"), 8),
    Trade("F5265", ("加油站", "石油销售"), 3, (("hazchem_trade", 0.9),)),
    Trade("E5011", ("装饰工程", "建筑装饰"), 14),
    Trade("E5030", ("设备租赁", "工程机械租赁"), 6),
    Trade("G5949", ("危化品仓储",), 1, (("hazchem_storage", 1.0), ("major_hazard", 0.3))),
)
TRADES = INDUSTRIAL + OTHER
BY_CODE = {trade.industry: trade for trade in TRADES}

INDUSTRIAL_SHARE = 0.6
SUPERVISED: tuple[tuple[tuple[str, ...], int, tuple[str, ...]], ...] = (
    (("hazchem_production",), 193, ("C2614", "C2720")),
    (("deep_well_casting", "smelting"), 8, ("C3252",)),
    (("smelting",), 566, ("C3391", "C3130", "C3252")),
    (("dust_almg", "dust"), 60, ("C3252", "C3484", "C3670")),
    (("dust",), 690, ("C2034", "C2110", "C1340")),
    (("ammonia",), 18, ("C1353",)),
    (("confined",), 1175, ("C1713", "C3021", "C3360", "C3011", "C1353", "C2720")),
)
"Tags, how many of 100 000 firms, and their trades. Of the 750 with dust 60 have aluminium or magnesium: our guess."

FIRST_PLACE = 0.59
"Where firm 0 stands, so that the two firms of the cast are industrial ones that nobody counts."

LEASED_SHARE, LESSOR_SHARE = 0.18, 0.05
"Firms that rent their plant, and firms that let one. (domain-additions §7.a, scaled)"
SUSPENDED_SHARE, CLOSED_SHARE = 0.04, 0.02
MULTI_SITE_SHARE = 0.1
"Of all firms: two to four sites, so that 100 firms have about 120."


def supervision(number: int, total: int) -> tuple[tuple[str, ...], tuple[Trade, ...]]:
    """For what firm `number` of `total` is supervised, and the trades it may be in: exact counts, spread evenly."""
    place = (number * _stride(total) + round(total * FIRST_PLACE)) % total
    kind = bisect(_ends(total), place)
    if kind < len(SUPERVISED):
        tags, _, codes = SUPERVISED[kind]
        return tags, tuple(BY_CODE[code] for code in codes)
    return (), INDUSTRIAL if place < round(total * INDUSTRIAL_SHARE) else OTHER


@cache
def _ends(total: int) -> list[int]:
    """Where each kind ends among the places. There is one of each, as far as a fifth of the firms goes."""
    counts = (max(round(total * each / 100_000), 1) for _, each, _ in SUPERVISED)
    return [min(end, total // 5) for end in accumulate(counts)]


@cache
def _stride(total: int) -> int:
    """Near the golden section and without a common divisor: every number has its own place, neighbours lie apart."""
    stride = max(round(total * 0.618), 1)
    while gcd(stride, total) > 1:
        stride += 1
    return stride
