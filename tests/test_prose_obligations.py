"""Where one obligation ends and the next begins, and what is none: cuts and kinds as tables."""

from __future__ import annotations

import pytest
from taskbook.language.directory import Directory
from taskbook.prose.draft import Left
from taskbook.prose.duties.background import Duty, duty_of, exhorts, explained, heading_kind
from taskbook.prose.duties.cuts import Around, Cut
from taskbook.prose.duties.obligations import cut_item

HERE = Directory()


def cuts_of(text: str, topic: str = "", **around: object) -> list[Cut]:
    return cut_item(text, Around(HERE, topic, **around)).cuts


def shown(text: str, cuts: list[Cut]) -> str:
    return "│".join(("×" if cut.left else "") + text[cut.start : cut.end] for cut in cuts)


def plain(cut: str) -> str:
    return cut.replace("│", "").replace("×", "")


# ---- without closings ----

FREE = [
    # each sentence with an obligation is one
    "编制年度采购目录，3月底前公布。│组织开展供应商培训，全年不少于2期。",
    # another party, another obligation: between sentences, halves and clauses
    "县水利局巡查山塘水库，建立隐患台账。│县气象局每日推送降雨预报。",
    "县教育局公布学位数量，接受社会监督；│县公安局审核户籍材料，按时反馈。",
    "县商务局负责检查大型商场，│县消防救援大队负责检查物流仓库。",
    # the same party goes on behind a semicolon
    "县民政局改造敬老院3所，更换老旧电路；│开展护理员轮训，全年不少于2期。",
    # a half that only says how
    "全面推行网上申报，取消纸质材料；确保窗口同步受理。",
    "清理涉企收费项目，公布目录清单；对违规收费的予以退还。",
    "开展入户走访，摸清空巢老人底数；重点了解高龄、失能老人情况。",
    # a half that takes up a word of the one before
    "搭建用工信息平台，发布岗位需求；推动用工信息平台向乡镇延伸，方便群众就近查询。",
    # what goes on about the sentence before
    "每月公布一次水质监测结果。其中，饮用水源地每旬公布一次。",
    "建立困难学生名册。名册每学期核对一次，做到应助尽助。",
    "开展门店招牌整治。未按要求整改的，依法拆除。",
    "组建县级专家库。该库成员每两年调整一次。",
    "推出家庭医生签约服务包。同时，为慢性病患者建立随访档案。",
    "组建技术服务队6支。队内实行分片包干，逐户上门。",
    # a name for what follows
    "健全考核机制。把群众满意度作为重要内容，每半年测评一次。",
    # the number is a new obligation each
    "重点抓好两件事：│一是改造老旧管网12公里；│二是新建加压泵站2座。",
]


@pytest.mark.parametrize("cut", FREE)
def test_obligations_without_closings(cut):
    text = plain(cut)
    assert shown(text, cuts_of(text)).replace("×", "") == cut.replace("×", "")


def test_a_subject_goes_on_within_its_sentence_only():
    text = "县民政局改造敬老院3所，更换老旧电路；开展护理员轮训，全年不少于2期。修订老年食堂管理办法，6月底前印发。"
    first, second, third = cuts_of(text)
    assert (first.subject.parties.responsible, first.split) == ("县民政局", True)
    assert (second.subject, second.carried.parties.responsible) == (None, "县民政局")
    assert (third.subject, third.carried, third.before) == (None, None, "县民政局")


def test_of_an_enumeration_only_who_stands_before_it_goes_on():
    led = cuts_of("县水利局要抓好两件事：一是整治河道5公里；二是改造堤防3处。")
    assert [cut.left for cut in led] == [Left.EXPLANATION, None, None]
    assert [cut.carried.parties.responsible for cut in led[1:]] == ["县水利局", "县水利局"]
    amid = cuts_of("一是县水利局整治河道5公里；二是改造堤防3处。")
    assert (amid[0].subject.parties.responsible, amid[1].subject, amid[1].carried) == ("县水利局", None, None)


def test_halves_under_one_heading_are_not_told_apart_by_its_words():
    text = "开展山洪灾害应急演练，检验转移预案；配齐山洪灾害监测设备，接入省级平台。"
    assert len(cuts_of(text, "防范山洪灾害")) == 2
    assert len(cuts_of(text)) == 1


# ---- with closings ----

CLOSED = [
    "新建停车场4处。优化停车收费标准。（责任单位：区住建局）│取缔占道停车。（责任单位：区城管局）",
    "一是清理库存（责任单位：区商务局）；│二是核对账目（责任单位：区财政局）。",
    "改造厕所60座，配备保洁员。\n责任单位：区文旅局\n完成时限：9月底前\n",
    "×近年来，群众反映停车难问题比较集中。│新建停车场4处。（责任单位：区住建局）",
    "推进县医院（县卫健局负责）、县体育馆（县文体局负责）等项目建设。",
    "建设区级仓库1座（区商务局负责），│配齐冷链车辆20辆（区农业农村局负责）。",
    "新增床位200张。（责任单位：区民政局）（完成时限：11月底）",
    "开展联合检查。（区应急管理局牵头，区市场监管局配合）│对发现的问题，限期整改到位。",
    "县教育局组织教师培训；│县人社局发布招聘公告。（责任单位：县教育局、县人社局）",
]


