"""What units of measure count: 次 and 场 the same kind of thing, 万元 ten thousand 元, 100% something else altogether."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Kind(Enum):
    """What a unit counts. Amounts of one kind can be compared (`alike`); see `apart` for those that never can."""

    SHARE = auto()
    POINTS = auto()
    DAYS = auto()
    WORKING_DAYS = auto()
    MONEY = auto()
    LENGTH = auto()
    AREA = auto()
    WEIGHT = auto()
    LESSONS = auto()
    TIMES = auto()
    PEOPLE = auto()
    HOUSEHOLDS = auto()
    PIECES = auto()
    ANYTHING = auto()  # 个
    STRANGE = auto()


class Measure(NamedTuple):
    """One of a unit is `factor` of its kind's base: 元, 米, 平方米, 吨, 日. `least` is what it is at the very least."""

    kind: Kind
    factor: float = 1.0
    least: float = 1.0


COUNTED = frozenset({Kind.TIMES, Kind.PEOPLE, Kind.HOUSEHOLDS, Kind.PIECES, Kind.ANYTHING})
_TIME = frozenset({Kind.DAYS, Kind.WORKING_DAYS})
_SHARES = frozenset({Kind.SHARE, Kind.POINTS})

_MEASURES: dict[str, Measure] = {
    "%": Measure(Kind.SHARE),
    "百分点": Measure(Kind.POINTS),
    "个百分点": Measure(Kind.POINTS),
    "个": Measure(Kind.ANYTHING),
    "元": Measure(Kind.MONEY),
    "米": Measure(Kind.LENGTH),
    "公里": Measure(Kind.LENGTH, 1000, 1000),
    "千米": Measure(Kind.LENGTH, 1000, 1000),
    "平方米": Measure(Kind.AREA),
    "亩": Measure(Kind.AREA, 10000 / 15, 10000 / 15),
    "公顷": Measure(Kind.AREA, 10000, 10000),
    "吨": Measure(Kind.WEIGHT),
    "学时": Measure(Kind.LESSONS),
    "课时": Measure(Kind.LESSONS),
    "工作日": Measure(Kind.WORKING_DAYS),
    "个工作日": Measure(Kind.WORKING_DAYS),
    "小时": Measure(Kind.DAYS, 1 / 24, 1 / 24),
    "个小时": Measure(Kind.DAYS, 1 / 24, 1 / 24),
    "分钟": Measure(Kind.DAYS, 1 / 1440, 1 / 1440),
    "周": Measure(Kind.DAYS, 7, 7),
    "个月": Measure(Kind.DAYS, 31, 28),
    "年": Measure(Kind.DAYS, 366, 365),
    **dict.fromkeys("日 天 自然日 个自然日".split(), Measure(Kind.DAYS)),
    **dict.fromkeys("次 场 场次 期 期次 轮 轮次 批 批次 遍".split(), Measure(Kind.TIMES)),
    **dict.fromkeys("人 名 人次 位".split(), Measure(Kind.PEOPLE)),
    **dict.fromkeys("户 户次 家 家次".split(), Measure(Kind.HOUSEHOLDS)),
    **dict.fromkeys(
        "件 件次 项 条 条次 篇 篇次 份 例 本 幅 张 种 类 部 套 座 处 所 台 辆 支 组 起 栋 间 对 片 盏".split(),
        Measure(Kind.PIECES),
    ),
}
_TEN_THOUSAND = {"万": 1e4, "亿": 1e8}


def measure_of(unit: str) -> Measure:
    """The measure of a unit as `Target.unit` names it, 万户 and 亿元 included; `Kind.STRANGE` for an unknown one."""
    if measure := _MEASURES.get(unit):
        return measure
    scale = _TEN_THOUSAND.get(unit[:1])
    measure = _MEASURES.get(unit[1:]) if scale else None
    if scale and measure:
        return Measure(measure.kind, measure.factor * scale, measure.least * scale)
    return Measure(Kind.STRANGE)


def alike(one: Kind, other: Kind) -> bool:
    """Whether numbers of these kinds can be compared; 个 may count whatever can be counted."""
    if Kind.STRANGE in (one, other):
        return False
    return one is other or (Kind.ANYTHING in (one, other) and one in COUNTED and other in COUNTED)


def apart(one: Kind, other: Kind) -> bool:
    """Whether nobody would compare these: per cents and 次, 元 and 日. Kinds of counting are near enough to be in doubt."""
    if Kind.STRANGE in (one, other):
        return False
    return (
        not any(one in broad and other in broad for broad in (COUNTED, _TIME, _SHARES)) and one is not other
    )
