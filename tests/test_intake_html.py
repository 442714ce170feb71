"""Web pages: what is the text and what the site adds, paragraphs, headings, lists, tables, encodings."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_documents import said
from taskbook.findings import CannotGoOn, Code, Stop
from taskbook.intake import read_document
from taskbook.intake.blocks import Block, Paragraph, Part, Table
from taskbook.intake.html import read_html
from taskbook.intake.opening import read_blocks

MENU = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a>政务公开</a></li><li><a>互动交流</a></li></ul></div>'
PLACE = '<div>您当前的位置：<a href="/">首页</a> &gt; <a>政务公开</a> &gt; 正文</div>'
NOTICE = "<div>发布时间：2026-03-10 来源：区政府办公室 浏览次数：12 字号：[大 中 小]</div>"
AFTER = "<div>【打印本页】 【关闭窗口】</div><div>上一篇：<a>某通知</a></div><div>分享到：微信 微博</div>"
FOOT = '<div class="footer">主办：示例区人民政府办公室<br>网站标识码：1234567 某ICP备00001号</div>'
TEXT = """<p>　　为做好今年的工作，推进政务公开，制定本要点。</p>
<p>（一）区财政局公开预算信息，6月底前完成。</p><p>（二）区民政局牵头公开救助信息，各乡镇配合。</p>"""


def page(text: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{text}</body></html>"


def of(blocks: list[Block], part: Part = Part.BODY) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph) and block.part is part]


def read(text: str, head: str = "") -> list[Block]:
    return read_html(page(text, head))


BODY = [
    "为做好今年的工作，推进政务公开，制定本要点。",
    "（一）区财政局公开预算信息，6月底前完成。",
    "（二）区民政局牵头公开救助信息，各乡镇配合。",
]


@pytest.mark.parametrize(
    "site",
    [
        f'{MENU}{PLACE}<div class="main"><h1>示例区2026年工作要点</h1>{NOTICE}<div id="zoom">{TEXT}</div>{AFTER}</div>{FOOT}',
        f'{MENU}<div class="con_title">示例区2026年工作要点</div>{PLACE}{NOTICE}<div class="TRS_Editor">{TEXT}</div>{AFTER}{FOOT}',
        f"<table><tr><td>{MENU}</td></tr><tr><td>{PLACE}</td></tr><tr><td><table><tr><td><h1>示例区2026年工作要点</h1></td></tr>"
        f"<tr><td>{NOTICE}</td></tr><tr><td>{TEXT}</td></tr><tr><td>{AFTER}</td></tr></table></td></tr><tr><td>{FOOT}</td></tr></table>",
        f"<header><nav>{MENU}{PLACE}</nav></header><main><article><h1>示例区2026年工作要点</h1>{NOTICE}{TEXT}</article>"
        f"<aside><ul><li><a>相关文件一</a></li><li><a>相关文件二</a></li></ul>{AFTER}</aside></main><footer>{FOOT}</footer>",
    ],
)
def test_the_text_of_a_page_and_what_the_site_adds(site):
    blocks = read(site)
    assert of(blocks) == ["示例区2026年工作要点", *BODY]
    aside = "".join(of(blocks, Part.MARGIN))
    for words in (
        "首页",
        "互动交流",
        "当前的位置",
        "浏览次数：12",
        "打印本页",
        "上一篇：某通知",
        "分享到",
        "ICP备00001号",
    ):
        assert words in aside


def test_a_document_saved_as_a_page_is_all_text():
    blocks = read(
        "<div class=WordSection1><p class=MsoNormal>示例区文件</p><p>附件</p></div>"
        f"<div class=WordSection2>{TEXT}<p><a href='x'>附件1</a></p></div>"
    )
    assert of(blocks) == ["示例区文件", "附件", *BODY, "附件1"]
    assert of(blocks, Part.MARGIN) == []


def test_an_old_page_arranged_by_a_table():
    """One cell holds the whole text, its lines parted by breaks; the title is only larger."""
    site = """<table><tr><td><a>首页</a> | <a>机构概况</a> | <a>信息公开</a></td></tr>
    <tr><td><font size=5><b>示例县关于印发2026年重点工作任务分工的通知</b></font></td></tr>
    <tr><td>日期：2026-02-03　来源：县政府办　【字体：<a>大</a> <a>中</a>】</td></tr>
    <tr><td><font>各乡镇，县政府各部门：<br><br>　　现将分工印发给你们。<br>　　一、加快项目建设<br>
    　　1.县发改局牵头推进项目开工。<br>县财政局配合。<br>　　　　　2026年2月1日</font></td></tr>
    <tr><td>上一条：<a>某通知</a><br>下一条：<a>无</a></td></tr>
    <tr><td>版权所有：示例县人民政府　某ICP备1号<br>地址：示例县人民路1号</td></tr></table>"""
    assert [(one.text, one.begins) for one in read(site) if one.part is Part.BODY] == [
        ("示例县关于印发2026年重点工作任务分工的通知", True),
        ("各乡镇，县政府各部门：", True),
        ("现将分工印发给你们。", True),
        ("一、加快项目建设", True),
        ("1.县发改局牵头推进项目开工。", True),
        ("县财政局配合。", None),
        ("2026年2月1日", True),
    ]


def test_a_long_paragraph_does_not_hide_its_neighbours():
    long = "由区财政局会同有关部门推进预算公开。" * 30
    blocks = read(
        f"{MENU}{PLACE}<div id=zoom><div>{long}</div><div>二、保障措施</div><div>附件：清单</div></div>{AFTER}{FOOT}"
    )
    assert of(blocks) == [long, "二、保障措施", "附件：清单"]


def test_words_of_a_notice_inside_the_text_stay():
    lines = [
        "来源于群众的诉求要逐项登记。",
        "打印、复印材料由窗口免费提供，区行政审批局负责。",
        "首页设置专栏。由区政府办公室负责。",
    ]
    blocks = read(f"{MENU}{PLACE}<div>{TEXT}{''.join(f'<p>{line}</p>' for line in lines)}</div>{AFTER}{FOOT}")
    assert of(blocks) == [*BODY, *lines]


def test_where_paragraphs_begin():
    blocks = read(
        "<p>第一段。<br>第二行。<br>　　第三行。<br><br>第四行。</p><div>第五段。<span>还是第五段。</span></div>尾巴"
    )
    assert [(one.text, one.begins) for one in blocks] == [
        ("第一段。", True),
        ("第二行。", None),
        ("第三行。", True),
        ("第四行。", True),
        ("第五段。还是第五段。", True),
        ("尾巴", True),
    ]


def test_headings_and_lists():
    blocks = read(
        "<h1>示例区工作要点</h1><h2>一、总体要求</h2><h3>（一）目标</h3>"
        "<ol start=3><li>公开预算。</li><li>4.公开决算。</li></ol><ol style='list-style-type:cjk-ideographic'><li>公开救助</li></ol>"
        "<ul><li>公开招生。</li></ul>"
    )
    assert [(one.text, one.level) for one in blocks] == [
        ("示例区工作要点", None),
        ("一、总体要求", 1),
        ("（一）目标", 2),
        ("3.公开预算。", None),
        ("4.公开决算。", None),
        ("一、公开救助", None),
        ("公开招生。", None),
    ]
    assert [one.level for one in read("<h1>一、总体要求</h1><h1>二、任务</h1>")] == [0, 0]


def test_blanks_as_a_browser_shows_them():
    (one,) = read(
        "<p>\n  由区政府\n  办公室<b>牵头</b>，\n2026年  完成 PDF file\n  name&nbsp;&nbsp;12&#8203;</p>"
    )
    assert one.text == "由区政府办公室牵头，2026年 完成 PDF file name  12"
    assert of(read("<pre>第一行\n\u3000\u3000第二行\n\n第三行</pre>")) == ["第一行", "第二行", "第三行"]


def test_what_is_not_shown():
    blocks = read(
        "<p>正文一段。<!-- 批注 -->接着。</p><script>var a='脚本';</script><style>p{}</style><div style='display:none'>隐藏一</div>"
        "<p hidden>隐藏二</p><p>删去<del>旧</del><ins>新</ins></p>",
        "<title>标题栏</title>",
    )
    assert of(blocks) == ["正文一段。接着。", "删去新"]
    assert "".join(of(blocks, Part.HIDDEN)) == "隐藏一　隐藏二"
    assert of(blocks, Part.MARGIN) == ["标题栏"]


TABLE = """<table border=1><caption>任务分解表</caption>
<thead><tr><th>序号</th><th>重点任务</th><th>具体措施</th><th>责任单位</th></tr></thead>
<tbody><tr><td>1</td><td rowspan="2">公开<br>信息</td><td><p>公开规划。</p><p>公开计划。</p></td><td>区发改局</td></tr>
<tr><td>2</td><td>公开预算。</td><td rowspan=0>区财政局</td></tr>
<tr><td colspan=3>二、其他</td></tr></tbody></table>"""


def test_a_table_with_merged_cells():
    title, table = read(TABLE)
    assert (title.text, title.begins) == ("任务分解表", True)
    assert isinstance(table, Table)
    assert [[slot.text for slot in row] for row in table.rows] == [
        ["序号", "重点任务", "具体措施", "责任单位"],
        ["1", "公开\n信息", "公开规划。\n公开计划。", "区发改局"],
        ["2", "公开\n信息", "公开预算。", "区财政局"],
        ["二、其他", "二、其他", "二、其他", "区财政局"],
    ]


def test_a_plan_in_a_page_is_imported(tmp_path):
    path = tmp_path / "plan.html"
    table = TABLE.replace("<caption>任务分解表</caption>", "")
    text = f"{MENU}{PLACE}<div id=zoom><p>示例区2026年工作要点任务分解表</p>{TEXT}{table}</div>{AFTER}{FOOT}"
    path.write_text(page(text), encoding="utf-8")
    plan, findings = read_document(path)
    assert [said(task, "number", "topic", "content", "responsible") for task in plan.tasks] == [
        ("1", "公开\n信息", "公开规划。\n公开计划。", "区发改局"),
        ("2", "公开\n信息", "公开预算。", "区财政局"),
    ]
    assert plan.settings.plan_name == "示例区2026年工作要点任务分解表"
    reported = "".join(one.message for one in findings if one.code is Code.TEXT_UNPLACED)
    assert "二、其他" in reported
    assert "ICP备00001号" in reported


def test_a_table_that_only_arranges_the_page():
    blocks = read(f"<table><tr><td width=200>{MENU}</td><td>{TEXT}{TABLE}</td></tr></table>")
    assert [type(block).__name__ for block in blocks if getattr(block, "part", Part.BODY) is Part.BODY] == [
        *["Paragraph"] * 4,
        "Table",
    ]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("gbk", "gb2312"),
        ("gb18030", "GBK"),
        ("utf-8", "utf-8"),
        ("utf-8", "gb2312"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("gbk", ""),
        ("cp950", "big5"),
        ("gbk", "no-such-thing"),
    ],
)
def test_encodings(tmp_path, encoding, declared):
    words = "為做好今年的工作，推進政務公開。" if encoding == "cp950" else "为做好今年的工作，推进政务公开。"
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    path = tmp_path / "plan.htm"
    path.write_bytes(page(f"<p>{words}</p>", head).encode(encoding))
    assert of(read_blocks(path)) == [words]


def test_a_page_in_one_file_with_its_pictures(tmp_path):
    inner = page("<p>由区财政局公开预算信息。</p>", '<meta charset="gb2312">').encode("gbk")
    lines = [
        "From: <Saved by Blink>",
        "Subject: plan",
        "MIME-Version: 1.0",
        'Content-Type: multipart/related; boundary="b"',
        "",
        "--b",
        "Content-Type: image/png",
        "Content-Transfer-Encoding: base64",
        "",
        "AAAA",
        "--b",
        "Content-Type: text/html",
        "Content-Transfer-Encoding: base64",
        "",
        base64.encodebytes(inner).decode(),
        "--b--",
    ]
    path = tmp_path / "plan.mhtml"
    path.write_bytes("\r\n".join(lines).encode())
    assert of(read_blocks(path)) == ["由区财政局公开预算信息。"]


def test_a_page_under_another_name_and_a_text_that_is_none(tmp_path):
    path = tmp_path / "plan.doc"
    path.write_text(page(TEXT), encoding="utf-8")
    assert of(read_blocks(path)) == BODY
    path = tmp_path / "plan.txt"
    path.write_text("<2026年工作要点>\n第一段。\n", encoding="utf-8")
    assert of(read_blocks(path)) == ["<2026年工作要点>", "第一段。"]
    path.write_text('<?xml version="1.0"?><data><a>1</a></data>', encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        read_blocks(path)
    assert stopped.value.stop is Stop.KIND_UNKNOWN


def test_a_page_that_only_its_scripts_fill_is_refused(tmp_path):
    path = tmp_path / "plan.html"
    path.write_text(page("<div id=app></div><script>load('正文')</script>"), encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        read_blocks(path)
    assert (stopped.value.stop, "空文件" in str(stopped.value)) == (Stop.FILE_DAMAGED, True)


def test_a_page_that_nests_beyond_reading_is_refused(tmp_path):
    path = tmp_path / "plan.html"
    path.write_text(page("<div>一" * 5_000 + "末尾"), encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        read_blocks(path)
    assert stopped.value.stop is Stop.FILE_DAMAGED


# ---- pages nobody has seen ----

WORDS = st.integers(0, 99_999).map(lambda number: f"文{number}字")


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A page of random elements, and the words that stand on it."""
    words: list[str] = []

    def word() -> str:
        words.append(f"文{len(words)}字")
        return words[-1] + draw(st.sampled_from(["", "，由区财政局负责。", "：", " "]))

    def element(depth: int) -> str:
        kind = draw(
            st.sampled_from(["p", "div", "span", "a", "li", "h2", "td", "br", "table", "nav", "b", "text"])
        )
        if kind == "text" or depth > 3:
            return word()
        if kind == "br":
            return f"{word()}<br>{word()}"
        if kind == "table":
            rows = draw(st.integers(1, 3))
            cells = [
                "".join(f"<td>{element(depth + 2)}</td>" for _ in range(draw(st.integers(1, 3))))
                for _ in range(rows)
            ]
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
        inside = "".join(element(depth + 1) for _ in range(draw(st.integers(1, 3))))
        named = draw(
            st.sampled_from(["", ' class="nav"', ' class="title"', ' style="display:none"', ' id="share"'])
        )
        return f"<{kind}{named}>{inside}</{kind}>{word()}"

    text = "".join(element(0) for _ in range(draw(st.integers(1, 6))))
    return page(text), words


