"""The page 看板 as it stands in the file: its numbers, its history, what it may do, that it can be read without scripts."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from board_page import HOSTILE, block, cards, histories, hostile_facts, page_of, read, rows, text, with_remark
from report_facts import facts_of_first_month, facts_of_three_months
from taskbook import wording
from taskbook.findings import CannotGoOn, Code, Remark, Stop, found
from taskbook.model import ROLE_WORDS, Light, State
from taskbook.reporting.board import history_block as block_module
from taskbook.reporting.board.history_block import history_block
from taskbook.reporting.board.page_text import link, one_line, plain, script_json
from taskbook.reporting.board.write import board, write_board
from taskbook.reporting.facts import Facts
from taskbook.reporting.histories import Histories, Line, Words
from taskbook.reporting.shares import percent
from taskbook.templates import FOLDER


@pytest.fixture(scope="module")
def facts(tmp_path_factory):
    return with_remark(facts_of_three_months(tmp_path_factory.mktemp("archive")))


@pytest.fixture(scope="module")
def path(facts, tmp_path_factory) -> Path:
    return page_of(facts, tmp_path_factory.mktemp("page") / "看板_2026-09.html")


@pytest.fixture(scope="module")
def page(path):
    return read(path)


# ---- the numbers, without any script ----


def test_the_top_says_what_it_is(page):
    assert text(page.xpath("//h1")[0]) == "示例区2026年政务公开工作要点进展看板"
    assert page.xpath("//title")[0].text == "示例区2026年政务公开工作要点进展看板（2026-09期）"
    assert "2026-09期 数据截至2026年9月28日 应于2026年9月25日前报送 示例区人民政府办公室" in text(
        page.xpath("//header")[0]
    )


def test_the_numbers_are_those_of_the_facts(page, facts):
    shown = cards(page)
    tasks, answers, before = facts.this.tasks, facts.this.answers, facts.before
    assert shown["本年事项"]["card-value"] == f"{tasks.tasks}项" == "8项"
    assert shown["已办结"]["card-value"] == f"{tasks.done}项" == "2项"
    assert shown["已办结"]["card-foot"] == "占全部事项的25%"
    assert shown["已办结"]["card-change"] == "比上期多1" == f"比上期多{tasks.done - before.tasks.done}"
    assert shown["办结占比"] == {
        "card-value": "25%", "card-foot": "序时进度75%", "card-change": "落后序时进度50个百分点",
    }  # fmt: skip
    assert shown["逾期未办结"]["card-value"] == f"{tasks.overdue}项" == "1项"
    assert shown["逾期未办结"]["card-foot"] == f"另有{tasks.near}项临期"
    for light in facts.status.lights:
        assert shown[wording.LIGHT_LABELS[light]]["card-value"] == f"{tasks.lights[light]}项"
    assert shown["红灯"]["card-change"] == "比上期多2"
    assert shown["绿灯"]["card-change"] == "比上期少2"
    assert shown["应反馈"]["card-value"] == f"{answers.due}项次"
    assert shown["应反馈"]["card-foot"] == "涉及6家，按时报送4家"
    assert shown["已反馈"]["card-value"] == f"{answers.answered}项次"
    assert shown["已反馈"]["card-foot"] == f"反馈率{percent(answers.answer_rate)}"
    assert shown["按时反馈"]["card-value"] == f"{answers.on_time}项次"
    assert shown["还欠反馈"]["card-value"] == f"{answers.due - answers.answered}项次"
    assert (
        "本年事项8项，截至2026年9月28日已办结2项，占25%；序时进度75%，落后序时进度50个百分点。红灯2项、黄灯1项、蓝灯1项、绿灯4项。"
        in text(page)
    )


def test_what_changed_is_named(page):
    changed = text(page.xpath("//section[@id='b-changed']")[0])
    assert "新办结（1项） T008 清理“僵尸”账号。区民社局" in changed
    assert "新逾期（1项） T002 集中公布减税降费政策和解读。区财政局" in changed


def test_every_task_stands_in_the_list_with_its_light_in_words(page, facts):
    for section, tasks in (("b-tasks", facts.tasks), ("b-lookback", facts.lookback)):
        bodies = page.xpath(f"//section[@id='{section}']//tbody")
        assert [body.get("id") for body in bodies] == [task.id for task in tasks]
        for body, task in zip(bodies, tasks, strict=True):
            line = [text(cell) for cell in body.xpath("./tr[1]/*")]
            assert line[:2] == [task.id, wording.LIGHT_LABELS[task.light]]
            assert task.reading.task.content in line[2]
            assert line[4:] == [task.reading.task.deadline, str(task.state), percent(task.rate)]
            more = text(body.xpath("./tr[2]")[0])
            assert task.reason in more
            for answer in task.answers:
                assert answer.unit in more
    assert [task.id for task in facts.lookback] == ["T009"]


def test_a_task_tells_who_when_and_what_was_last_said(page):
    (body,) = page.xpath("//tbody[@id='T002']")
    about = {text(one.xpath("./dt")[0]): text(one.xpath("./dd")[0]) for one in body.xpath(".//dl/div")}
    assert about == {
        "工作任务": "集中公布减税降费政策和解读。",
        "一级指标": "一、重点领域信息公开",
        "二级指标": "涉企政策公开",
        "序号": "2",
        "牵头单位": "区财政局",
        "责任单位": "区教育局",
        "完成日期": "2026年8月31日",
        "本期反馈": "应反馈2家，已反馈2家",
        "最近反馈": "区财政局（2026-09期）：待 印发",
        "亮灯原因": "红灯 逾期：应于8月31日前完成，已超28天（区财政局）",
    }
    assert text(body.xpath(".//ul[@class='remarks']")[0]).startswith("区财政局：")
    assert "还欠：河口镇" in text(page.xpath("//tbody[@id='T005']")[0])
    assert "原年度2025" in text(page.xpath("//tbody[@id='T009']")[0])
    assert {text(tag) for tag in page.xpath("//tbody[@id='T002']//*[@class='tag']")} == {"逾期", "本期新逾期"}


def test_every_unit_stands_in_the_table(page, facts):
    headings, *shown = rows(page.xpath("//table[@id='b-unit-table']")[0])
    assert headings[-4:] == ["红灯", "黄灯", "蓝灯", "绿灯"]
    assert len(shown) == len(facts.units) == 6
    for row, unit in zip(shown, facts.units, strict=True):
        status = unit.status
        assert row[:7] == [
            unit.name, status.unit.category, str(status.tasks), str(status.due), str(status.answered),
            str(status.due - status.answered), percent(status.answer_rate),
        ]  # fmt: skip
        assert row[7] == wording.STANDING_WORDS[status.standing]
        assert row[8] == (wording.ON_TIME_WORDS[status.on_time] or "—")
        assert row[9:12] == [str(status.done), percent(unit.counts.done_share), str(status.overdue)]
        assert row[12:] == [str(status.lights.get(light, 0)) for light in facts.status.lights[::-1]]


def test_behind_every_chart_stands_a_table(page, facts):
    tables = {
        one.get("aria-label"): rows(one.xpath(".//table")[0]) for one in page.xpath("//*[@role='region']")
    }
    trend = tables["各期的数字"][1:]
    assert (
        [row[0] for row in trend] == [one.label for one in facts.trend] == ["2026-06", "2026-08", "2026-09"]
    )
    for row, one in zip(trend, facts.trend, strict=True):
        assert row[1:6] == [
            str(one.tasks.tasks), str(one.tasks.done), percent(one.tasks.done_share), percent(one.elapsed), str(one.tasks.overdue),
        ]  # fmt: skip
        assert row[6:10] == [str(one.tasks.lights[light]) for light in facts.status.lights[::-1]]
        assert row[10:13] == [
            str(one.answers.due), str(one.answers.answered), percent(one.answers.answer_rate),
        ]  # fmt: skip
    for title, counted in (("各二级指标的数字", facts.topics), ("各一级指标的数字", facts.sections)):
        for row, one in zip(tables[title][1:], counted, strict=True):
            assert row[:5] == [
                one.name, str(one.tasks), str(one.done), percent(one.done_share), str(one.overdue),
            ]  # fmt: skip
            assert row[5:] == [str(one.lights[light]) for light in facts.status.lights[::-1]]
    assert [row[:4] for row in tables["计划指定的反馈日期"][1:]] == [
        ["2026年6月10日", "1", "2", "2"],
        ["2026年9月10日", "1", "2", "2"],
    ]
    assert "后面还有：2026年12月10日。" in text(page)


def test_charts_draw_what_the_facts_count(page, facts):
    """A bar of 30 % is 30 % long; the pieces of a topic's bar are as long as their counts."""
    bars = page.xpath("//figure[4]//*[@class='bar']")
    for bar in bars:
        unit = next(one for one in facts.units if one.name == text(bar.xpath("./*[@class='bar-name']")[0]))
        length = float(bar.xpath(".//*[@class='fill']")[0].get("width").rstrip("%"))
        assert length == pytest.approx((unit.counts.done_share or 0) * 100, abs=0.01)
        assert float(bar.xpath(".//*[@class='tick']")[0].get("x1").rstrip("%")) == 75
    assert len(bars) == 6
    most = max(one.tasks for one in facts.topics)
    for bar, one in zip(page.xpath("//figure[2]//*[@class='bar']"), facts.topics, strict=True):
        pieces = {
            piece.get("class").split()[-1]: float(piece.get("width").rstrip("%"))
            for piece in bar.xpath(".//rect")
        }
        lit = {light.name.lower(): count for light, count in one.lights.items() if count}
        assert pieces == pytest.approx({name: count / most * 100 for name, count in lit.items()}, abs=0.01)
    (plot, _) = page.xpath("//figure[1]//svg[contains(@class, 'plot')]")
    dots = [
        (float(one.get("cx").rstrip("%")), float(one.get("cy")))
        for one in plot.xpath("./circle[@class='done-dot']")
    ]
    assert [round((204 - y) / 180, 3) for _, y in dots] == [0.125, 0.125, 0.25]
    first, second, third = (x for x, _ in dots)
    assert second - first == pytest.approx(
        2 * (third - second), abs=0.02
    )  # July is missing and has its place
    assert plot.get("aria-label") == "各期办结占比：6月12.5%，7月没有资料，8月12.5%，9月25%"


