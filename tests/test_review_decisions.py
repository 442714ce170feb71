"""The words people write into 处理, and rows joined and split."""

from __future__ import annotations

import pytest
from review_drafts import GROUPS, UNITS
from taskbook.columns import Field
from taskbook.language.directory import Directory
from taskbook.model import Task
from taskbook.review.deciding import numbered
from taskbook.review.decisions import Decision, decision_of, repeats
from taskbook.review.joining import both, joined, parts_of

KNOWN = Directory(UNITS, GROUPS, "示例区")
NOBODY_KNOWN = Directory()


@pytest.mark.parametrize(
    ("words", "decision"),
    [
        (
            "采用 采 采纳 是 要 √ ✓ ✔ 对 Y yes OK 1 保留 同意 采用。 （采用） 可以 TRUE v 好 采用√ √采用 需要",
            Decision.ADOPT,
        ),
        (
            "不采用 不要 删 删除 删掉 否 x X × ✗ n No 0 不用 去掉 不采纳 不是任务 非 FALSE 不行 不列为任务 不可以 不对 弃用 多余 不需要 删除此行 此行删除 不采用×",
            Decision.DROP,
        ),
        (
            "并入上一条 合并 并入 并 合并到上一条 并入上条 并入前一项 合到上一行 接上一条 与上一条合并 并入上一条任务 和前一项合并 同上合并",
            Decision.MERGE,
        ),
        ("拆分 拆 分拆 拆开 分开 拆成2条 拆为两项 分成3个 拆分为两条任务", Decision.SPLIT),
        (
            "待定 ？ 再议 并入下一条 合并到稿003 改 2 采用一半 — 不清楚 同上 采用？ 删? 要不要？ 采用× 不采用√",
            None,
        ),
    ],
)
def test_obvious_words_are_understood(words, decision):
    assert {word: decision_of(word) for word in words.split()} == dict.fromkeys(words.split(), decision)


def test_the_same_again_is_no_decision_of_its_own():
    said = "同上 同上。 同上一条 同前 照上 与上一条相同 〃".split()
    assert {text for text in said if repeats(text)} == set(said)
    others = "同上？ 同意 合并到上一条 并入上一条 上 同 采用".split()
    assert [text for text in others if repeats(text)] == []


@pytest.mark.parametrize("text", ["", " ", "\n", "　"])
def test_a_blank_cell_decides_nothing(text):
    assert decision_of(text) is None


def test_the_drop_downs_own_words_are_understood():
    assert [decision_of(word) for word in Decision] == list(Decision)


def parties_of(
    first: tuple[str, str, str], second: tuple[str, str, str], directory: Directory = KNOWN
) -> tuple:
    above = Task("", content="甲。", lead=first[0], responsible=first[1], support=first[2])
    below = Task("", content="乙。", lead=second[0], responsible=second[1], support=second[2])
    task = joined(above, below, directory)
    return task.lead, task.responsible, task.support


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (("区财政局", "", ""), ("", "", ""), ("区财政局", "", "")),
        (("", "", ""), ("区财政局", "区司法局", ""), ("区财政局", "区司法局", "")),
        (("区财政局", "", ""), ("区财政局", "", ""), ("区财政局", "", "")),
        (
            ("", "区财政局、区司法局", ""),
            ("", "区司法局、区教育局", ""),
            ("", "区财政局、区司法局、区教育局", ""),
        ),
        # an alias is the same unit
        (("", "区财政局", ""), ("", "财政局", ""), ("", "区财政局", "")),
        # a name that only lived by the prefix before it is written in full
        (
            ("", "市财政局、区教育局", ""),
            ("", "市财政局、商务局", ""),
            ("", "市财政局、区教育局、市商务局", ""),
        ),
        # who leads is not named again below
        (("区财政局", "", ""), ("", "区财政局、区司法局", ""), ("区财政局", "区司法局", "")),
        (("", "区财政局、区司法局", ""), ("区财政局", "", ""), ("区财政局", "区司法局", "")),
        # roles in words stay in words, in a line of their own
        (
            ("", "区财政局牵头，区司法局配合", ""),
            ("", "区教育局", ""),
            ("", "区财政局牵头，区司法局配合\n区教育局", ""),
        ),
        (("", "区教育局", ""), ("", "区财政局等部门", ""), ("", "区教育局\n区财政局等部门", "")),
        (("", "区财政局牵头", ""), ("", "区财政局牵头", ""), ("", "区财政局牵头", "")),
        # nobody is nobody
        (("无", "区财政局", ""), ("—", "", "区司法局"), ("无", "区财政局", "区司法局")),
        (("无", "", ""), ("区教育局", "", ""), ("区教育局", "", "")),
        # groups
        (("", "各街道、区财政局", ""), ("", "各街道", "区数据局"), ("", "各街道、区财政局", "区数据局")),
        (("", "区财政局。", ""), ("", "区司法局。", ""), ("", "区财政局、区司法局", "")),
        # what nobody can read is kept
        (("", "区财政局", ""), ("", "2026 1-3", ""), ("", "区财政局\n2026 1-3", "")),
    ],
)
def test_parties_are_united_without_repetition(first, second, together):
    assert parties_of(first, second) == together


