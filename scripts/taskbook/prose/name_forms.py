"""Bodies that no level of government and no registry names, told by their form: 党群服务中心, 东湾村, 主要责任单位."""

from __future__ import annotations

import re

_STEM = r"[\u4e00-\u9fff]"
_PLAIN = re.compile(
    r"[的了各每其该本我将把对向从使让等]|^(?:在|为|由|以|经|按|据|到|于|有|无|[一两几多]个)|领导(?!小组)|要"
)
"""What no name of a body holds or begins with."""
_FIELD_CENTRE = (
    "服务 信息 数据 指挥 调度 救助 监测 事务 保障 应急 融媒体 疾控 疾病预防控制 运行 城运 网格 治理 调解 管理 管护 检测 检验 技术 推广 交易 运营 核算 结算 "
    "评审 人才 就业 教研 招生 考试 档案 统计 执法 投资促进 招商 综治 联动 宣传 救援 储备"
)
_OFFICE_WORDS = "司法 财政 税务 派出 民政 国土 工商 质监 市场监管 市监 水务 水管 林业 供电 交管 安监 监管 规划 房管 运管 自然资源 农经 畜牧 管护 管理"
_STATION = (
    "工作 服务 管理 水利 农技 农机 畜牧 兽医 林业 文化 广播 广电 气象 环卫 安监 监测 检测 救援 经管 社保"
)


def _any(words: str) -> str:
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


_BODY = re.compile(
    rf"{_STEM}{{0,12}}{_any(_FIELD_CENTRE)}中心"
    rf"|{_STEM}{{2,14}}(?:专班|指挥部|领导小组|推进组|工作组|攻坚组)"
    rf"|{_STEM}{{2,12}}(?<!部)(?:执法|巡查|巡防|救援|管护|监察|城管|工作)[大中支]?队"
    rf"|{_STEM}{{0,6}}{_any(_OFFICE_WORDS)}所"
    rf"|{_STEM}{{0,8}}{_any(_STATION)}站"
    rf"|{_STEM}{{0,6}}(?:文化|图书|档案|博物|美术|科技)馆"
    rf"|{_STEM}{{0,6}}(?:卫生院|中医院|人民医院|保健院)"
    rf"|{_STEM}{{2,8}}(?:管理处|管理局|居委会|村委会|居民委员会|村民委员会|供销社)|居委会|村委会|街道办(?:事处)?"
    r"|[镇乡](?:人民)?政府|(?:镇|乡|街道)(?:党委|党工委)"
    r"|(?:总工会|团委|团工委|妇联|残联|科协|工商联|文联|侨联|红十字会|武装部|纪工委|党工委)"
)
_OF_NO_NAME = _any(
    "新 老 原 公立 民营 定点 大型 三级 二级 基层 专科 综合 民办 公办 农村 城乡 城市 城镇 乡镇 村级 社区 中小 高等 普通 薄弱 乡村 寄宿制 职业 重点 示范 特色 优质 试点 老旧 和谐 智慧 "
    "平安 美丽 文明 绿色 学习型 未来 完整 国际 居住 生活 沿线 周边 所在 行政 自然 中心 脱贫 贫困 空心 城中 移民 安置 全 全市 全县 全区 全镇 两 多 部分 一批 所有 先进 红色 "
    "标准化 现代化 宜居 零碳 无诈 无讼 涉农 易地扶贫搬迁 回迁 搬迁 新型 新建 农贸 建设 创建 打造 推进 开展 加强 组织 支持 指导 引导 鼓励 推动 选择 选取 整治 完善 实施 "
    "传统 古 边境 城郊 近郊 远郊 小康 富裕 明星 后进 软弱涣散 集体 经济 宜业 数字 健康 幸福 旅游 非遗 红旗"
)
_NAMED_PLACE = re.compile(
    rf"(?!{_STEM}{{0,4}}{_OF_NO_NAME}(?:社区|村)$)(?!{_OF_NO_NAME}){_STEM}{{2,4}}(?:社区|(?<![农乡])村)"
)
_NAMED_HOUSE = re.compile(
    rf"(?!{_OF_NO_NAME}(?!学校)){_STEM}{{2,8}}(?:小学|中学|幼儿园|高中|职中|职校|医院)"
    r"|(?:实验|中心|第[一二三四五六七八九十]+)(?:小学|中学|幼儿园)"
)
_ROLE = re.compile(
    r"(?:各|有关|相关|其他|其余|主要)*(?:责任|牵头|主责|配合|协办|承办|主办|成员|共建|包联|帮扶|挂钩)(?:责任)?(?:单位|部门)"
    r"|各级?[\u4e00-\u9fff]{0,6}(?:党支部|党总支|党组织|党组)"
    r"|被(?:通报|检查|评议|考核|巡察|审计|督查|抽查|约谈|督办)(?:单位|部门|乡镇|镇街|地区)"
)
_OF_A_LEVEL = re.compile(
    r"(?:驻[省市区县镇乡街]|[省市区县镇州](?:属|管))[各有关相]*(?:国有)?(?:企事业|企业|高校|院校|学校|医院|公立医院|机构|单位|部队|国企)(?:单位)?"
)
_MEMBERS = re.compile(
    rf"{_STEM}{{1,14}}(?:委员会|领导小组|安委会|专委会|指挥部|联席会议|专班)(?:各|有关|相关|其他|主要)*(?:成员|责任)单位"
)


def is_body_by_form(words: str) -> bool:
    """Whether a name without a level of government is a body's all the same; never surely."""
    if _PLAIN.search(words):
        return False
    return any(form.fullmatch(words) for form in (_BODY, _NAMED_PLACE, _NAMED_HOUSE))


def is_group_by_form(words: str) -> bool:
    """Whether a phrase without 各 stands for bodies by what they are in the plan: 责任单位, 市属国有企业, 被通报单位."""
    return any(form.fullmatch(words) for form in (_ROLE, _OF_A_LEVEL, _MEMBERS))