def test_missing_months_are_told_where_the_trend_is(page):
    assert "归档里没有2026-07期，图中空着。" in text(page.xpath("//figure[1]")[0])
    assert page.xpath("//figure[1]//line[contains(@class, 'across')]")


def test_the_lights_are_explained(page, facts):
    rule = wording.lights_in_words("默认", facts.status.plan.settings.near_days, facts.status.elapsed)
    assert rule in text(page.xpath("//section[@id='b-rules']")[0])


# ---- other offices, other months ----


def test_the_first_period_is_compared_with_nothing(tmp_path):
    page = read(page_of(facts_of_first_month(tmp_path), tmp_path / "a.html"))
    assert not [one for one in cards(page).values() if "比上期" in one.get("card-change", "")]
    assert "上期" not in text(page.xpath("//main")[0]).replace("以前各期", "")
    assert not page.xpath("//*[@id='b-changed'] | //svg[contains(@class, 'plot')]")
    assert cards(page)["办结占比"]["card-change"] == "落后序时进度37.5个百分点"
    assert [one.get("value") for one in page.xpath("//select[@id='b-k']/option")] == ["", "o", "n", "w"]
    assert not page.xpath("//*[@class='tag'][contains(text(), '本期')]")


def test_a_period_nobody_answered_says_so(tmp_path):
    page = read(page_of(facts_of_first_month(tmp_path, answered=False), tmp_path / "a.html"))
    assert "本期还没有收到任何反馈" in text(page)
    assert cards(page)["已反馈"]["card-value"] == "0项次"
    assert cards(page)["已反馈"]["card-foot"] == "反馈率0%"
    assert len(page.xpath("//tbody[contains(@class, 'task')]")) == 9