@pytest.mark.parametrize("cut", CLOSED)
def test_a_closing_ends_an_obligation(cut):
    text = plain(cut)
    assert shown(text, cuts_of(text)) == cut


def test_closings_right_behind_one_another_are_of_one_task():
    (cut,) = cuts_of("新增床位200张。（责任单位：区民政局）（完成时限：11月底）")
    assert [one.deadline for one in cut.closings] == ["", "11月底"]


def test_closings_amid_a_sentence_are_put_together():
    (cut,) = cuts_of("推进县医院（县卫健局负责）、县体育馆（县文体局负责）等项目建设。")
    assert cut.joined
    assert len(cut.closings) == 2


def test_a_closing_inside_a_line_speaks_for_its_line_where_others_have_their_own():
    text = "修缮文物建筑5处。\n举办非遗展演10场。（责任单位：区文旅局）\n征集民间故事。（责任单位：区文联）"
    assert shown(text, cuts_of(text)).count("│") == 2
    alone = "修缮文物建筑5处。\n举办非遗展演10场。（责任单位：区文旅局）"
    assert shown(alone, cuts_of(alone)).count("│") == 0


# ---- background ----

BACKGROUND = [
    ("近年来，我县茶产业发展较快，取得了明显成效。", Left.EXPLANATION),
    ("目前，部分村组道路仍然存在破损问题。", Left.EXPLANATION),
    ("垃圾分类是一项长期的系统工程，事关每个家庭。", Left.EXPLANATION),
    ("为做好年度统计工作，结合我区实际，制定本方案。", Left.EXPLANATION),
    ("现将具体任务分解如下：", Left.EXPLANATION),
    ("本方案自印发之日起施行。", Left.EXPLANATION),
    ("自治区将于每年11月组织对各县区的考核。", Left.EXPLANATION),
    ("坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大精神。", Left.AIM),
    ("各级各部门要提高认识，加强组织领导，形成工作合力，确保各项任务落到实处。", Left.EXHORTATION),
    ("让我们携手努力，把家乡建设得更加美好。", Left.EXHORTATION),
    ("以下各项均需各乡镇落实，不再逐项列出。", Left.RULE),
    ("列第一位的为牵头单位。", Left.RULE),
]


@pytest.mark.parametrize(("text", "left"), BACKGROUND, ids=lambda one: str(one)[:12])
def test_what_asks_nobody_for_anything(text, left):
    assert [cut.left for cut in cuts_of(text)] == [left]


DUTIES = [
    "各部门要加强组织领导，6月10日前报送联络员名单。",
    "制定本辖区防汛预案，5月底前报备。",
    "6月底前，编制《全域旅游发展规划》。",
    "深入学习贯彻党的二十大精神，组织宣讲不少于20场。",
    "城镇污水集中收集率达到75%以上。",
    "重点是推进12个老旧小区改造。",
    "对以下企业开展回访，了解用工情况。",
    "各乡镇（街道）压实责任，明确1名联络员。",
    "举办赛事20场以上（市体育局牵头，市教育局配合）。",
]


@pytest.mark.parametrize("text", DUTIES)
def test_what_looks_like_background_and_asks_for_something(text):
    assert [cut.left for cut in cuts_of(text)] == [None]


def test_below_a_heading_of_aims_only_a_party_with_a_date_is_asked():
    text = "基本建成覆盖城乡的服务网络。各乡镇于3月底前报送实施计划。"
    kinds = [cut.left for cut in cuts_of(text, under=Left.AIM)]
    assert kinds == [Left.AIM, None]
    assert [cut.left for cut in cuts_of(text)] == [None, None]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("总体要求", Left.AIM),
        ("指导思想和工作目标", Left.AIM),
        ("保障措施", Left.EXHORTATION),
        ("加强组织领导。", Left.EXHORTATION),
        ("明确目标任务", None),
        ("强化监督考核", None),
        ("提升服务水平", None),
    ],
)
def test_headings_tell_what_stands_below(title, kind):
    assert heading_kind(title) is kind


def test_what_nobody_can_tell_stays_a_task_that_is_not_sure():
    (cut,) = cuts_of("乡村夜校、家风家训馆、文明实践广场。")
    assert (cut.left, cut.sure) == (None, False)
    assert duty_of("乡村夜校、家风家训馆、文明实践广场。") is Duty.UNSURE


def test_exhortations_are_told_clause_by_clause():
    sentence = "各单位要高度重视，加强领导，健全应急值守制度。"
    assert not exhorts(sentence)
    assert exhorts("各单位要高度重视，加强领导，狠抓落实。")
    assert explained("高度重视，加强领导。") is None
