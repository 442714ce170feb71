"""Whether words go on about the obligation before them or ask for another one: connectives, what is repeated, results."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from taskbook.language.text import squeeze
from taskbook.prose.duties.background import is_concrete
from taskbook.prose.parties.predicates import is_predicate

_CONNECTIVES = re.compile(
    r"(?:其中|包括|特别是|尤其是|尤其要|重点(?!项目|工程|领域|企业|区域|人群|群体|行业|路段|水域|部位|场所)|同时|并(?![联购网轨行案入])|另外|且|以及|进而|从而|由此|为此"
    r"|在此(?:基础|期间|过程)|对(?:此|其|该|这|上述)|上述|前述|该(?![县市区省])|其(?!他|它|余|次)|此类|此项|这些|这类|这项|以上|届时|必要时|条件(?:成熟|具备|允许)|逾期|凡|确因|如(?:有|遇|需)"
    r"|(?:对)?(?:未|尚未|没有)[^,;。]{1,24}的(?!部门|单位|机构|地方|乡镇|县|市|区|企业|学校)|确(?:有|需)|相关(?:结果|情况|进展|材料|资料|成果|信息)|有关(?:结果|情况|进展|材料))"
)
_ON_CONDITION = re.compile(
    r"[^,;。]{2,44}的,(?=(?:要|应|须|可|由|予以|依法|依规|及时|不得|一律|必须|按|给予|在|依|需|均|第一时间|同步|优先|责令|严肃|限期|追究))"
)
_WHEN_IT_IS = re.compile(r"[^,;。\d]{2,24}(?<![月年季])(?:时|后),(?=应|要|须|不得|必须)")
_ABOUT_IT = re.compile(r"(?:紧紧|紧密)?(?:围绕|针对|对照)(?P<what>[^,;。]{4,8})")
_RESULTS = re.compile(
    r"(?:确保|保证|实现|力争|努力|切实|不断|有效|真正|进一步|全面|更好|持续|着力|积极|最大限度|合力)*"
    r"(?:提高|提升|增强|营造|形成|推动|促进|防止|避免|杜绝|让|使|助力|满足|方便|便于|确保|保证|实现|做到|为|更好|树立|发挥|维护|保障|防范|减少|最大限度|激发|推进)"
)
_RESULT_FIRST = re.compile(
    r"(?:确保|保证|防止|避免|杜绝|让|使|以便|以此|切实(?:提高|提升|增强|维护|保障|解决)|真正做到|真正实现|努力(?:实现|形成|营造)|不断(?:提高|提升|增强)|进一步(?:提高|提升|增强).{0,20}$|最大限度|更好)"
)
_MANNER = re.compile(
    r"(?:综合|灵活|充分|积极|合理)?(?:运用|采用|采取|通过|利用|借助|依托|选用)[^,;。]+(?:形式|方式|手段|途径|渠道|方法|办法|载体|平台),"
)
_DETAIL = re.compile(
    rf"(?:{_CONNECTIVES.pattern}|继续|设置|安排|鼓励|要(?![求素点])|对|不得|不要|严禁|防止|避免|确保|切实|保证|未|涉及|必要|原则上|每(?=[个名次场])|各(?=[个项类])|做到|让|使|按照|按|由|除|符合|属于|因|用于|用来|所需|工作交接)"
)
"""How the second half of a sentence begins that only says how or what else about the first."""
_ACTORS = re.compile(
    r"[^,;。]{1,34}?(?:部门|单位|机构|机关|主体|企业|公司|学校|医院|乡镇|街道|镇街|社区|负责人|负责同志|工作人员|联络员|人员|领导|专班)(?:\([^()]{1,12}\))?,?(?:也|都|均|还)?(?:要|应|须|需|必须|务必|负责|不得|切实|每[年月季周])"
)
_BY_ACTORS = re.compile(
    r"(?:^|,)(?:分别|统一|具体)?由各?[^,;。]{1,16}(?:部门|单位|机构|机关|主体|企业|公司|学校|医院|乡镇|街道|镇街|社区|局|委|办)"
)
_IN_IT = re.compile(r"(?P<what>[\u4e00-\u9fff]{2,8}?)(?:内(?!容|部)|(?<![集其])中(?![心小央])|期间|之间)")
"""集团内实行…: inside what the sentence before is about."""
_ONCE_DONE = re.compile(r"(?P<what>[\u4e00-\u9fff]{2,6}?)(?:后|前)(?![续期置端台勤往者,])[\u4e00-\u9fff]{2}")
"""改造后室内温度…: what must be so once it is done."""
_PAPER_OF_IT = re.compile(
    r"(?P<what>[^,;。]{2,10})(?:计划|方案|清单|名单|标准|制度|台账|目录|办法|结果|经费|费用|资金|时间|地点|范围|对象|比例|周期)(?:按|由|以|应|须|要|不得|每|于|在|为|实行|执行)"
)
"""更新改造计划按…: what else is said of it."""
_THING_DONE = re.compile(r"[^,;。]{2,12}的(?P<what>[^,;。的]{3,20}?)(?=要|应|须|需|可|不得|一律|均|原则上)")
"""集中发布的文件要…."""
_TOO_COMMON = re.compile(
    r"工作|情况|信息|相关|有关|及时|进行|开展|加强|推进|落实|建设|管理|服务|部门|单位|政府|要求|制度|机制|内容|方式|进一|一步|做好|完善|提高|提升|力度|重点|方面|组织|实施|实际|活动|任务|水平|能力|质量|各类|各项|全面|积极|持续|强化|推动|规范|公开|发布|按照|通过|全市|全县|全区|年度|标准|责任|问题|群众|企业|社会|人员|项目|领域|资金|平台|体系|加大|落地|政策|措施|事项|材料|保障|确保|支持|引导|指导|督促|创新|优化|深化|健全|制定|编制"
)
_SHORT_HEAD = 10
_OWN_LENGTH = 12


def goes_on(before: str, words: str, topic: str, common: frozenset[str]) -> bool:
    """Whether a sentence only goes on about the one before it. `topic`: the heading's words, which tell nothing."""
    earlier, plain = squeeze(before), squeeze(words)
    if names_actors(plain):
        return False
    if _CONNECTIVES.match(plain) or _ON_CONDITION.match(plain) or _only_results(plain):
        return True
    if _is_head(earlier):
        return True
    if (match := _WHEN_IT_IS.match(plain)) and repeats(match[0], earlier, topic, common, 2):
        return True
    about = _ABOUT_IT.match(plain)
    if about and repeats(about["what"], earlier, topic, common, 2):
        return True
    if _says_of_object(plain, earlier):
        return True
    more = _ONCE_DONE.match(plain) or _PAPER_OF_IT.match(plain)
    if more and repeats(more["what"], earlier, "", frozenset(), 2):
        return True
    if (
        (place := _IN_IT.match(plain))
        and not is_predicate(plain)
        and repeats(place["what"], earlier, "", frozenset(), 2)
    ):
        return True
    first = re.split(r"[,;:。]", plain, maxsplit=1)[0]
    if (thing := _THING_DONE.match(first)) and thing["what"][-4:] in earlier:
        return True
    if plain.startswith("要") and repeats(first, earlier, topic, common, 3):
        return True
    return bool(thing := _thing_first(first)) and repeats(thing, earlier, topic, common, 2)