def test_only_the_lights_of_the_rule_are_shown(tmp_path):
    facts = facts_of_three_months(tmp_path, light_rule="剩余时间")
    page = read(page_of(facts, tmp_path / "a.html"))
    shown = cards(page)
    assert shown["橙灯"]["card-value"] == f"{facts.this.tasks.lights[Light.ORANGE]}项"
    assert "蓝灯" not in shown
    assert [one.get("value") for one in page.xpath("//select[@id='b-l']/option")] == [
        "",
        "红",
        "橙",
        "黄",
        "绿",
    ]
    assert "蓝灯" not in text(page.xpath("//main")[0])


def test_a_plan_without_tasks_still_makes_a_page(tmp_path):
    facts = facts_of_first_month(tmp_path, answered=False)
    none = replace(facts, status=replace(facts.status, tasks=(), units=()), units=(), topics=(), sections=())
    page = read(page_of(none, tmp_path / "a.html"))
    assert "没有本年任务。" in text(page)
    assert not page.xpath("//tbody[contains(@class, 'task')]")


# ---- the history it carries ----


def told(lines: list[Line]) -> list[tuple[str, ...]]:
    """Lines in the words of the page."""
    return [
        (
            one.label, one.unit, ROLE_WORDS[one.role] if one.role else "", str(one.state), str(one.light),
            one.text, one.file, str(one.row), one.named,
        )
        for one in lines
    ]  # fmt: skip


