"""How units are named: prefixes that are carried, endings that make a name, forms that mean the same.

Pure text knowledge, no registry. Texts here are squeezed (`language.text.squeeze`).
"""

from __future__ import annotations

import re
from functools import lru_cache

# A prefix is a level of government (市, 自治区, 中卫市), perhaps with its committee or its government (区委, 市政府).
# 市场…, 市政工程…, 区域… only look like one.
_FALSE_PREFIX = r"(?!市场|市监(?=局|分局|所)|市政(?!府|协|务|法|办|研)|市容|市民(?!政|宗|族|委|革|盟|建|进)|市域|市值|市内|市区|区域|区块|区间|区内|区外|县域|县乡(?!村)|省际|州际|旗舰|盟友|市级|区级|县级|省级|市直|区直|县直|省直|州直)"
_LEVEL = r"(?:自治区|地区|自治州|自治县|自治旗|林区|特区|新区(?!域)|省|市|区|县|州|盟|旗|兵团|师市|师)"
_TOWN = r"(?:镇(?![街村区])|乡(?![村镇贤土情]))"
_NAMED_TOWN = r"(?:(?!.{0,6}(?:城乡|城镇|村镇|乡镇|集镇|小镇))[\u4e00-\u9fff]{2,4}?(?:镇(?![街村化区])|乡(?![村镇土情贤])|街道|苏木)(?=..))"
_ZONE = r"(?:(?:[\u4e00-\u9fff]{0,6}?(?:开发区|园区)|[城郊矿]区)(?=[\u4e00-\u9fff]{2,6}(?:局|委|部|办公室)$))"
_NOT_PLACE = "".join(
    f"(?<!{word}[区市县])" for word in "开发 园 社 景 辖 校 库 灌 矿 牧 小 片 商 城乡社".split()
)
_PLACE = rf"(?:(?![省市区县州盟旗各全本该外跨邻乡两三四五六七八九十待由对经报请在向与将把为以从让使并据按送交至到给被商督])[\u4e00-\u9fff](?P<county>县)|(?!自治[区州县旗]|(?!市[中南北]区)[省市区县州盟旗])[\u4e00-\u9fff]{{2,7}}?(?P<level>{_LEVEL}){_NOT_PLACE})"
_PREFIX = re.compile(
    rf"{_FALSE_PREFIX}(?P<whole>(?P<place>{_PLACE}(?:[\u4e00-\u9fff]{{2,5}}?[区县市旗]{_NOT_PLACE}(?=..))?)|{_LEVEL}|{_ZONE}|{_TOWN}|{_NAMED_TOWN})"
    r"(?P<organ>党委|委(?!员会)|人民政府|政府|人大|政协)?(?=.)"
)
_LEVEL_AT_END = re.compile(rf"{_LEVEL}$")

_ALWAYS_PARTY = r"(?:组织|宣传|统战|统一战线工作|社会工作)部$|^政法委"
_USUALLY_PARTY = r"^(?:网信办|网络安全|编办|机构编制|巡[察视]|党校|政研室|政策研究室|改革办|深改办|老干部?局|台办|台湾工作|外办|社工部|农办)"
PARTY_ORGAN = re.compile(
    rf"{_ALWAYS_PARTY}|{_USUALLY_PARTY}|^(?:直属机关|机关工委|财经办|国安办|保密办|机要|党史|督查室|依法治|军民融合|办公室$|办$)"
)
_ALWAYS_PARTY_ORGAN = re.compile(_ALWAYS_PARTY)
_PARTY_ORGAN_BY_NAME = re.compile(rf"{_ALWAYS_PARTY}|{_USUALLY_PARTY}")
_HAS_COMMITTEE = re.compile(r"[省市区县州旗盟]$(?<!师市)(?<!自治区)(?<!地区)(?<!新区)")
"""Levels whose party committee is called 县委, not 师市党委."""
GOVERNMENT_ORGAN = re.compile(
    r"^(?:研究室|参事室|督查室|政务公开办|信息办|驻.{1,6}办|法制办|金融办|办公室$|办$|政务服务中心$)"
)

_ENDINGS = (
    "局 委 (?<![督催承交举创经代转])办 部 厅 署 院 校 所 站 队 中心 公司 集团 银行 分行 支行 联社 镇 乡 街道 苏木 县 区 市 州 旗 盟 管委会 指挥部 实验室 专班 委员会 "
    "办公室 会 政府 办事处 支队 大队 总队 社 台 馆 园 处 科 室 组 团 联 厂 场 人大 政协 法院 检察院 纪委 监委 武装部 工会 妇联 "
    "残联 科协 文联 侨联 工商联 团委 共青团 公积金 气象 供电 烟草 邮政 电信 移动 联通 铁塔 海关 税务 消防 公安 学院 大学 医院 "
    "中学 小学 基地 平台 机构 商户 经营户 组织 协会 商会 学会 联盟 系统 专业户 报社 电视台 档案馆 图书馆 机关 国企 企业 (?<!农)(?<!乡)村 社区 居委会 村委会 热线 [一二三四五六七八九十][中小幼] (?<=..)街 初中 高中 医共体 医联体 储备库 粮库 车务段 工务段 电务段 机务段 供电段 车辆段 客运段 (?<![入控参配持炒一独])股 商行 农行 工行 建行 中行"
).split()
_ENDING = re.compile(
    "(?:" + "|".join(sorted(_ENDINGS, key=len, reverse=True)) + r")(?:党组|党委|党工委|支部)?$"
)