def is_own(before: str, words: str, topic: str, common: frozenset[str]) -> bool:
    """Whether the half of a sentence behind a semicolon is an obligation of its own."""
    earlier, plain = squeeze(before), squeeze(words)
    if names_actors(plain):
        return True
    if (
        min(_length(plain), _length(earlier)) < _OWN_LENGTH
        or _DETAIL.match(plain)
        or _ON_CONDITION.match(plain)
    ):
        return False
    first = re.split(r"[,;:。]", plain, maxsplit=1)[0]
    return is_predicate(first) and not repeats(first, earlier, topic, common, 2)


def names_actors(plain: str) -> bool:
    """Whether a squeezed sentence begins with who shall act, in words that are no unit's name: 已制定目录的部门，要…."""
    if _BY_ACTORS.search(plain) or names_somebody(plain):
        return True
    match = _ACTORS.match(plain)
    return (
        bool(match) and not is_predicate(plain) and not plain.startswith(("对", "将", "把", "向", "为", "其"))
    )


@lru_cache(maxsize=4096)
def names_somebody(plain: str) -> bool:
    """Whether a squeezed clause begins with what by its ending could be a body, and acts: 蓝天志愿联盟登记…, 门卫班组织…."""
    first = re.split(r"[,;:。(]", plain, maxsplit=1)[0]
    if is_predicate(first) or _NO_BODY.match(first):
        return False
    return any(
        is_predicate(first[match.end() :]) and not _OF_A_THING.match(first, match.end())
        for match in _BODY_ENDS.finditer(first[:_LONGEST_BODY])
        if match.start() >= 2 and match.end() < len(first) and "、" not in first[: match.start()]
    )