def as_carried(lines: list[Line]) -> list[tuple[str, ...]]:
    return [(o.label, o.unit, o.role, o.state, o.light, o.text, o.file, str(o.row), o.named) for o in lines]


def test_the_history_of_every_task_is_in_the_page(path, facts):
    carried = histories(path)
    expected = dict(facts.histories.by_task())
    assert carried.keys() == expected.keys()
    for task_id, lines in expected.items():
        assert as_carried(carried[task_id]) == told(lines), task_id
    renamed = [line for line in carried["T003"] if line.named]
    assert [(line.label, line.unit, line.named) for line in renamed] == [
        ("2026-06", "区民社局", "区民政局"),
        ("2026-08", "区民社局", "区民政局"),
    ]


def test_a_packed_history_is_the_same(facts, tmp_path, monkeypatch):
    monkeypatch.setattr(block_module, "PLAIN_BYTES", 0)
    path = page_of(facts, tmp_path / "a.html")
    assert read(path).xpath("//script[@id='b-history']/@data-packed") == ["1"]
    carried = histories(path)
    for task_id, lines in facts.histories.by_task():
        assert as_carried(carried[task_id]) == told(lines), task_id


def test_tasks_no_longer_in_the_plan_keep_their_history(facts, tmp_path):
    kept = tuple(task for task in facts.status.tasks if task.id != "T004")
    path = page_of(replace(facts, status=replace(facts.status, tasks=kept)), tmp_path / "a.html")
    assert [one["id"] for one in block(path, "index")["gone"]] == ["T004"]
    assert as_carried(histories(path)["T004"]) == told(facts.histories.lines("T004"))


