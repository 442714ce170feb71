"""What an outline sees in plans of varied make: titles, letters, headings of every depth, text that is none."""

from __future__ import annotations

import pytest
from prose_plans import (
    ALL,
    BARE_LINES,
    BUSES,
    HEADINGS_ONLY,
    LETTER,
    LIBRARIES,
    MARKETS,
    Written,
    body_from,
)
from taskbook.intake.blocks import Paragraph
from taskbook.prose.draft import Body, Outline, PieceKind, body_of
from taskbook.prose.structure.outline import outline_of
from taskbook.prose.text.cleaning import cleaned


def read(source: str | list[str] | tuple[str, ...] | Body) -> Outline:
    return outline_of(cleaned(source if isinstance(source, Body) else body_from(source)))


def headings(outline: Outline) -> list[tuple[int, str, str]]:
    return [
        (piece.level, outline.clean.words(piece.start, piece.start + len(piece.mark)), outline.title(at))
        for at, piece in enumerate(outline.pieces)
        if piece.kind is PieceKind.HEADING
    ]


def texts(outline: Outline, kind: PieceKind) -> list[str]:
    return [outline.clean.words(one.start, one.end).strip() for one in outline.pieces if one.kind is kind]


def squeezed(found: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    return [(level, "".join(mark.split()), words) for level, mark, words in found]


@pytest.mark.parametrize("name", ALL)
def test_headings_of_plans_of_every_make(name: str) -> None:
    plan = ALL[name]
    assert squeezed(headings(read(plan.paragraphs))) == squeezed(list(plan.headings))


@pytest.mark.parametrize("name", ALL)
def test_pieces_tile_the_text(name: str) -> None:
    outline = read(ALL[name].paragraphs)
    assert "".join(outline.clean.text[one.start : one.end] for one in outline.pieces) == outline.clean.text
    assert all(one.start <= one.words <= one.end for one in outline.pieces)
    for at, piece in enumerate(outline.pieces):
        above = [outline.pieces[index] for index in piece.path]
        assert all(one.kind is PieceKind.HEADING for one in above)
        assert [one.level for one in above] == sorted({one.level for one in above})
        assert all(index < at for index in piece.path)


def test_letter_title_and_what_comes_behind() -> None:
    outline = read(LETTER.paragraphs)
    assert texts(outline, PieceKind.TITLE) == ["××市2025年节水型社会建设工作方案"]
    assert texts(outline, PieceKind.FRONT) == ["".join(text.split()) for text in LETTER.paragraphs[:9]] + [
        "附件：1．××市2025年节水指标分解表",
        "2．××市节水载体名单",
        "抄送：市委办公室，市人大常委会办公室。",
        "××市人民政府办公室2025年3月7日印发",
    ]
    opening = next(one for one in outline.pieces if one.kind is PieceKind.PASSAGE)
    assert opening.path == ()
    assert outline.clean.text[opening.start :].startswith("为推进节水型社会建设")


def test_items_with_somebody_responsible_are_text_with_their_mark() -> None:
    outline = read(MARKETS.paragraphs)
    items = [one for one in outline.pieces if one.kind is PieceKind.PASSAGE and one.mark]
    assert [(one.mark, one.number, one.level) for one in items] == [("1.", 1, 2), ("2.", 2, 2)] * 2
    assert outline.clean.text[items[0].words :].startswith("改造东门")
    assert [outline.title(at) for at in items[2].path] == ["改造范围", "乡镇市场"]


def test_text_below_a_run_in_heading_has_its_path() -> None:
    outline = read(LIBRARIES.paragraphs)
    passage = next(
        one for one in outline.pieces if outline.clean.text[one.start :].startswith("县城管局会同")
    )
    assert [outline.title(at) for at in passage.path] == ["延长开放时间", "设立夜间还书点"]
    assert (passage.level, passage.mark, passage.number) == (2, "", None)


def test_lines_without_numbers_are_text() -> None:
    outline = read(BARE_LINES.paragraphs)
    assert texts(outline, PieceKind.TITLE) == ["南屏街道2025年度重点工作任务"]
    assert len(texts(outline, PieceKind.PASSAGE)) == 4


def test_a_plan_of_headings_has_no_text() -> None:
    assert texts(read(HEADINGS_ONLY.paragraphs), PieceKind.PASSAGE) == []


def test_styles_make_headings_without_numbers() -> None:
    body = body_of(
        [
            Paragraph("宁泉区2025年夜间经济工作要点", 1),
            Paragraph("拓展消费场景", 2, level=0),
            Paragraph("街区改造", 3, level=1),
            Paragraph("区商务局完成滨河路灯光改造，八月底前开街。", 4),
            Paragraph("文旅活动", 5, level=1),
            Paragraph("1.区文旅局举办夜游活动十场。", 6),
            Paragraph("2.区体育局举办夜跑两场。", 7),
            Paragraph("优化服务保障", 8, level=0),
            Paragraph("公交末班车延长到二十二时三十分。", 9),
        ]
    )
    assert headings(read(body)) == [
        (0, "", "拓展消费场景"),
        (1, "", "街区改造"),
        (1, "", "文旅活动"),
        (0, "", "优化服务保障"),
    ]


def test_styles_below_numbers() -> None:
    body = body_of(
        [
            Paragraph("一、提升服务", 1, level=0),
            Paragraph("窗口服务", 2, level=1),
            Paragraph("区政务服务中心推行午间不断岗服务，群众随到随办。", 3),
            Paragraph("二、强化监督", 4, level=0),
            Paragraph("区纪委监委受理投诉举报，三日内答复。", 5),
        ]
    )
    assert headings(read(body)) == [(0, "一、", "提升服务"), (1, "", "窗口服务"), (0, "二、", "强化监督")]


@pytest.mark.parametrize(
    "line",
    [
        "全年研发经费投入强度达到1.5%，增幅不低于上年。",
        "一、二季度的任务分别于季末前报送。",
        "落实条例第三条第(一)项规定，公开办理结果。",
        "带动第一、第二产业协同发展。",
        "依托三、四级网格开展巡查，每周不少于一次。",
        "2022.5版目录同时废止，以新目录为准。",
        "分为1、2两类管理，按季轮换。",
    ],
)
def test_numbers_in_running_text_are_no_marks(line: str) -> None:
    outline = read(["一、做好统计工作", line, "二、做好公开工作", line])
    assert [one.mark for one in outline.pieces if one.mark] == ["一、", "二、"]


def test_marks_stuck_in_running_text_are_found_by_their_turn() -> None:
    text = (
        "一、完善供热设施(-)更换老旧管网。入冬前完成支线更换，并做好打压试验。(二)检修换热站。"
        "对(一)所列支线以外的换热站逐座检修。二、提升服务质量(一)设立服务站。每个街道设一处服务站，全天接听电话。"
    )
    assert headings(read([text])) == [
        (0, "一、", "完善供热设施"),
        (1, "(-)", "更换老旧管网"),
        (1, "(二)", "检修换热站"),
        (0, "二、", "提升服务质量"),
        (1, "(一)", "设立服务站"),
    ]


@pytest.mark.parametrize("cut", ["（\n二）", "（二\n）", "（二）\n", "\n（二）"])
def test_a_number_at_the_end_of_the_line_before(cut: str) -> None:
    text = (
        "一、保障冬季供暖\n（一）储备燃煤。供热企业在采暖期前储足二十天用煤，储量每周上报一次。"
        f"{cut}公布电话。各供热站在单元门口张贴服务电话，有人投诉的当日上门查看。"
    )
    assert headings(read(text)) == [
        (0, "一、", "保障冬季供暖"),
        (1, "（一）", "储备燃煤"),
        (1, "（二）", "公布电话"),
    ]


def test_numbers_that_run_through_the_plan_and_jump() -> None:
    lines = (
        "一、扩大供给",
        "1.新建公租房三百套，11月底前分配。（责任单位：市住房保障中心）",
        "2.盘活闲置厂房两处，改为人才公寓。（责任单位：市国资委）",
        "二、规范租赁",
        "3.6月底前建成租赁备案平台。（责任单位：市住房城乡建设局）",
        "5.每季度抽查中介机构二十家。（责任单位：市市场监管局）",
    )
    items = [one for one in read(lines).pieces if one.kind is PieceKind.PASSAGE]
    assert [(one.mark, one.number) for one in items] == [("1.", 1), ("2.", 2), ("3.", 3), ("5.", 5)]
    assert {one.level for one in items} == {1}


def test_a_paragraph_that_elaborates_is_no_heading_of_its_own() -> None:
    lines = (
        "一、整治占道经营",
        "1.区城管局每日巡查主次干道，劝离占道摊贩。",
        "2.在三条支路设置限时疏导点，统一划线编号。疏导点经营时间为晚六时至十时，收摊后由摊主打扫。",
        "3.6月底前修订摊位管理办法。",
    )
    outline = read(lines)
    assert headings(outline) == [(0, "一、", "整治占道经营")]


def test_title_stuck_to_the_first_sentence() -> None:
    outline = read(
        ["××市2023年科普工作要点2023年是科普条例施行的第一年。一、建设科普场馆市科协指导县区建设场馆。"]
    )
    assert texts(outline, PieceKind.TITLE) == ["××市2023年科普工作要点"]


def test_notice_that_is_the_plan() -> None:
    outline = read(
        [
            "清源县教育局关于做好2025年春季学期资助工作的通知",
            "各中心校、县直各学校：",
            "现就有关事项通知如下：",
            "一、核实对象",
            "各校逐人核对资助名单，3月15日前上报。",
            "二、发放资金",
            "资金一律打入学生社保卡，不得发放现金。",
            "清源县教育局",
            "2025年2月20日",
        ]
    )
    assert texts(outline, PieceKind.TITLE) == ["清源县教育局关于做好2025年春季学期资助工作的通知"]
    assert texts(outline, PieceKind.FRONT)[-2:] == ["清源县教育局", "2025年2月20日"]
    assert "各中心校、县直各学校：" in texts(outline, PieceKind.FRONT)
    assert [words for _, _, words in headings(outline)] == ["核实对象", "发放资金"]


def test_nothing_and_next_to_nothing() -> None:
    assert read([]).pieces == ()
    assert [one.kind for one in read(["做好预算公开。"]).pieces] == [PieceKind.PASSAGE]
    assert [one.kind for one in read(["一、做好预算公开"]).pieces] == [PieceKind.HEADING]


def variant(plan: Written, between: str) -> list[str]:
    return between.join(plan.paragraphs).split("\n")


@pytest.mark.parametrize("name", ["LIBRARIES", "DAMAGED", "FORESTS", "PLAYGROUNDS"])
def test_the_same_headings_where_all_lines_ran_together(name: str) -> None:
    plan = ALL[name]
    assert squeezed(headings(read(["".join(plan.paragraphs)]))) == squeezed(list(plan.headings))


def test_chapters_nest_sections() -> None:
    outline = read(BUSES.paragraphs)
    passage = [one for one in outline.pieces if one.kind is PieceKind.PASSAGE][1]
    assert [outline.title(at) for at in passage.path] == ["总体安排", "车辆更新"]


def test_a_table_of_contents_heads_nothing() -> None:
    outline = read(
        [
            "××县2025年殡葬改革工作方案",
            "目 录",
            "一、建设公益性公墓……………1",
            "二、规范殡葬服务……………3",
            "一、建设公益性公墓",
            "县民政局在三个乡镇新建公益性公墓，年底前完成绿化。",
            "二、规范殡葬服务",
            "县市场监管局公布收费目录，查处价外收费。",
        ]
    )
    assert [words for _, _, words in headings(outline)] == ["建设公益性公墓", "规范殡葬服务"]
    assert len(texts(outline, PieceKind.FRONT)) == 3


def test_items_one_behind_the_other_on_a_line() -> None:
    outline = read(
        [
            "（一）抓好春耕备耕",
            "1、调运化肥两万吨；2、检修农机五百台；3、培训机手三期。",
            "（二）抓好夏季田管：1、防治病虫害；2、及时灌溉。",
        ]
    )
    items = [one for one in outline.pieces if one.kind is PieceKind.PASSAGE]
    assert [(one.mark, one.number) for one in items] == [
        ("1、", 1),
        ("2、", 2),
        ("3、", 3),
        ("1、", 1),
        ("2、", 2),
    ]
    assert [words for _, _, words in headings(outline)] == ["抓好春耕备耕", "抓好夏季田管"]


def test_an_enumeration_inside_a_sentence_stays_in_it() -> None:
    lines = (
        "一、筹措资金",
        "1.争取上级资金两千万元，重点用于：（1）水库除险；（2）渠道清淤。",
        "2.整合涉农资金，优先安排已开工项目。",
    )
    items = [one for one in read(lines).pieces if one.kind is PieceKind.PASSAGE]
    assert [one.mark for one in items] == ["1.", "2."]


def test_units_with_a_colon_above_their_tasks() -> None:
    outline = read(
        ["××区2025年爱国卫生任务清单", "区教育局：", "1.开展校园灭鼠。", "区商务局：", "1.整治农贸市场卫生。"]
    )
    assert [words for _, _, words in headings(outline)] == ["区教育局", "区商务局"]


def test_letter_with_the_plan_in_its_annex() -> None:
    outline = read(
        [
            "各村（社区），镇直各单位：",
            "现将《石桥镇2025年秸秆禁烧工作方案》印发给你们，请认真组织实施。",
            "附件：石桥镇2025年秸秆禁烧工作方案",
            "石桥镇人民政府",
            "2025年5月9日",
            "附件",
            "石桥镇2025年秸秆禁烧工作方案",
            "一、落实包保责任",
            "镇班子成员每人包保一个村，每日巡查不少于两次。",
            "二、推进综合利用",
            "镇农业办组织秸秆打捆离田，机械由合作社提供。",
        ]
    )
    assert texts(outline, PieceKind.TITLE) == ["石桥镇2025年秸秆禁烧工作方案"]
    assert [words for _, _, words in headings(outline)] == ["落实包保责任", "推进综合利用"]
    assert len(texts(outline, PieceKind.PASSAGE)) == 2


def test_title_on_two_lines() -> None:
    outline = read(
        ["南沟县2025年工业园区", "安全生产专项整治工作方案", "一、排查隐患", "园区管委会逐户排查，建立台账。"]
    )
    assert texts(outline, PieceKind.TITLE) == ["南沟县2025年工业园区\n安全生产专项整治工作方案"]


def test_a_heading_to_which_its_text_sticks() -> None:
    text = (
        "一、完善站点布局(一)增设站点。新增公交站点十二处，优先覆盖新建小区。二、提升服务水平(一)培训驾驶员。"
        "每季度组织一次礼仪培训。三、强化经费保障县财政局将补贴资金列入年度预算，按季拨付。"
    )
    found = headings(read([text]))
    assert found[-1] == (0, "三、", "强化经费保障")


# ---- items and headings ----

_ITEMS = ("新建公园5处", "种植树木3万株", "改造街角绿地12块", "清理河道")


def items(outline: Outline) -> list[tuple[str, str]]:
    return [
        (one.mark, outline.clean.text[one.words : one.end].strip().rstrip("。；"))
        for one in outline.pieces
        if one.kind is PieceKind.PASSAGE
    ]


_LISTS = [
    (mark, end, "\n") for mark in ("{}.", "{}、", "（{}）", "{}）", "{} ") for end in ("。", "；", "")
] + [("{}.", "。", ""), ("{}、", "。", ""), ("（{}）", "。", ""), ("{}、", "；", ""), ("（{}）", "；", "")]


@pytest.mark.parametrize(("mark", "end", "glue"), _LISTS)
def test_short_items_are_items(mark: str, end: str, glue: str) -> None:
    listed = glue.join(mark.format(number) + text + end for number, text in enumerate(_ITEMS, 1))
    outline = read(
        f"青禾县绿化工作方案\n一、主要任务\n{listed}\n二、保障措施\n每月通报一次进度，对落后的予以提醒。"
    )
    assert headings(outline) == [(0, "一、", "主要任务"), (0, "二、", "保障措施")]
    assert [text for _, text in items(outline)][:-1] == list(_ITEMS)


def test_a_flat_list_of_short_items_is_no_list_of_headings() -> None:
    outline = read(["青禾县绿化工作方案", *(f"{at}.{text}" for at, text in enumerate(_ITEMS, 1))])
    assert headings(outline) == []
    assert len(items(outline)) == 4


@pytest.mark.parametrize(
    "item",
    [
        "（2）开展下列活动：①读书会；②科普讲座；③书画展。（县总工会、县文旅局）",
        "（2）开展下列活动：\n①读书会；\n②科普讲座；\n③书画展。\n（县总工会、县文旅局）",
        "（2）重点排查以下场所：①影剧院；②网吧；③书店。",
        "（2）办好以下活动：①讲座3场；②展览2次。（县文旅局）",
        "（2）开展下列活动：1.读书会；2.科普讲座；3.书画展。",
    ],
)
def test_a_list_inside_an_item_is_of_the_item(item: str) -> None:
    outline = read(
        f"一、文化惠民\n（一）活动\n（1）新建书屋4处。（县文旅局）\n{item}\n（3）培训管理员。（县文旅局）"
    )
    assert [mark for mark, _ in items(outline) if mark] == ["（1）", "（2）", "（3）"]
    assert headings(outline) == [(0, "一、", "文化惠民"), (1, "（一）", "活动")]


def test_a_list_of_duties_below_a_short_heading_is_cut() -> None:
    outline = read(
        "一、主要任务：（1）新建公园5处；（2）种植树木3万株。\n二、工作要求：①县住建局负责验收；②每月通报一次。"
    )
    assert [mark for mark, _ in items(outline)] == ["（1）", "（2）", "①", "②"]


def test_letters_in_sequence_are_marks() -> None:
    outline = read(
        "一、修缮校舍\nA.更换门窗20套。\nB.粉刷教室30间。\nA类教室先行粉刷。\nC.检修线路。\n二、办好食堂\na)每周公示菜谱。\nb)每日留样。"
    )
    assert items(outline) == [
        ("A.", "更换门窗20套"),
        ("B.", "粉刷教室30间"),
        ("", "A类教室先行粉刷"),
        ("C.", "检修线路"),
        ("a)", "每周公示菜谱"),
        ("b)", "每日留样"),
    ]


def test_letters_may_head_numbers() -> None:
    outline = read(
        "修缮校舍工作方案\nA、教室\n1.更换门窗20套。\n2.粉刷墙面。\nB、食堂\n1.更换灶具3台。\nC、操场\n1.铺设跑道。\n2.安装灯具。"
    )
    assert headings(outline) == [(0, "A、", "教室"), (0, "B、", "食堂"), (0, "C、", "操场")]
    assert {one.level for one in outline.pieces if one.kind is PieceKind.PASSAGE} == {1}


def test_a_letter_alone_is_no_mark() -> None:
    outline = read("一、景区管理\nA.县文旅局评定景区等级。\nK.每季度检查一次。\nA级景区每年复核。")
    assert [mark for mark, _ in items(outline) if mark] == []


def test_words_that_count_elsewhere_begin_items() -> None:
    lines = (
        "1 人才引进",
        "县人社局引进教师20名，六月底前到岗。",
        "2 年度体检",
        "县卫健局组织体检，覆盖一万人。",
        "3 条件保障",
        "县财政局安排经费。",
    )
    assert headings(read(lines)) == [(0, "1", "人才引进"), (0, "2", "年度体检"), (0, "3", "条件保障")]


def test_stages_with_their_days_are_headings() -> None:
    lines = (
        "一、整治内容",
        "（一）大型商场消防整治，由区商务局负责，区消防救援大队配合。要开展一次疏散演练。",
        "（二）养老机构消防整治，由区民政局负责。对不符合条件的限期搬离。",
        "二、工作步骤",
        "（一）动员部署阶段（2024年11月15日前）。各街道制定方案，召开动员会议。",
        "（二）集中整治阶段（2024年11月16日至2025年3月31日）。各街道开展排查，建立清单。",
    )
    assert headings(read(lines)) == [
        (0, "一、", "整治内容"),
        (0, "二、", "工作步骤"),
        (1, "（一）", "动员部署阶段（2024年11月15日前）"),
        (1, "（二）", "集中整治阶段（2024年11月16日至2025年3月31日）"),
    ]


def test_headings_with_an_amount_above_text() -> None:
    lines = (
        "一、加快发展",
        "（一）推进100个重点项目",
        "县发改局建立台账，按月调度。",
        "（二）提升12345热线",
        "县行政审批局每日通报。",
        "（三）打造3个示范园区",
        "县农业农村局选定园区，八月底前挂牌。",
    )
    assert [words for _, _, words in headings(read(lines))][1:] == [
        "推进100个重点项目",
        "提升12345热线",
        "打造3个示范园区",
    ]


def test_a_paragraph_behind_the_last_item_makes_it_no_heading() -> None:
    outline = read("一、年终核算\n1.县财政局整理账目。\n2.县审计局开展审计。\n县政府办汇总上报。")
    assert headings(outline) == [(0, "一、", "年终核算")]


@pytest.mark.parametrize("name", ["任务{}：", "事项{}:", "项目 {}："])
def test_items_that_are_named_and_numbered(name: str) -> None:
    lines = [name.format(number) + text + "。" for number, text in zip("123四", _ITEMS, strict=True)]
    outline = read(["第一部分 绿化工程", *lines, "任务分工由县林业局另行通知。"])
    assert [(one.number, one.mark) for one in outline.pieces if one.kind is PieceKind.PASSAGE][:4] == [
        (number, name.format(said).replace(" ", "")) for number, said in enumerate("123四", 1)
    ]
    assert [text for _, text in items(outline)][4] == "任务分工由县林业局另行通知"


def test_the_first_section_below_an_annexs_title_is_no_part_of_it():
    lines = (
        "附件1",
        "2026年重点工作责任分解",
        "一、副市长主抓重点工作",
        "1.推进水利设施建设，年内完成3处。（责任单位：市水利局）",
        "2.整治河道，6月底前完成。（责任单位：市水利局）",
        "二、秘书长主抓重点工作",
        "1.办好政务热线，全年办结率不低于95%。（责任单位：市政府办公室）",
    )
    outline = outline_of(cleaned(body_of([Paragraph(line, at) for at, line in enumerate(lines, 1)])))
    kinds = [(piece.kind, outline.title(at)) for at, piece in enumerate(outline.pieces)]
    assert kinds[1:3] == [(PieceKind.TITLE, lines[1]), (PieceKind.HEADING, "副市长主抓重点工作")]
    assert outline.pieces[-1].path == (kinds.index((PieceKind.HEADING, "秘书长主抓重点工作")),)


def test_a_short_head_above_who_acts_is_a_heading_though_its_siblings_have_none():
    lines = (
        "清溪县2026年工作要点",
        "一、专项整治",
        "1.强化扬尘管控。县住建局、县城管局要每周巡查一次工地。",
        "2.县生态环境局牵头，县发改局配合，6月底前完成核查。",
        "3.建立企业清单。各乡镇要每月更新一次。",
        "4.县教体局要抓好校园安全，年底前完成验收。",
    )
    outline = outline_of(cleaned(body_of([Paragraph(line, at) for at, line in enumerate(lines, 1)])))
    heads = [outline.title(at) for at, piece in enumerate(outline.pieces) if piece.kind is PieceKind.HEADING]
    assert heads == ["专项整治", "强化扬尘管控"]  # a list that is made is a duty of its own