_LONGEST_BODY = 16
_BODY_ENDS = re.compile(
    r"(?<![部军梯排前出边连领])队(?!伍)|(?<![车试网重热])站(?!点|房|台|前)|(?<![厕场住])所(?![有在需属])|部(?![分门位署件])|[处局办](?![理置于所])|科(?![学技普研])|(?<!网)[股班组](?![织级次建成])|联社|(?<![社机])会(?![议场展计员商同])|(?<![医学法剧影])院|(?<![公])司(?!法)"
    r"|中心(?!城|校|村|镇|区)|驿站|联盟|公司|商会|协会|专班|支部|团委|集团|学校|医院|卫生院|合作社|委员会|小组|机构|单位|企业|院校|志愿者"
)
"""Endings of bodies, known or unknown."""
_NO_BODY = re.compile(
    r"[^\u4e00-\u9fff]|[对将把向为其在以由与按从经让使被每各该本全]|所有|相关|有关|重点|新|老旧|改造|建设|[^,]{0,12}(?:的|等|及|并)"
)
_OF_A_THING = re.compile(
    r"建设|改造|建成|达到|覆盖|新增|扩建|改建|续建|运营|运行|投入|竣工|启动|开工|全部|实现|保持|完成(?:主体|建设|改造|投资|验收)|.{0,4}率|服务|管理|用于|增加|提升|提高|纳入|列入|为|以上|以下|在|从|免|减"
)
"""What rather befalls a building than that those inside do it: 消防站建成12座."""


def repeats(words: str, before: str, topic: str, common: frozenset[str], least: int) -> bool:
    """Whether so many characters in a row stand in both, and neither in the heading nor in every other sentence."""
    known = squeeze(topic)
    for run in re.findall(r"[\u4e00-\u9fff]+", _TOO_COMMON.sub("|", words)):
        for piece in _telling(run, known, common):
            if any(piece[at : at + least] in before for at in range(len(piece) - least + 1)):
                return True
    return False


def _telling(run: str, known: str, common: frozenset[str]) -> list[str]:
    """What is left of a run without the pairs of characters that the heading or the whole plan has."""
    pieces = [""]
    at = 0
    while at < len(run):
        pair = run[at : at + 2]
        if len(pair) == 2 and (pair in known or pair in common):
            pieces.append("")
            at += 2
        else:
            pieces[-1] += run[at]
            at += 1
    return [piece for piece in pieces if len(piece) > 1]


def common_pairs(sentences: Iterable[str]) -> frozenset[str]:
    """The pairs of characters that stand in many of a plan's sentences: what its every task is about."""
    counts: dict[str, int] = {}
    total = 0
    for sentence in sentences:
        plain = squeeze(sentence)
        total += 1
        for pair in {plain[at : at + 2] for at in range(len(plain) - 1)}:
            counts[pair] = counts.get(pair, 0) + 1
    least = max(4, total // 12)
    return frozenset(pair for pair, count in counts.items() if count >= least)


def _only_results(plain: str) -> bool:
    """Whether a sentence says no more than what shall come of it, or in which manner."""
    clauses = [clause for clause in re.split(r"[,;:。]", plain) if clause]
    if _RESULT_FIRST.match(plain) and not is_concrete(plain):
        return True
    behind = clauses[1:]
    return bool(_MANNER.match(plain) and behind) and all(map(_RESULTS.match, behind))


def _says_of_object(plain: str, earlier: str) -> bool:
    """Whether a sentence begins with the words that a clause before it ends with: 制定计划。计划按年度安排…."""
    first = re.split(r"[,;:。]", plain, maxsplit=1)[0]
    clauses = [clause for clause in re.split(r"[,;:。]", earlier) if clause]
    return any(
        len(clause) > length and clause.endswith(first[:length])
        for length in range(min(20, len(first)), 3, -1)
        for clause in clauses
    )


def _is_head(earlier: str) -> bool:
    """Whether what stands before is no more than the name of what follows: 完善机制。"""
    bare = earlier.rstrip("。;,")
    return _length(bare) <= _SHORT_HEAD and not re.search(r"[,;。]", bare)


@lru_cache(maxsize=4096)
def _thing_first(clause: str) -> str:
    """The thing a sentence begins with and says something about: 解读材料要…, 集团内实行…; '' if it begins otherwise."""
    if is_predicate(clause):
        return ""
    for at in range(2, min(len(clause), 40)):
        if is_predicate(clause[at:]):
            return clause[:at]
    return ""


def _length(plain: str) -> int:
    return len(re.findall(r"[\u4e00-\u9fffA-Za-z\d]", plain))