_KIND_OF_HOUSE = (
    r"(?:第?[一二三四五六七八九十\d]+|实验|职业|职教|特殊教育|民族|高级|初级|完全|中心|城关|重点|各|附属|人民|[中藏蒙壮苗彝傣]?西?医(?!院)|"
    r"[藏蒙壮苗彝傣](?=医院)|结合|妇幼|妇女|儿童|保健|精神|卫生|传染病|康复|口腔|肿瘤|骨科|胸科|公立|综合|和)*(?:中学|小学|高中|幼儿园|医院)$"
)
_NAMED_HOUSE = rf"^(?!{_KIND_OF_HOUSE})(?![省市区县州旗盟乡镇]|.{{1,7}}[省市区县州旗盟](?:第|人民|中医|妇|实验)).{{2,}}(?:中学|小学|高中|医院)$"
"""云台中学, 甲溪医院: schools and hospitals with names of their own; not 第一中学, 人民医院."""

_NAMED_BRANCH = (
    r"^(?![省市区县州旗盟乡镇]|城乡|国土|自然).{2,3}(?:海事[局处]|铁路(?:公安)?[局处]|供电[局所]|供电中心|生态环境局|金融监管局|边检站"
    r"|(?:公安|生态环境|环保|自然资源(?:和规划)?|资规|规划(?:和自然资源)?|国土资源|市场监管|税务|监管)分局)$"
)
"""云台公安分局, 云台供电局: branches that their place names; not 公安分局, 生态环境分局."""

_NAMED_POST = (
    r"^(?![省市区县州旗盟乡镇各]|公安|交通|治安|水上|森林|旅游|边防|基层|辖区|属地|直属|特勤|机动|高速|城区|农村|国家|地方|中心|国有|国营|铁路)(?:"
    r"[\u4e00-\u9fff]{2,4}(?:派出所|司法所|税务所|交警[大中]队|交通警察大队|林场|监狱)|[\u4e00-\u9fff]{2,5}高速(?:公路)?(?:交警|路政|公安|交通|管理|执法|运营)?(?:[\u4e00-\u9fff]{0,4})(?:支队|大队|中队|处|中心|分局))$"
)
"""城关派出所, 云台司法所, 文峪高速交警大队: posts that their place or road names; not 交通派出所, 公安交警大队."""

_KEEPS_OWN_NAME = re.compile(
    r"(?:(?:管委会|管理委员会)[\u4e00-\u9fff]{0,8}|公司|集团|银行|镇|乡|街道|办事处|苏木|县|区|市|州|旗|盟|大学|学院|实验室|村|社区|企业|电信|移动|联通|铁塔|海关|"
    r"国企|协会|商会|学会|居委会|村委会|人民政府|街道办|(?<=..[镇乡县区市旗])(?:党委|政府|党委政府)|(?<=..苏木)(?:党委|政府))$"
    rf"|{_NAMED_HOUSE}|{_NAMED_BRANCH}|{_NAMED_POST}|(?<=..)街$"
    r"|^公安.{2,3}分局$"
)


@lru_cache(maxsize=8192)
def prefixes_of(name: str) -> tuple[str, ...]:
    """What a name hands on to the names after it, most specific first: 区委组织部 → 区委, 区; 中卫市教育局 → 中卫市, 市.

    () for a name without a prefix of its own (发改局, 市场监管分局) or one that is a place itself (中宁县, X街道).
    """
    if name[:2] in _PREFECTURE and len(name) > 2:
        return _PREFECTURE[name[:2]]
    match = _PREFIX.match(name)
    if not match or keeps_own_name(name):
        return ()
    rest = name[match.end("whole") :]
    if rest.startswith(("管委会", "管理委员会", "街道", "党工委")):
        return ()
    found = [match["whole"]]
    if match["organ"] and len(name) > match.end():
        found.insert(0, name[: match.end()])
    if match["place"]:
        found.extend(level[0] for level in [_LEVEL_AT_END.search(match["place"])] if level)
    return tuple(found)


_PREFECTURE = {"地委": ("地委", "地区"), "行署": ("行署",)}
"""Organs that name their level by themselves."""


