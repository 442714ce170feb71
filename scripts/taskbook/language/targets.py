"""Numbers that a task promises: 不少于2次, 达99%以上, 1-2名, 不超过5个工作日."""

from __future__ import annotations

import re

from taskbook.language.compact import Compact, compact
from taskbook.language.numerals import number_of
from taskbook.model import Target


def _one_of(words: str) -> str:
    return "|".join(sorted(map(re.escape, set(words.split())), key=len, reverse=True))


_NOT = "不(?:得|能|应|应当|可|宜|会|要|准)?"
_RELATIONS = {
    ">=": rf"{_NOT}(?:少于|低于|小于|短于|下于)|至少|最少|起码|达到|(?<![送到直抵])达|≥|>=|⩾|≧",
    "<=": rf"{_NOT}(?:超过|超出|超|多于|高于|大于|长于)|至多|最多|控制在|(?:压缩|缩短|压减|下降|降低|降)[至到为]|≤|<=|⩽|≦",
    ">": "超过|超|大于|高于|多于|突破|>",
    "<": "(?<![不得能应当可宜会要准])(?:低于|少于|小于|短于)|<",
}
_AT_LEAST = rf"至少|最少|{_NOT}少于"  # what is counted may stand between: 至少召开会议2次

_VERBS = (
    "力争完成 力争 完成 实现 开展 组织 组织开展 举办 召开 新建 建成 建设 打造 培育 发布 创建 报送 上报 新增 改造 配备 确定 制定 制作 "
    "出台 推出 培训 解读 听取 参加 推送 征集 安排 选派 编发 印发 刊发 撰写 公开 评选 申报 检查 抽查 督查 走访 调研 举行 拍摄 播出 "
    "开设 设立 设置 办结 办好 投资 引进 招引 签约 增长 提高 提升 增加 下降 降低 压减 减少 缩短 明确 指定 落实 选配 遴选 推荐 聘请 选树 编制 编写"
)
_SHARES = "每次 每人 每场 每篇 每家 每个 各 占比 占"
_PERIODS = "半年 年度 年 两个月 两月 季度 季 月 两周 周 旬 天 日 学期"

# A unit, and what may not follow it (部 is none in 部门, 次 none in 一次性).
_COUNTED = {
    "次": "性数日年办成告", "人次": "", "名": "单录", "人": "员大民才社", "个": "人体性", "条": "例件款", "条次": "", "篇": "幅",
    "篇次": "", "期": "间限满", "期次": "", "场次": "", "场": "所地景", "项": "目", "件次": "", "件": "", "份": "额", "家次": "",
    "家": "长庭庄", "部": "门署分", "批次": "", "批": "准复示", "轮次": "", "轮": "流", "户次": "", "户": "籍外主", "套": "餐",
    "座": "谈", "所": "有属在", "处": "理置罚室", "本": "级地单要", "幅": "度", "辆": "", "台": "账帐", "张": "贴", "种": "植",
    "类": "型", "例": "行会外", "起": "草", "组": "织成建", "支": "持撑付部出", "位": "置于", "栋": "", "间": "", "遍": "",
    "对": "接外照象标", "片": "区", "盏": "",
}  # fmt: skip
_MEASURED = dict.fromkeys(
    "公里 千米 平方米 万元 亿元 万人次 万人 万户 万亩 万吨 亩 公顷 吨 学时 课时 字 倍 个百分点 百分点".split(),
    "",
) | {"元": "旦", "米": "", "分": "别类期解工析钟"}
_LASTING = dict.fromkeys("个工作日 工作日 个自然日 小时 个小时 分钟 个月 秒 天".split(), "") | {
    "日": "常",
    "周": "岁边期年",
    "年": "度代龄",
}
_CHINESE_COUNTED = frozenset("次 场 场次 期 轮 遍 名 篇 份".split())
"""With other units a Chinese number after a plain verb is a phrase and no promise: 完成一批, 实现三个转变, 一户一策."""

UNITS = "|".join(
    re.escape(unit) + (f"(?![{strange}])" if strange else "")
    for unit, strange in sorted((_COUNTED | _MEASURED | _LASTING).items(), key=lambda pair: -len(pair[0]))
)
"""A pattern for one unit of measure, the longest first."""