def test_without_a_registry_names_are_told_by_their_form():
    together = parties_of(("", "市水务局", ""), ("", "市水务局、林业局", ""), NOBODY_KNOWN)
    assert together == ("", "市水务局、市林业局", "")


def test_everything_else_is_joined_where_it_differs():
    above = Task("", "3", "一", "（一）", "建成平台，", deadline="6月底前", measure="1个", remark="重点")
    below = Task(
        "", "4", "二", "（二）", "接入系统。", deadline="9月底前", measure="1个", leader="分管领导02"
    )
    task = joined(above, below, KNOWN)
    assert task == Task(
        "",
        "3",
        "一",
        "（一）",
        "建成平台，接入系统。",
        deadline="6月底前；9月底前",
        measure="1个",
        remark="重点",
        leader="分管领导02",
    )


def test_what_only_the_row_below_says_of_itself_is_kept():
    above = Task("", content="建成平台。", extra=(("经办", "甲"), ("意见", "")))
    below = Task("", "4", "二", "（二）", "接入系统。", extra=(("意见", "乙"), ("时间", "丙")))
    task = joined(above, below, KNOWN)
    assert (task.number, task.section, task.topic) == ("4", "二", "（二）")
    assert task.extra == (("经办", "甲"), ("意见", "乙"), ("时间", "丙"))


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        # 林业局 behind 市水务局 is the city's, in whatever column it stands
        (("", "区教育局", ""), ("市水务局", "林业局", ""), ("市水务局", "区教育局、市林业局", "")),
        (("", "", "区教育局"), ("市水务局", "", "林业局"), ("市水务局", "", "区教育局、市林业局")),
        (("", "", "区教育局"), ("", "市水务局", "林业局"), ("", "市水务局", "区教育局、市林业局")),
    ],
)
def test_a_prefix_is_carried_from_column_to_column(first, second, together):
    assert parties_of(first, second, NOBODY_KNOWN) == together


@pytest.mark.parametrize(
    ("first", "second", "content"),
    [
        ("建成平台。", "接入系统。", "建成平台。接入系统。"),
        ("建成平台", "接入系统。", "建成平台；接入系统。"),
        ("实现“一网通办。”", "再提速。", "实现“一网通办。”再提速。"),
        ("推进“一网通办”", "再提速。", "推进“一网通办”；再提速。"),
        ("", "再提速。", "再提速。"),
        ("建成平台。", "", "建成平台。"),
    ],
)
def test_contents_run_on(first, second, content):
    assert joined(Task("", content=first), Task("", content=second), KNOWN).content == content


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("6月底前", "6月底前。", "6月底前"),
        ("", "年底前", "年底前"),
        ("6月底前。", "年底前", "6月底前；年底前"),
        ("年底前", "", "年底前"),
        ("6月底前", "无", "6月底前"),
        ("无", "年底前", "年底前"),
        ("无", "—", ""),
    ],
)
def test_cells_that_say_the_same_stay_one(first, second, text):
    assert both(first, second) == text