@lru_cache(maxsize=8192)
def with_carried_prefix(name: str, prefixes: tuple[str, ...]) -> str:
    """A name as it is meant after `prefixes` were carried to it, where no registry can tell.

    区民社局 、乡村振兴局 → 区乡村振兴局; 区委组织部、宣传部 → 区委宣传部; 区委组织部、民社局 → 区民社局.
    A name with a prefix of its own, a place, a company keeps its name.
    """
    if not prefixes or prefixes_of(name) or keeps_own_name(name):
        return name
    committee, level = prefixes[0], prefixes[min(1, len(prefixes) - 1)]
    if _ALWAYS_PARTY_ORGAN.search(name) and not committee.endswith("委") and _HAS_COMMITTEE.search(level):
        return f"{level}委{name}"
    if committee.endswith("委"):
        return (committee if PARTY_ORGAN.search(name) else level) + name
    if committee.endswith("政府"):
        return (committee if GOVERNMENT_ORGAN.search(name) else level) + name
    return (level if committee.endswith(("人大", "政协")) else committee) + name


_WHOSE = re.compile(
    r"团[省市区县州旗盟]委|共青团|民航.{2,}局|铁路.{2,6}(?:段|车站|局)|国家|国网|中国|中共|人行|人民银行|邮政储蓄|农业银行|工商银行|建设银行|驻|全国|国务院|中央"
    # the State Council's ministries, by what belongs to them: 自然资源部第一海洋研究所
    r"|(?:自然资源|生态环境|水利|交通运输|农业农村|应急管理|公安|教育|财政|商务|工业和信息化|科技|民政|司法|住房城乡建设)部(?!门).{2}"
    # places that everyone knows: 上海海关, 郑州铁路局
    r"|(?:北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏(?!工作)|陕西|甘肃|青海|宁夏|新疆(?!工作)"
    r"|石家庄|太原|呼和浩特|沈阳|大连|长春|哈尔滨|南京|杭州|宁波|合肥|福州|厦门|南昌|济南|青岛|郑州|武汉|长沙|广州|深圳|南宁|海口|成都|贵阳|昆明|拉萨|西安|兰州|西宁|银川|乌鲁木齐)"
    r"(?!路|街|大道|[\u4e00-\u9fff]{0,8}?(?:[省市区县州盟旗镇乡]|兵团))"
)


def has_place_name(name: str) -> bool:
    """Whether a name says by itself whose it is: 国家税务总局…, 国网…, 中国…, 团区委, 上海海关."""
    return bool(_WHOSE.match(name))


@lru_cache(maxsize=8192)
def looks_like_unit(name: str) -> bool:
    """Whether a text ends as names of bodies end, so that it can stand beside 和/及 or be proposed as a unit."""
    return 2 <= len(name) <= 40 and bool(_ENDING.search(name)) and not re.search(r"[0-9]{6,}|[。!?]", name)


_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
_PERSON = re.compile(rf"[{_SURNAMES}](?:[^政务办局委业融草水油]){{1,2}}")


def names_level(prefixes: tuple[str, ...]) -> bool:
    """Whether what is carried names a level of government; 行署 alone does not say whether 盟 or 地区."""
    return bool(prefixes) and prefixes != _PREFECTURE["行署"]


def is_person(text: str) -> bool:
    """Whether a text that ends like no body reads as somebody's name: people are no units."""
    return bool(_PERSON.fullmatch(text)) and not looks_like_unit(text)


def party_spellings(name: str, prefixes: tuple[str, ...]) -> list[str]:
    """县组织部, or 宣传部 where 县 is carried: what it is called with its committee's name."""
    own = prefixes_of(name)
    bare = name[len(own[0]) :] if own and name.startswith(own[0]) else name
    levels = [level for level in own or prefixes if _HAS_COMMITTEE.search(level)]
    return [f"{level}委{bare}" for level in levels] if _PARTY_ORGAN_BY_NAME.search(bare) else []


def keeps_own_name(name: str) -> bool:
    """Whether a name is never carried a prefix to: a place, a company, a 管委会."""
    return bool(_KEEPS_OWN_NAME.search(name) or has_place_name(name))


_SEAT = re.compile(r"(?:人民政府|政府|办事处|管委会|管理委员会|党委|党工委|工委|委)$")
_ORGAN_AT_END = re.compile(r"(?:委|人民政府|政府|党)$")
_NO_NAME_GOES_ON = re.compile(
    r"$|[和与及同]|以及|会同|联合|并|由|等|牵头|负责|配合|参与|协助|协同|按|共同|分别|[各省市区县州旗盟]"
)


def goes_on(before: str, after: str) -> bool:
    """Whether a name goes on behind a bracket in its middle: 河(湖)长制办公室, 区委(区政府)督查室, 开发区(园区)管委会."""
    if _NO_NAME_GOES_ON.match(after) or not looks_like_unit(before + after):
        return False
    return not looks_like_unit(before) or bool(_ORGAN_AT_END.search(before) or _SEAT.fullmatch(after))


def glued_names(text: str) -> list[str]:
    """区教育局区财政局 → both: names written without a separator, where each begins with the first one's prefix."""
    prefixes = prefixes_of(text)
    if not prefixes:
        return []
    pieces = [
        piece for piece in re.split(rf"(?<=[局委办厅部院会])(?={re.escape(prefixes[-1])})", text) if piece
    ]
    whole = all(looks_like_unit(piece) and prefixes_of(piece) and len(piece) > 2 for piece in pieces)
    return pieces if len(pieces) > 1 and whole else []