_NUMBER = r"(?:\d+(?:,\d{3})*(?:\.\d+)?(?:万(?![元人户亩吨平]))?|[一二两三四五六七八九十百千零]+)"
_QUANTITY = (
    rf"(?:百分之(?P<percent>{_NUMBER})|(?P<tenths>[一二三四五六七八九])成(?=以上|$|[，,。；;、)）])"
    rf"|(?<![\d.A-Za-z〔+第/一二三四五六七八九十-])(?P<number>{_NUMBER})(?:%?[-至到](?P<high>{_NUMBER}))?[多余]?(?P<unit>%|{UNITS}))"
)
_BETWEEN = r"(?:(?!不[少低小超多高大得能应]|至少|最少|超过|达|控制在|第)[\u4e00-\u9fff“”《》])"
_FOUND = re.compile(rf"{_QUANTITY}(?P<bound>(?:及|\(含\)|（含）)?(?:以上|以内|之内|以下)|左右|内(?!容|部))?")
_BEFORE = re.compile(
    rf"(?P<each>每(?:{_one_of(_PERIODS)})的?)?"
    rf"(?:(?P<word>{'|'.join(_RELATIONS.values())})|(?P<at_least>{_AT_LEAST}){_BETWEEN}{{1,18}}?"
    rf"|(?P<verb>{_one_of(_VERBS)})(?P<object>{_BETWEEN}{{0,14}}?)|(?P<share>{_one_of(_SHARES)}))?$"
)
_FIRST_OF_UNITS = "".join(sorted({unit[0] for unit in (*_COUNTED, *_MEASURED, *_LASTING)}))
_SPOT = re.compile(
    rf"[\d一二两三四五六七八九十百千零](?:(?<=\d)(?<!\d\d)|(?<!\d)(?=[{_FIRST_OF_UNITS}一二两三四五六七八九十百千零成分至到-]))"
)
"""Where a number may begin; looking only there is several times faster than trying everything everywhere."""

_REACH = 30
"""Characters before a number in which the words that bind it are looked for."""
_WHOLE = re.compile(rf"{_QUANTITY}(?:/(?:人|{_one_of(_PERIODS)}))?[。；;]?")
_RELATION_WORDS = tuple((relation, re.compile(words)) for relation, words in _RELATIONS.items())
_AS_ONE = {"个工作日": "工作日", "个自然日": "日", "个小时": "小时", "个百分点": "百分点"}


def find_targets(text: str) -> tuple[Target, ...]:
    """The promised numbers, in the text's order; `text` is the exact words, from the relation or verb to the unit.

    A range counts by its lower bound. 工作日 stands without 个; per cent has the unit '%'. Dates, numbering, names with
    numbers (“2+N”, 三级联动, 12345热线) and plain spans of time (5个工作日内: a milestone) are left out. Never raises.
    """
    plain = compact(text)
    found: list[Target] = []
    position = free_from = 0
    while spot := _SPOT.search(plain.text, position):
        number = _FOUND.match(plain.text, spot.start())
        position = number.end() if number else spot.end()
        if not number:
            continue
        before = _BEFORE.search(plain.text, max(free_from, number.start() - _REACH), number.start())
        relation = before and _relation(before, number)
        if before and relation and (target := _target(plain, before, number, relation)):
            found.append(target)
            free_from = number.end()
    whole = None if found else _WHOLE.fullmatch(plain.text)
    if whole and whole["unit"] not in _LASTING:
        found += filter(None, [_target(plain, whole, whole, "=")])
    return tuple(found)


def _relation(before: re.Match[str], number: re.Match[str]) -> str | None:
    """How the number binds; None where nothing makes it a promise."""
    bound = number["bound"] or ""
    if word := before["word"]:
        relation = next(relation for relation, words in _RELATION_WORDS if words.fullmatch(word))
        return "<=" if word in ("达到", "达") and bound.endswith(("内", "下")) else relation
    if before["at_least"]:
        return ">="
    if not _is_counted(before, number):
        return None
    if bound.endswith(("内", "下")):
        return "<="
    return ">=" if number["high"] or bound.endswith("上") else "="


def _is_counted(before: re.Match[str], number: re.Match[str]) -> bool:
    """Without a word of relation: per cents, what a verb or 每季度 asks for, 100个以上, 1-2名."""
    unit = number["unit"] or "%"
    if unit == "%":
        return True
    if unit in _LASTING:
        return False
    chinese = not number["number"][0].isdecimal()
    at_least = (number["bound"] or "").endswith("上")
    if before["verb"] or before["share"] or before["each"]:
        between = before["object"] or ""
        quoted = between.count("“") > between.count("”")
        return not quoted and (not chinese or unit in _CHINESE_COUNTED or at_least)
    return unit in _COUNTED and unit != "人" and (at_least or (bool(number["high"]) and not chinese))


def _target(plain: Compact, before: re.Match[str], number: re.Match[str], relation: str) -> Target | None:
    value = number_of(number["number"] or number["percent"] or number["tenths"])
    unit = number["unit"] or "%"
    if value is None or (unit == "年" and value >= 100):
        return None
    value = value * 10 if number["tenths"] else value
    return Target(plain.exact(_beginning(before), number.end()), relation, value, _AS_ONE.get(unit, unit))


def _beginning(before: re.Match[str]) -> int:
    """Where the words of a target begin: 应公开尽公开率100% says it of 公开率."""
    groups = before.groupdict()
    verb, between = groups.get("verb"), groups.get("object") or ""
    return before.start("object") + between.rfind(verb) if verb and verb in between else before.start()