def split(content: str, **cells: str) -> tuple[list[tuple[str, str, str]], dict]:
    stripped = {name: text.strip() for name, text in cells.items()}
    raw = {Field(name): text for name, text in cells.items()}
    parts, uneven = parts_of(Task("", "5", content=content, **stripped), raw)
    return [(one.content, one.responsible, one.deadline) for one in parts], uneven


def test_lines_go_one_to_one_or_all_to_all():
    parts, uneven = split("建成平台\n接入系统", responsible="区数据局\n区财政局", deadline="年底前")
    assert parts == [("建成平台", "区数据局", "年底前"), ("接入系统", "区财政局", "年底前")]
    assert uneven == {}


def test_a_blank_line_above_means_nobody_one_below_nothing():
    assert split("甲\n乙", responsible="\n区财政局")[0] == [("甲", "", ""), ("乙", "区财政局", "")]
    assert split("甲\n乙", responsible="区财政局\n")[0] == [("甲", "区财政局", ""), ("乙", "区财政局", "")]
    assert split("甲\n乙\n丙", deadline="6月底前\n\n年底前")[0] == [
        ("甲", "", "6月底前"),
        ("乙", "", ""),
        ("丙", "", "年底前"),
    ]


@pytest.mark.parametrize("nothing", ["无", "无。", "（无）", "—", "/", "没有"])
def test_a_line_that_says_there_is_nothing_is_an_empty_cell_but_for_parties(nothing):
    texts = dict.fromkeys(("support", "deadline", "measure", "remark", "leader"), f"{nothing}\n有")
    parts, _ = parts_of(
        Task("", content="甲\n乙", **texts), {Field(one): text for one, text in texts.items()}
    )
    told = [(one.support, one.deadline, one.measure, one.remark, one.leader) for one in parts]
    assert told == [(nothing, "", "", "", ""), ("有",) * 5]


def test_one_cell_that_says_there_is_nothing_is_empty_in_every_part():
    parts, uneven = parts_of(
        Task("", content="甲\n乙", lead="无", deadline="无"), {Field.LEAD: "无", Field.DEADLINE: "无"}
    )
    assert [(one.lead, one.deadline) for one in parts] == [("无", ""), ("无", "")]
    assert uneven == {}


def test_words_that_begin_with_nothing_say_something():
    parts, _ = parts_of(Task("", content="甲\n乙"), {Field.REMARK: "无需上报\n无障碍改造"})
    assert [one.remark for one in parts] == ["无需上报", "无障碍改造"]


def test_blank_lines_in_the_content_are_no_parts():
    parts, uneven = split("\n建成平台\n\n接入系统\n", responsible="区数据局\n区财政局\n区教育局")
    assert [part[0] for part in parts] == ["建成平台", "接入系统"]
    assert {part[1] for part in parts} == {"区数据局\n区财政局\n区教育局"}
    assert uneven == {Field.RESPONSIBLE: 3}


def test_the_printed_number_stays_with_the_first_part():
    parts, _ = parts_of(Task("", "5", content="甲\n乙"), {})
    assert [part.number for part in parts] == ["5", ""]


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        (["", "", ""], ["1", "2", "3"]),
        (["1", "2", "3"], ["1", "2", "3"]),
        (["（一）", "", "7"], ["（一）", "2", "7"]),
        (["1", "", "2", "3"], ["1", "5", "2", "3"]),
        (["9", "", "2", ""], ["9", "10", "2", "4"]),
        ([], []),
    ],
)
def test_numbers_are_those_printed_else_running(printed, numbers):
    tasks = numbered([Task("", number) for number in printed])
    assert [task.number for task in tasks] == numbers
    assert [task.id for task in tasks] == [f"T{place:03d}" for place in range(1, len(printed) + 1)]
