"""Whether a stretch of running text is a name or a group phrase, and whether a longer one begins like it."""

from __future__ import annotations

import re

from taskbook.language.collectives import group_at, is_collective
from taskbook.language.directory import Directory
from taskbook.language.names import has_place_name, keeps_own_name, looks_like_unit, prefixes_of
from taskbook.prose.parties.name_forms import is_body_by_form, is_group_by_form
from taskbook.prose.parties.predicates import is_predicate
from taskbook.prose.parties.strength import OFFICE_OF_A_FIELD

_OWNER = r"(?:全?[省市区县州盟旗镇乡]|[省市区县州盟旗镇](?:级|直(?:机关|属)?|属)|[省市区县州盟旗](?:委|人民政府|政府)|驻[省市区县]|中央|国家|本级|沿[江河湖海黄淮线]{1,2}|(?![在对向由为以从把将与和使让全推])[\u4e00-\u9fff]{2,4}[市区县州旗])?"
_BEGINS_GROUP = re.compile(
    rf"{_OWNER}(?:和|、)?(?:各(?!类|种|项|方面|环节|个环节|领域|阶段|自|行业(?!主管)|式|界)|有关|相关|其他|其它|其余|所有|全体|全部)|全?[省市区县州][直级属]"
)
_EACH_OFFICE = re.compile(
    r"各(?!类|种|项)[^、，,]{2,14}(?:局|委|办|办公室|中心|委员会|居委会|村委会|大队|支队|公司|银行|学校|医院|卫生院|派出所|管委会|法院|检察院|工作站|服务站|司法所|财政所|税务所|监管所|小组|小学|中学|幼儿园|执法队|中队)|各[\u4e00-\u9fff]{0,4}(?:备课组|教研组|年级组)"
)
_WARDENS = re.compile(r"(?:各级|[省市县区乡镇村]级|各)(?:河|湖|林|田|路|街|警|楼)+长")
_ALL_SCHOOLS = re.compile(
    r"全[省市区县](?:各级|各类)*(?:公办|民办)?(?:中小学校?|幼儿园|学校|医院|行政机关|公立医院)"
)
_EACH_BODY = re.compile(r"各(?!类|种|项)[^、，,各的]{2,12}(?:部门|单位|机构)")
_NO_GROUP = re.compile(
    r"[要应须将的把]|加强|推进|落实|(?<!信息)(?<!政务)公开|配合|会同|协助|指导|督促|支持|通过|开展|做好"
)
_BEGINS_UNIT_AS_VERB = re.compile(
    r"(?:建设|规划|统计|审批|审计|监管|监察|宣传|组织|执法|督查|服务|保障|治理|管理|监督|应急|退役|审管|公开|调度|考核|党建)[^省市区县州各的]{0,8}(?:局|部|委|办|中心|办公室|大队|支队|专班)"
)
_NO_UNIT = re.compile(
    r"[的了,、向把以]|我[省市区县州旗镇乡街村]|(?<!联合)社会$|将(?!军)|(?<=.)要(?![闻害素])|领导(?!小组)|^(?:对|向|将|把|为|以|在|从|由|请|待|未经|经(?!开|信|贸|济)|要|应(?!急)|须|全市|全区|全县|全省)|(?:网站|官网|专栏|专区|本单位|[举主承协开创督交催转经代帮联通快秒]办|全部|干部|内部|一部|委托|基地建设|市场)$"
)
_KIND_OF_BODY = re.compile(
    r"(?:直属|事业|下属|派出|成员).*(?:单位|机构|部门)$|(?:中小学校?|幼儿园|高等院校|高校|院校|学校|医疗机构|国有企业|企业)$"
)
_IDLE = re.compile(
    r"^(?:自治区|国家|国务院|中央|[省市区县州]级?|党中央|[我本全][省市区县州]|(?:[省市区县州]|自治区)(?:党?委|政府|人民政府|委[省市区县州]?政府))$"
)
"""Who is spoken of, not to: higher levels, the place as such."""

_ALONE = re.compile(r"(?:局|(?<![上近次通快])办|委|办公室|管委会|支队|大队|中队|法院|检察院)$")
_PLACE = re.compile(
    r"..(?:镇|乡|街道|县|区|市|管委会|公司|集团|学院|大学|海关|[县市区镇乡旗州](?:人民)?政府)$"
)
_BRANCH = re.compile(r"(?:分行|支行|分公司|局|银行|委)$")
_SOFT_PLACE = re.compile(
    r"(?:园|社|辖|地|小|景|库|校|城|郊|主城|中心城|建成|示范|试验|核心|片|商|山|工业|集聚|功能)区$|(?:城|乡|集|小|全|本)镇$|(?:超|夜|门|城|上)市$"
)


def is_group(plain: str, start: int, end: int, directory: Directory) -> bool:
    """Whether plain[start:end] is a phrase for several units: 各镇街, 市直有关部门, 各社区居委会."""
    words = plain[start:end]
    if words in directory.words:
        return True
    if OFFICE_OF_A_FIELD.fullmatch(words) or _WARDENS.fullmatch(words) or _ALL_SCHOOLS.fullmatch(words):
        return True
    if is_group_by_form(words) and not _bracket_follows(plain, start, end, directory):
        return True
    if not _BEGINS_GROUP.match(words) or _open_bracket(words) or _NO_GROUP.search(words):
        return False
    if _bracket_follows(plain, start, end, directory):
        return False
    if group_at(plain, start, directory, end) == end:
        return True
    return bool(_EACH_OFFICE.fullmatch(words) or _EACH_BODY.fullmatch(words))