def large_histories(units: int, tasks: int, periods: int) -> Histories:
    """As many answers, half with words, of the last period each with words of its own that do not pack."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(7)
    each = units * tasks // 2
    count = each * periods
    unit, task = np.divmod(np.tile(np.arange(each), periods), tasks // 2)
    task = task * 2 + unit % 2

    def words(codes, names):
        return pd.Categorical.from_codes(codes, pd.Index(names, dtype=object), ordered=True)

    answers = pd.DataFrame(
        {
            "period": words(np.repeat(np.arange(periods), each), [f"2026-{n:02d}" for n in range(1, periods + 1)]),
            "task": words(task, [f"T{n:03d}" for n in range(tasks)]),
            "unit": words(unit, [f"区第{n:03d}单位" for n in range(units)]),
            "role": words(random.integers(0, 3, count), ["lead", "responsible", "support"]),
            "state": words(random.integers(0, 5, count), [str(one) for one in State]),
            "light": words(random.integers(0, 4, count), ["绿", "蓝", "黄", "红"]),
        }
    )  # fmt: skip
    letters = random.integers(0x4E00, 0x9000, (each, 40))
    texts = [""] * (count - each) + ["".join(map(chr, row)) for row in letters]
    files = [f"{n + 1:04d}_区第{n:03d}单位.xlsx" for n in unit]
    return Histories(answers, Words(None, texts, files, list(map(int, 6 + task // 2))))


def test_the_page_of_five_hundred_units_is_below_three_megabytes(facts, tmp_path):
    """Words that cannot be packed are cut until they fit, and the page says to how many characters."""
    large = large_histories(500, 120, 12)
    assert len(large.answers) == 360_000
    tasks = tuple(
        replace(
            task, reading=replace(task.reading, task=replace(task.reading.task, id=f"T{n:03d}", content="内容" * 60))
        )
        for n, task in zip(range(120), list(facts.tasks) * 15, strict=True)
    )  # fmt: skip
    units = tuple(
        replace(unit, status=replace(unit.status, unit=replace(unit.status.unit, name=f"区第{n:03d}单位")))
        for n, unit in zip(range(500), list(facts.units) * 84, strict=False)
    )
    facts = replace(facts, status=replace(facts.status, tasks=tasks), units=units, histories=large)
    path = page_of(facts, tmp_path / "a.html")
    assert 2_000_000 < path.stat().st_size < 3_000_000
    carried = block(path, "history")
    (cut,) = {len(one) for one in carried["texts"]}
    assert 9 < cut < 40
    assert all(one.endswith("…") for one in carried["texts"])
    assert f"每条只留前{cut}字" in text(read(path))
    assert sum(len(letters.replace(".", "")) for letters in carried["tasks"].values()) == 360_000
    lines = histories(path)
    for task_id in ("T000", "T077", "T119"):
        known = sorted(told(large.lines(task_id)), key=lambda line: (line[0], line[1]))
        shown = sorted(as_carried(lines[task_id]), key=lambda line: (line[0], line[1]))
        assert [line[:5] + line[6:] for line in shown] == [line[:5] + line[6:] for line in known]


def test_many_remarks_leave_the_page_small_and_what_has_no_room_is_told(facts, tmp_path):
    def remark(number: int, same: bool) -> Remark:
        value = "1" if same else f"第{number}次核对：" + "数" * 40
        return Remark("T002", "区财政局", found(Code.VALUE_UNDER_TARGET, value=value, target="不少于2次"))

    def with_remarks(same: bool) -> Facts:
        remarks = tuple(remark(number, same) for number in range(20_000))
        return replace(facts, status=replace(facts.status, remarks=remarks))

    alike = page_of(with_remarks(True), tmp_path / "alike.html")
    assert alike.stat().st_size < 900_000
    (listed,) = read(alike).xpath("//tbody[@id='T002']//ul[@class='remarks']")
    assert len(listed.xpath("./li")) == 21
    assert text(listed.xpath("./li")[-1]).startswith("另有19980条")
    assert "没有放进来" not in text(read(alike))
    data = block(alike, "index")
    assert (len(data["sentences"]), len(data["remarks"])) == (1, 20_000)

    different = page_of(with_remarks(False), tmp_path / "different.html")
    assert different.stat().st_size < 900_000
    data = block(different, "index")
    left = 20_000 - len(data["remarks"])
    assert left > 0
    assert f"核查提示太多，还有{left}条没有放进来" in text(read(different))


def test_words_that_fit_are_not_cut(facts):
    made = history_block(facts.histories, [task.id for task in facts.status.tasks], most=10**6)
    assert (made.packed, made.cut) == (False, None)
    small = history_block(facts.histories, [task.id for task in facts.status.tasks], most=500)
    assert (small.packed, small.cut) == (True, 0)  # as large as it must be, without any words


# ---- what the page may do, and what it does not do ----


def test_the_page_reaches_nobody(path, page):
    source = path.read_text(encoding="utf-8")
    assert "http" not in re.sub(r"http-equiv|http://www\.w3\.org/2000/svg", "", source)
    assert not page.xpath("//link | //img | //iframe | //object | //embed | //base | //script[@src]")
    assert {one[:1] for one in page.xpath("//@href")} == {"#"}
    assert not page.xpath("//@style | //@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\(|@import|@font-face", source)


def test_the_policy_lets_through_just_what_the_page_holds(path, page):
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    source = path.read_text(encoding="utf-8")

    def digest(tag: str) -> str:
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() + "'"

    assert policy == (
        f"default-src 'none'; style-src {digest('style')}; script-src {digest('script')}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert source.index("Content-Security-Policy") < source.index("<style>")


def test_the_same_facts_give_the_same_bytes(facts, path, tmp_path):
    write_board(tmp_path / "a.html", facts)
    assert (tmp_path / "a.html").read_bytes() == path.read_bytes()


def test_what_people_wrote_stays_text(tmp_path):
    facts = hostile_facts(tmp_path / "archive")
    path = page_of(facts, tmp_path / "a.html")
    page = read(path)
    assert len(page.xpath("//script")) == 3
    assert not page.xpath("//img | //b[not(ancestor::ul)] | //@onload | //@onerror | //@onmouseover")
    for turn, one in enumerate(HOSTILE, 1):
        (body,) = page.xpath(f"//tbody[@id='T{turn:03d}']")
        assert f"内容{one_line(one)}" in text(body)
        (line,) = histories(path)[f"T{turn:03d}"]
        words = f"反馈{one_line(one)}"
        assert line.text == (words if len(words) <= 400 else words[:399] + "…")
    source = path.read_text(encoding="utf-8")
    assert not re.search("[\u2028\u2029\u202a-\u202e\u200f\x00-\x08\x0e-\x1f]", source)
    assert "49" not in text(page.xpath("//tbody[@id='T009']")[0]).replace("2049", "")


def test_half_a_character_is_shown_as_such():
    assert plain("前\ud83d后") == "前\ufffd后"
    assert plain("a\r\nb\u2028c\x00") == "a\nb\nc"
    assert script_json({"a": "</script><!--\u2028"}) == '{"a":"\\u003c/script\\u003e\\u003c!--\\u2028"}'
    assert link(u="区A&B=#100%", l="红") == "#u=区A%26B%3D%23100%25&l=红"


# ---- read by ear, by keyboard, by an office's own hand ----


def test_headings_landmarks_labels_and_tables_are_in_order(page):
    assert page.xpath("//html/@lang") == ["zh-CN"]
    levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [len(page.xpath(f"//{tag}")) for tag in ("header", "nav", "main")] == [1, 1, 1]
    assert page.xpath("//a")[0].get("class") == "skip"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    pointed = [*page.xpath("//@aria-labelledby"), *page.xpath("//label/@for")]
    pointed += [one[1:] for one in page.xpath("//@href") if "=" not in one]
    assert set(pointed) <= set(ids)
    fields = page.xpath("//select|//input")
    assert {one.get("id") for one in fields} == set(page.xpath("//label/@for"))
    assert not page.xpath("//th[not(@scope)]")
    for picture in page.xpath("//svg"):
        assert picture.get("aria-hidden") == "true" or (picture.get("role") and picture.get("aria-label"))
    assert page.xpath("//*[@id='b-hits']/@aria-live") == ["polite"]


def test_each_light_has_a_shape_of_its_own(page):
    shapes = {
        one.get("id"): [part.tag + str(part.get("d")) for part in one] for one in page.xpath("//symbol")
    }
    assert set(shapes) == {f"b-{light.name.lower()}" for light in Light}
    assert len({str(shape) for shape in shapes.values()}) == len(Light)


def office_templates(folder: Path) -> Path:
    return Path(shutil.copytree(FOLDER / "report", folder / "report")).parent


def test_an_office_may_change_the_page(facts, tmp_path):
    """Whatever its editor does to line ends, the policy still lets through the page's own styles and script."""
    folder = office_templates(tmp_path)
    for one in (folder / "report").iterdir():
        one.write_bytes(one.read_bytes().replace(b"\n", b"\r\n"))
    css = folder / "report" / "看板.css"
    css.write_text(css.read_text(encoding="utf-8") + "\nh1{color:#ff0}", encoding="utf-8")
    source = board(facts, folder)
    (style,) = re.findall("<style>(.*?)</style>", source, re.DOTALL)
    assert style.endswith("h1{color:#ff0}")
    assert "\r" not in source
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in source


def test_a_page_without_room_for_its_tasks_is_refused(facts: Facts, tmp_path):
    folder = office_templates(tmp_path)
    shell = folder / "report" / "看板.html"
    shell.write_text(shell.read_text(encoding="utf-8").replace("{{ slot.units }}", ""), encoding="utf-8")
    with pytest.raises(CannotGoOn) as stopped:
        board(facts, folder)
    assert stopped.value.stop is Stop.TEMPLATE_BROKEN
    assert "slot.units" in str(stopped.value)


def test_a_plan_without_topics_has_no_chart_of_them(tmp_path):
    facts = facts_of_three_months(tmp_path)
    blank = tuple(replace(one, name="") for one in facts.topics[:1])
    page = read(page_of(replace(facts, topics=blank), tmp_path / "page.html"))
    assert "各二级指标的亮灯" not in text(page)
    assert "各一级指标的亮灯" in text(page)