@given(pages())
@settings(max_examples=200, deadline=None)
def test_pages_nobody_has_seen_lose_no_word(made):
    text, words = made
    shown: list[str] = []
    for block in read_html(text):
        shown += (
            [block.text]
            if isinstance(block, Paragraph)
            else [slot.text for row in block.rows for slot in row]
        )
    have = "\n".join(shown)
    assert [word for word in words if word not in have] == []


@given(st.text() | st.binary().map(lambda data: data.decode("latin-1")))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_reader(text):
    for block in read_html(f"<p>{text}"):
        assert isinstance(block, Paragraph | Table)


# ---- pages made in other ways ----

SENTENCES = "".join(
    f"<p>（{at}）区财政局于六月底前完成第{at}批公开任务，并且报送总结材料。</p>" for at in range(1, 12)
)


def saved(folder: Path, page: bytes, name: str = "page.html") -> Path:
    path = folder / name
    path.write_bytes(page)
    return path


def body_of(path: Path) -> str:
    return "".join(
        one.text for one in read_blocks(path) if isinstance(one, Paragraph) and one.part is Part.BODY
    )


def test_a_page_whose_text_stands_in_what_is_called_a_side_or_a_foot(tmp_path):
    page = f"<html><body><h1>工作要点</h1><div class='sidebar-content'>{SENTENCES}</div><div class='footer-main'>"
    page += (
        "<p>二、保障措施</p><p>（一）区教育局年底前报送总结材料，建立台账，压实责任。</p></div></body></html>"
    )
    read = body_of(saved(tmp_path, page.encode()))
    assert "第11批公开任务" in read
    assert "区教育局年底前报送" in read


def test_a_charset_that_cannot_be(tmp_path):
    page = f"<html><head><meta charset=undefined></head><body>{SENTENCES}</body></html>"
    assert "第11批公开任务" in body_of(saved(tmp_path, page.encode("gbk")))


def test_a_page_in_frames(tmp_path):
    parts = ("<html><frameset><frame src=a></frameset></html>", f"<html><body>{SENTENCES}</body></html>")
    mail = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n" + "".join(
        f"--B\nContent-Type: text/html; charset=utf-8\n\n{part}\n" for part in parts
    )
    assert "第11批公开任务" in body_of(saved(tmp_path, f"{mail}--B--\n".encode(), "page.mhtml"))


@pytest.mark.parametrize(
    ("end", "whole"),
    [("</body></html>", True), ("", True), ("<p>（12）区司法局在九月", False), ("<p cla", False)],
)
def test_a_page_that_breaks_off_is_refused(tmp_path, end, whole):
    path = saved(tmp_path, f"<html><body>{SENTENCES}{end}".encode())
    if whole:
        assert "第11批公开任务" in body_of(path)
    else:
        with pytest.raises(CannotGoOn, match="内容不完整"):
            read_blocks(path)
