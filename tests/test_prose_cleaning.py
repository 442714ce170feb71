"""What is taken out of a text and what is kept: page numbers, site texts, hard breaks, blanks; every character counted."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from prose_plans import ALL, LIBRARIES, PLAYGROUNDS, Written, body_from
from taskbook.intake.blocks import Paragraph
from taskbook.prose.draft import Body, Clean, PieceKind, Trace, body_of
from taskbook.prose.structure.outline import outline_of
from taskbook.prose.text.cleaning import cleaned

RUN_IN = ["LIBRARIES", "FORESTS", "PLAYGROUNDS"]


def clean(source: str | list[str] | tuple[str, ...]) -> Clean:
    return cleaned(body_from(source))


def taken(result: Clean, trace: Trace) -> list[str]:
    return [result.body.text[one.start : one.end] for one in result.removed if one.trace is trace]


def whole(text: str) -> str:
    return "".join(text.split())


def headings(result: Clean) -> list[str]:
    outline = outline_of(result)
    return [outline.title(at) for at, one in enumerate(outline.pieces) if one.kind is PieceKind.HEADING]


def wrapped(plan: Written, width: int) -> list[str]:
    return [text[at : at + width] for text in plan.paragraphs for at in range(0, len(text), width)]


def accounted(result: Clean, body: Body) -> bool:
    """Whether kept and removed characters are together the whole body, each once."""
    gone = [at for one in result.removed for at in range(one.start, one.end)]
    return sorted([*result.offsets, *gone]) == list(range(len(body.text)))


# ---- every character is accounted for ----

_SCRAPS = st.lists(
    st.one_of(
        st.sampled_from([text for plan in ALL.values() for text in plan.paragraphs]),
        st.sampled_from(
            [
                "- 3 -",
                "第2页 共9页",
                "2、",
                "12",
                "  ",
                "　　",
                "打印本页",
                "www.wenku.com",
                "（二",
                "）",
                "一、",
                "。",
                "来源：某市政府网",
                "⽉",
            ]
        ),
        st.text("一二三、.。（）()1 2-—第页\n\t　月", max_size=12),
    ),
    max_size=14,
)


@settings(max_examples=120, deadline=None)
@given(_SCRAPS, st.integers(0, 40))
def test_kept_and_removed_are_the_whole_body(scraps: list[str], cut: int) -> None:
    texts = [text[:cut] + "\n" + text[cut:] if cut % 3 == 0 else text[cut % 7 :] for text in scraps]
    body = body_of([Paragraph(text, at) for at, text in enumerate(texts, 1)])
    result = cleaned(body)
    assert accounted(result, body)
    assert len(result.text) == len(result.offsets)
    assert list(result.offsets) == sorted(set(result.offsets))
    outline = outline_of(result)
    assert [one.start for one in outline.pieces] == [0, *(one.end for one in outline.pieces)][
        : len(outline.pieces)
    ]
    assert (outline.pieces[-1].end if outline.pieces else 0) == len(result.text)


@settings(max_examples=120, deadline=None)
@given(_SCRAPS)
def test_what_is_clean_stays_as_it_is(scraps: list[str]) -> None:
    once = clean(scraps)
    again = clean(once.text)
    assert (again.text, again.removed) == (once.text, ())


# ---- the same plan, however it comes ----


@pytest.mark.parametrize("name", RUN_IN)
@pytest.mark.parametrize("width", [20, 23, 28, 33, 40])
def test_lines_broken_at_one_length(name: str, width: int) -> None:
    plan = ALL[name]
    result, plain = clean(wrapped(plan, width)), clean(plan.paragraphs)
    assert whole(result.text) == whole(plain.text)
    assert headings(result) == headings(plain) == [words for _, _, words in plan.headings]


@pytest.mark.parametrize("page", ["- {} -", "— {} —", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9", "·{}·"])
@pytest.mark.parametrize("width", [26, 34])
def test_page_numbers_between_lines(page: str, width: int) -> None:
    lines = wrapped(LIBRARIES, width)
    paged = [
        text
        for at, line in enumerate(lines)
        for text in ([line] if (at + 1) % 6 else [line, page.format((at + 1) // 6)])
    ]
    result = clean(paged)
    assert whole(result.text) == whole("".join(LIBRARIES.paragraphs))
    assert headings(result) == [words for _, _, words in LIBRARIES.headings]
    assert len(taken(result, Trace.PAGE_NUMBER)) == len(lines) // 6


@settings(max_examples=60, deadline=None)
@given(st.integers(90, 160), st.sampled_from(RUN_IN), st.booleans())
def test_pages_numbered_like_items(length: int, name: str, broken: bool) -> None:
    """N、 before every page of a text without paragraphs, as sites show it."""
    text = "".join(ALL[name].paragraphs)
    pages = [text[at : at + length] for at in range(0, len(text), length)]
    listed = [f"{number}、{page}" for number, page in enumerate(pages, 1)]
    result = clean(listed if broken else ["".join(listed)])
    beginnings = [text.index(paragraph) for paragraph in ALL[name].paragraphs]
    torn = [
        at for at in range(length, len(text), length) if at not in beginnings and text[at - 1] not in "。）"
    ]
    assume(len(torn) >= 2 and not any(page[-1].isdecimal() for page in pages))
    assert whole(result.text) == whole(clean([text]).text)
    assert len(taken(result, Trace.PAGE_NUMBER)) == len(pages)


def test_numbered_items_are_no_page_numbers() -> None:
    lines = (
        "一、安排演出",
        "1、县文化馆下乡演出二十场，每场不少于一个小时。",
        "2、县剧团排演新戏一部，",
        "年底前首演。",
        "二、培训骨干",
        "1、举办合唱培训班三期，",
        "每期不少于五天。",
        "2、选派辅导员到村，帮助成立秧歌队。",
    )
    result = clean(lines)
    assert taken(result, Trace.PAGE_NUMBER) == []
    assert "排演新戏一部，年底前首演" in result.text


def test_numbers_of_a_list_on_lines_of_their_own_stay() -> None:
    lines = ("1", "修订管理办法。", "2", "公布办事指南。", "3", "开展业务培训。")
    assert clean(lines).text == "\n".join(lines)


def test_running_heads_go_and_the_title_stays() -> None:
    head = "青禾县图书馆服务提升工作要点"
    lines = wrapped(LIBRARIES, 30)
    paged: list[str] = []
    for at, line in enumerate(lines):
        paged += [line] if at % 7 != 6 else [line, f"— {at // 7 + 1} —", head]
    result = clean([head, *paged])
    assert whole(result.text) == whole("".join(LIBRARIES.paragraphs))
    assert len(taken(result, Trace.RUNNING_HEAD)) == len(lines) // 7 + 1


def test_labels_that_stand_again_and_again_are_no_running_heads() -> None:
    lines = [
        line
        for at in range(1, 5)
        for line in (f"{at}.完成第{at}批设备采购。", "责任单位：各镇街", "工作措施")
    ]
    assert taken(clean(lines), Trace.RUNNING_HEAD) == []


# ---- paragraphs cut in two ----


@pytest.mark.parametrize("at", [12, 20, 31, 44, 50])
def test_a_paragraph_cut_by_a_page(at: int) -> None:
    lines = list(LIBRARIES.paragraphs)
    text = lines[3]
    lines[3:4] = [text[:at], text[at:]]
    assert clean(lines).text == "\n".join(LIBRARIES.paragraphs)


def test_hints_of_the_source_are_followed() -> None:
    lines = ("县水利局疏浚排水沟渠十公里", "县农业农村局推广旱作技术")
    assert clean(lines).text.count("\n") == 1
    goes_on = body_of([Paragraph(lines[0], 1), Paragraph(lines[1], 2, begins=False)])
    assert "\n" not in cleaned(goes_on).text


def test_breaks_of_paragraphs_stay() -> None:
    for plan in ALL.values():
        result = clean(plan.paragraphs)
        assert result.text.count("\n") == len(plan.paragraphs) - 1
        assert taken(result, Trace.LINE_BREAK) == []


def test_a_value_below_its_label_joins_it() -> None:
    assert (
        "责任单位：市教育局、市财政局"
        in clean(("1.完成校舍加固。", "责任单位：", "市教育局、", "市财政局")).text
    )


@pytest.mark.parametrize("end", ["。", "；", "，", "", "、"])
@pytest.mark.parametrize("mark", ["{}.", "{}、", "（{}）", "{}）"])
def test_a_line_with_the_next_number_stays_a_line(end: str, mark: str) -> None:
    words = ("新建公园5处", "种植树木3万株", "项目建设加快", "元宵灯会办好", "条件成熟的先行")
    lines = [mark.format(number) + text + end for number, text in enumerate(words, 1)]
    assert clean(["一、美化环境", *lines]).text == "\n".join(["一、美化环境", *lines])


@pytest.mark.parametrize("width", range(22, 40))
def test_headings_without_numbers_between_broken_lines(width: int) -> None:
    paragraphs = (
        "南屏街道2025年重点工作安排",
        "改善居住环境",
        "街道城建办在六月底前完成三个老旧小区的下水管道改造，改造期间安排专人值守，避免影响居民出行。改造结束后恢复路面，及时清运渣土。",
        "每月组织一次楼道清理，各社区劝导居民把杂物搬走，对无人认领的杂物统一清运。清理情况在公示栏张贴，每季度评比一次。",
        "丰富文化生活",
        "街道文化站每周六晚上在中心广场放映电影一场，遇到下雨改到文化站礼堂，片目提前一周在各社区张贴，供居民选择。",
        "便利群众办事",
        "街道便民中心延长服务时间，中午不休息，周六上午照常开门，节假日安排人员轮流值班，办事指南放在大厅入口处。",
    )
    lines = [text[at : at + width] for text in paragraphs for at in range(0, len(text), width)]
    assert headings(clean(lines)) == ["改善居住环境", "丰富文化生活", "便利群众办事"]


# ---- site texts ----


@pytest.mark.parametrize(
    "line",
    [
        "《沙湾镇工作要点.doc》由会员分享，可在线阅读，更多相关《沙湾镇工作要点.doc（3页珍藏版）》请在某某文库上搜索。",
        "本文档由某某网友上传，仅供参考学习，版权归原作者所有。",
        "下载文档",
        "来源：某某区政府办 发布时间：2024-05-06 10:20 浏览次数：318",
        "发布日期：2024年5月6日　　字号：[大 中 小]",
        "【打印本页】【关闭窗口】",
        "责任编辑：×××",
        "扫一扫在手机打开当前页",
        "当前位置：首页 > 政务公开 > 计划总结",
        "上一篇：关于召开调度会的通知",
        "www.wendang365.com",
        "版权所有：某某区人民政府 ×ICP备00000000号",
        "微信公众号 扫码关注",
    ],
)
def test_site_texts_go(line: str) -> None:
    result = clean([line, *LIBRARIES.paragraphs] if "上一篇" not in line else [*LIBRARIES.paragraphs, line])
    assert result.text == "\n".join(LIBRARIES.paragraphs)
    assert "".join(taken(result, Trace.ADVERTISEMENT)).strip("\n") == line


@pytest.mark.parametrize(
    "line",
    [
        "6月底前在县政府网站（www.qinghe.example）开设专栏，集中公开服务目录。",
        "各单位登录http://report.example.cn/login填报进度，每月25日截止。",
        "2024年5月6日前完成资料下载、打印和装订，发放到户。",
        "整治侵权盗版行为，查处案件十起以上。",
        "规范信息来源审核，转载文章注明来源和发布时间。",
        "（责任单位：县融媒体中心，2024年11月底前完成）",
        "在公众号开设专栏，提供扫码查询服务。",
    ],
)
def test_what_belongs_to_the_plan_stays(line: str) -> None:
    lines = [*LIBRARIES.paragraphs[:4], line, *LIBRARIES.paragraphs[4:]]
    assert clean(lines).text == "\n".join(lines)


def test_a_site_name_stamped_into_a_sentence_goes() -> None:
    result = clean(["县交通运输局修补坑槽，确www.doc-share.com保汛期畅通。"])
    assert result.text == "县交通运输局修补坑槽，确保汛期畅通。"
    assert taken(result, Trace.ADVERTISEMENT) == ["www.doc-share.com"]


def test_the_footer_of_a_site_goes_and_the_contact_of_the_plan_stays() -> None:
    own = "联系人：县图书馆办公室，联系电话：0000-0000000"
    footer = (
        "主办：某某县人民政府  承办：某某县政务信息中心",
        "地址：某某县和平路1号  邮编：000000",
        "联系电话：0000-0000001",
        "备案号：×ICP备00000000号-1  ×公网安备 00000000000号",
        "网站标识码：0000000000",
        "建议使用1024×768以上分辨率浏览",
    )
    result = clean([*LIBRARIES.paragraphs, own, *footer])
    assert result.text == "\n".join([*LIBRARIES.paragraphs, own])
    assert "".join(taken(result, Trace.ADVERTISEMENT)).strip("\n") == "\n".join(footer)


@pytest.mark.parametrize(
    "lines",
    [
        ("主办单位：县教体局  承办单位：县第二小学", "联系电话：0000-0000000"),
        ("联系人：县图书馆办公室", "邮箱：tushuguan@qinghe.example"),
        ("主办单位：县文旅局", "承办单位：县图书馆"),
        ("责任单位：县图书馆；技术支持单位：县大数据中心",),
    ],
)
def test_hosts_and_telephones_of_the_plan_stay(lines: tuple[str, ...]) -> None:
    assert clean([*LIBRARIES.paragraphs, *lines]).text == "\n".join([*LIBRARIES.paragraphs, *lines])


def test_a_foot_of_two_pages_goes_with_their_numbers() -> None:
    foot = "某某县人民政府办公室文件"
    lines = list(LIBRARIES.paragraphs)
    lines[4:4] = [foot, "— 1 —"]
    lines[8:8] = [foot, "— 3 —"]
    result = clean(lines)
    assert result.text == "\n".join(LIBRARIES.paragraphs)
    assert [text.strip() for text in taken(result, Trace.RUNNING_HEAD)] == [foot, foot]


def test_a_title_said_again_at_the_head_of_two_pages_stays_once() -> None:
    lines = list(LIBRARIES.paragraphs)
    lines[6:6] = ["— 1 —", lines[0]]
    lines[10:10] = ["— 2 —", lines[0]]
    assert clean(lines).text == "\n".join(LIBRARIES.paragraphs)


# ---- blanks and characters ----


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("9月3O曰前开放，", "9月30日前开放，"),
        ("12月3l日、1O月底、l月初，", "12月31日、10月底、1月初，"),
        ("2O25年新增l8处，", "2025年新增18处，"),
        ("每处O.3万元，占1l.5%，", "每处0.3万元，占11.5%，"),
        ("２Ｏ25年、2〇25年，", "２025年、2025年，"),
        ("二〇二五年", "二〇二五年"),
        ("推广O2O模式和5G、PM2.5监测，", "推广O2O模式和5G、PM2.5监测，"),
        ("达到I类、III类水质，每瓶500ml，", "达到I类、III类水质，每瓶500ml，"),
        ("古人曰：学而时习之。", "古人曰：学而时习之。"),
    ],
)
def test_letters_in_numbers_are_read_as_digits_and_shown_as_they_are(line: str, read: str) -> None:
    result = clean([line])
    assert result.text == read
    assert result.words(0, len(read)) == line


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("深入贯 彻落实 2024 年工作部署，", "深入贯彻落实2024年工作部署，"),
        ("　　加强管理。", "加强管理。"),
        ("责任单位：市教育局 市财政局 市民政局", "责任单位：市教育局 市财政局 市民政局"),
        ("开展“同心协力 共建家园”活动。", "开展“同心协力 共建家园”活动。"),
        ("推广 Open Data 平台。", "推广Open Data平台。"),
        ("责任领导：张三 李四", "责任领导：张三 李四"),
        ("主题词：政务 公开 要点", "主题词：政务 公开 要点"),
        ("牵头单位：市教育局  责任单位：市财政局", "牵头单位：市教育局  责任单位：市财政局"),
        ("通 知", "通知"),
        ("完成率达到 95 %以上", "完成率达到95%以上"),
    ],
)
def test_blanks(line: str, wanted: str) -> None:
    assert clean([line]).text == wanted


def test_traditional_characters_and_radicals_keep_their_places() -> None:
    result = clean(PLAYGROUNDS.paragraphs)
    assert "区自然资源分局梳理可用的空闲地块" in result.text
    at = result.text.index("空闲地块")
    assert result.words(at, at + 4) == "空閒地塊"
    assert clean(["⼆⽉底前完成⺠⽣项⽬。"]).text == "二月底前完成民生项目。"


def test_what_a_site_says_about_a_file_goes() -> None:
    lines = (
        "青禾县工作要点.docx",
        "上传人：a****1 文档编号：1234567 页数：6 大小：31.20KB",
        "青禾县工作要点.docx_第1页",
        "亲，该文档总共6页，到这儿已超出免费预览范围，如果喜欢就下载吧！",
        "《青禾县工作要点.docx》由会员分享，可在线阅读，更多相关《青禾县工作要点.docx（6页珍藏版）》请在某某文库上搜索。",
    )
    assert clean([*lines, *LIBRARIES.paragraphs]).text == "\n".join(LIBRARIES.paragraphs)


def test_items_without_a_stop_are_no_pages() -> None:
    lines = [
        line
        for at in range(1, 7)
        for line in (
            f"{at}、改造提升{at}号泵站及其配套管网，更换水泵和配电柜",
            "责任单位：市水务局、市供水公司",
        )
    ]
    assert clean(lines).text == "\n".join(lines)
    joined = "".join(lines[::2])
    assert clean([joined]).text == joined