def _bracket_follows(plain: str, start: int, end: int, directory: Directory) -> bool:
    """各部门 before （单位）: the phrase is longer."""
    if plain[end : end + 1] != "(":
        return False
    close = plain.find(")", end, end + 14)
    return close > 0 and group_at(plain, start, directory, close + 1) > end


def is_unit(words: str, first: bool, directory: Directory) -> bool:
    """Whether a stretch can be a unit's name; the first of a list must look more like one than the later ones."""
    if _open_bracket(words) or not looks_like_unit(words) or _IDLE.match(words):
        return False
    if is_collective(words) and (first or not _KIND_OF_BODY.search(words)):
        return False
    if _NO_UNIT.search(words) or (is_predicate(words) and not _BEGINS_UNIT_AS_VERB.fullmatch(words)):
        return False
    below = _BELOW.fullmatch(words)
    if below and not _BELOW_AN_OFFICE.fullmatch(below["more"]):
        return False  # 市教育局网上信访平台
    if not first:
        return True
    return bool(
        prefixes_of(words)
        or directory.resolve(words)
        or is_body_by_form(words)
        or (has_place_name(words) and _BRANCH.search(words))
        or (_ALONE.search(words) and len(words) > 2)
        or (words[0] in "省市区县州旗盟" and keeps_own_name(words) and looks_like_unit(words[1:]))
        or (keeps_own_name(words) and _PLACE.search(words) and not _SOFT_PLACE.search(words))
    )


def _open_bracket(words: str) -> bool:
    return words.count("(") != words.count(")")


_BELOW = re.compile(r"[^局]{2,}局(?P<more>[^局]{2,})")
_GOES_ON = re.compile(
    r"(?![^,。;]*(?:[省市区县州各本我其对向]|有关|相关|配合|会同)|指导|督促|支持|协助|联合|通过|加强|要|负责|牵头|把|将|按|依|由)[\u4e00-\u9fff]{2,9}?"
    r"(?:局|部|委|委员会|办|办公室|厅|中心|院|署|处|部门|单位)$"
)
_BELOW_AN_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{0,8}(?:支队|大队|总队|中心|分局|支行|营业部|所|站|队|学校|医院|单位|公司|党组|办公室)$"
)
_OF_A_NAME = re.compile(
    r"(?:组织|宣传|统战|监督|监管|监察|保障|服务|管理|规划|建设|审批|统计|执法|审计|治理|应急|指挥|协调|检测|监测|研究|救援|救助|培训|交流|开发|发展|改革|公开|处置|运行|调度|督查|考核|评估|编制|采购|登记|登录|备案)"
    r"[^省市区县,，、]{0,8}?(?:局|部|委|办|办公室|中心|院|署|部门|单位)|推进(?:办|局|委|中心)"
    r"|(?:监管|监督管理|执法|行政执法|巡查)(?:所|站|队|大队|中队)"
)
"""What begins like a predicate and goes on with a name: 市委|组织部, 市市场|监督管理局."""
_POST = re.compile(
    r"(?:巡查|巡防|执法|综合执法|监管|救援|抢险|监测|检测|养护|救助)(?:[大中支总]?队|所|站|中心)"
)
"""街道|巡查中队, 消防|救援支队: what acts is a post of the place."""
_PLACES = re.compile(r"[区市县镇乡街旗州村]|街道|社区")


def goes_on(plain: str, start: int, end: int, ends: list[int], group: bool) -> bool:
    """Whether a longer name begins like this one: 市委 of 市委组织部, 市市场 of 市市场监督管理局, 各镇 of 各镇街."""
    longer = [e for e in ends if e > end]
    if plain[start:end].endswith("局"):
        verb = is_predicate(plain[end : end + 12])
        return not verb and any(_BELOW_AN_OFFICE.fullmatch(plain, end, e) for e in longer)
    if _POST.match(plain, end):
        return True
    if is_predicate(plain[end : end + 12]) and (group or not _OF_A_NAME.match(plain, end)):
        return False  # 各部门主动邀请税务部门
    return any(_GOES_ON.match(plain[end:e]) or _PLACES.fullmatch(plain, end, e) for e in longer)


def is_post_of_it(plain: str, end: int, ends: list[int]) -> bool:
    """Whether a known name only begins a longer one: 县消防 of 县消防救援大队."""
    post = _POST.match(plain, end)
    return bool(post) and post.end() in ends


_GENERIC = re.compile(
    r"(?:开发区|园区|高新区|经开区|领导小组办公室|工作专班|专班|指挥部|管委会|办公室|指挥部办公室)"
)
_OF_ANOTHER = re.compile(r"所属|直属|下属")
_NOUN_ENDS = re.compile(
    r"(?:学校|企业|机构|社区|园区|单位|(?<!管委)(?<!委员)(?<!联合)会|社|所|站|组织|系统|平台|基地|热线)$"
)


def is_firm(words: str, group: bool, first: bool = True) -> bool:
    """Whether nothing but a unit is called so; behind another name of its list a short one is one, too."""
    if group and is_group_by_form(words):
        return "各" in words
    if _OF_ANOTHER.search(words) or _GENERIC.fullmatch(words) or OFFICE_OF_A_FIELD.fullmatch(words):
        return False
    if group or prefixes_of(words):
        return True
    return not _NOUN_ENDS.search(words) and (
        not first or bool(_ALONE.search(words)) or not is_body_by_form(words)
    )
