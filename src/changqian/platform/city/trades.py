"""What the factories of Changzhou make: classes of GB/T 4754-2017, product names, and how often each occurs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trade:
    industry: str
    "Section letter and class of GB/T 4754-2017."
    products: tuple[str, ...]
    share: int
    "Weight among all enterprises."
    tags: tuple[tuple[str, float], ...] = ()
    "Supervision tag and how likely such a firm has it."


TRADES: tuple[Trade, ...] = (
    Trade("C3484", ("机械配件", "精密机械", "机械制造"), 14, (("confined", 0.02),)),
    Trade("C3311", ("金属结构", "钢结构"), 8, (("spray", 0.3),)),
    Trade("C3360", ("表面处理", "电镀"), 3, (("confined", 0.3), ("hazchem_use", 0.4))),
    Trade("C3391", ("铸造", "精密铸造"), 3, (("smelting", 0.7), ("molten_metal", 0.7))),
    Trade("C3252", ("铝业", "铝制品"), 2, (("dust_almg", 0.3), ("deep_well_casting", 0.2), ("smelting", 0.4))),
    Trade("C3130", ("钢管", "特钢"), 2, (("smelting", 0.25), ("molten_metal", 0.2))),
    Trade("C3825", ("光伏科技", "新能源科技"), 5, (("ammonia", 0.02),)),
    Trade("C3841", ("锂电科技", "动力电池"), 3, (("hazchem_use", 0.3),)),
    Trade("C3824", ("电器", "电气设备"), 7),
    Trade("C3670", ("汽车零部件", "汽车配件"), 8, (("spray", 0.25),)),
    Trade("C3562", ("半导体设备", "电子设备"), 3),
    Trade("C1711", ("纺织", "织造"), 8),
    Trade("C1713", ("印染", "染整"), 2, (("confined", 0.6), ("hazchem_use", 0.3))),
    Trade("C2110", ("木业", "家具"), 4, (("dust", 0.35),)),
    Trade("C2034", ("地板", "强化木地板"), 5, (("dust", 0.5),)),
    Trade("C2929", ("塑业", "塑料制品"), 7),
    Trade("C2231", ("包装", "纸制品"), 4),
    Trade("C1340", ("食品", "制糖"), 1, (("ammonia", 0.1),)),
    Trade("C1353", ("肉类食品", "食品加工"), 1, (("ammonia", 0.6), ("confined", 0.5))),
    Trade("C3021", ("水泥制品", "建材"), 3, (("confined", 0.4),)),
    Trade("C3011", ("水泥",), 1, (("confined", 0.8),)),
    Trade("C3062", ("复合材料", "玻纤"), 3),
    Trade("C2614", ("化工", "精细化工"), 2, (("hazchem_production", 0.35), ("confined", 0.7), ("major_hazard", 0.15))),
    Trade("C2720", ("制药", "医药化工"), 1, (("hazchem_use", 0.6), ("confined", 0.5))),
    Trade("F5211", ("百货", "商贸"), 3),
    Trade("G5949", ("危化品仓储",), 1, (("hazchem_storage", 1.0), ("major_hazard", 0.3))),
)

LEASED_SHARE, LESSOR_SHARE = 0.18, 0.05
"Firms that rent their plant, and firms that let one. (domain-additions §7.a, scaled)"
SUSPENDED_SHARE, CLOSED_SHARE = 0.04, 0.02
MULTI_SITE_SHARE = 0.15
"Of all firms: two to four sites, so that 100 firms have about 120."
