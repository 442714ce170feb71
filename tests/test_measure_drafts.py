"""Measuring drafts: a perfect draft has nothing wrong, known mistakes give known figures; and how good the drafts are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from bench.drafts import main, measured
from bench.drafts_counts import Measured, as_data, summed
from bench.drafts_documents import source_of
from bench.drafts_figures import measure
from bench.drafts_gold import Finder, GoldPlan, plain_title, plans_in, seeds_in
from taskbook.intake.blocks import Paragraph
from taskbook.language.directory import Directory
from taskbook.model import Plan, Settings, Task
from taskbook.prose.draft import Draft, DraftTask, Kind, Span, body_of

PLANS = Path(__file__).parent / "prose"
SHARED = Path(__file__).parents[2] / "shared"
SAMPLES = {plan.name: plan for plan in plans_in(PLANS)}

TEXT = """东岭县2024年工作要点
一、改善服务
1.建设服务大厅，6月底前启用。县财政局保障经费。（责任单位：县住建局、教育局）
2.县民政局每季度走访困难家庭；县残联发放辅具。
服务是政府的本分。"""

TRUTH = {
    "source": "plan.txt",
    "year": 2024,
    "headings": [{"level": 1, "text": "一、改善服务"}],
    "tasks": [
        {
            "text": ["1.建设服务大厅，6月底前启用。县财政局保障经费。"],
            "closing": ["（责任单位：县住建局、教育局）"],
            "responsible": ["县住建局", "县教育局"],
            "where": "bracket",
            "deadline": {"kind": "date", "dates": ["2024-06-30"]},
        },
        {
            "text": ["2.县民政局每季度走访困难家庭；"],
            "responsible": ["县民政局"],
            "where": "subject",
            "deadline": {"kind": "recurring"},
        },
        {
            "text": ["县残联发放辅具。"],
            "responsible": ["县残联"],
            "where": "subject",
            "deadline": {"kind": "none"},
        },
    ],
    "background": ["服务是政府的本分。"],
}


@dataclass(frozen=True)
class Row:
    """A task of a hand-made draft: its source in pieces, its cells."""

    source: tuple[str, ...]
    responsible: str = ""
    lead: str = ""
    deadline: str = ""
    section: str = "改善服务"


HALL = Row(
    ("1.建设服务大厅，6月底前启用。县财政局保障经费。（责任单位：县住建局、教育局）",),
    "县住建局、教育局",
    deadline="6月底前",
)
VISITS = Row(("2.县民政局每季度走访困难家庭；",), "县民政局", deadline="每季度")
AIDS = Row(("县残联发放辅具。",), "县残联")


@pytest.fixture
def plan(tmp_path: Path) -> GoldPlan:
    (tmp_path / "plan.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "plan.json").write_text(json.dumps(TRUTH, ensure_ascii=False), encoding="utf-8")
    (only,) = plans_in(tmp_path)
    return only


def drafted(rows: Sequence[Row], headings: Sequence[str] = ("一、改善服务",), text: str = TEXT) -> Draft:
    """A draft of a text that holds these rows; what is in none of them is background."""
    lines = text.split("\n")
    body = body_of([Paragraph(line, number) for number, line in enumerate(lines, 1)])
    tasks, marked = [], []
    for index, row in enumerate(rows):
        spans = tuple((body.text.index(piece), body.text.index(piece) + len(piece)) for piece in row.source)
        marked += [Span(start, end, Kind.TASK, task=index) for start, end in spans]
        cells = {"lead": row.lead, "responsible": row.responsible, "deadline": row.deadline}
        task = Task(f"T{index:03}", section=row.section, content="".join(row.source), **cells)
        tasks.append(DraftTask(task, spans, task.content))
    for heading in headings:
        start = body.text.index(heading)
        marked.append(Span(start, start + len(heading), Kind.HEADING))
    settings = Settings(plan_name=lines[0], year=2024)
    return Draft(body, _tiled(marked, len(body.text)), tuple(tasks), Plan(settings))


def _tiled(marked: Sequence[Span], length: int) -> tuple[Span, ...]:
    spans, at = [], 0
    for span in sorted(marked, key=lambda one: one.start):
        if span.start > at:
            spans.append(Span(at, span.start, Kind.BACKGROUND))
        spans.append(span)
        at = span.end
    return (*spans, *([Span(at, length, Kind.BACKGROUND)] if at < length else []))


def figures(plan: GoldPlan, draft: Draft) -> dict[str, tuple[float | None, float | None]]:
    result = measure(plan, draft, Directory())
    return {part: (count.precision, count.recall) for part, count in result.counts.items()}


def test_a_perfect_draft_has_nothing_wrong(plan: GoldPlan) -> None:
    result = measure(plan, drafted([HALL, VISITS, AIDS]), Directory())
    assert result.differences == []
    assert (result.drafted, result.true, result.uncovered) == (3, 3, 0)
    found = {part: (count.found, count.true) for part, count in result.counts.items() if count.true}
    assert found == {
        "begins": (3, 3),
        "spans": (3, 3),
        "bracket": (2, 2),
        "subject": (2, 2),
        "deadlines": (2, 2),
        "headings": (1, 1),
        "titles": (3, 3),
        "background": (1, 1),
    }


def test_brackets_marks_and_numbers_do_not_count_at_a_boundary(plan: GoldPlan) -> None:
    bare = replace(HALL, source=("建设服务大厅，6月底前启用。县财政局保障经费",))
    assert figures(plan, drafted([bare, VISITS, AIDS]))["spans"] == (1, 1)


def test_a_task_cut_in_two_is_wrong_in_its_boundaries_only(plan: GoldPlan) -> None:
    first = replace(HALL, source=("1.建设服务大厅，6月底前启用。",))
    second = replace(HALL, source=("县财政局保障经费。（责任单位：县住建局、教育局）",))
    shares = figures(plan, drafted([first, second, VISITS, AIDS]))
    assert shares["begins"] == (3 / 4, 1)
    assert shares["spans"] == (2 / 4, 2 / 3)
    assert shares["bracket"] == (1, 1)


def test_two_tasks_run_together_miss_the_parties_of_one(plan: GoldPlan) -> None:
    joined = Row(("2.县民政局每季度走访困难家庭；县残联发放辅具。",), "县民政局", deadline="每季度")
    shares = figures(plan, drafted([HALL, joined]))
    assert shares["begins"] == (1, 2 / 3)
    assert shares["spans"] == (1 / 2, 1 / 3)
    assert shares["subject"] == (1 / 2, 1 / 2)  # of the second task it says 县民政局
    assert shares["deadlines"] == (2 / 3, 1)


def test_a_row_that_takes_the_next_task_along_says_wrong_parties_of_it(plan: GoldPlan) -> None:
    hall = replace(HALL, source=(*HALL.source, "2.县民政局每季度走访困难家庭；"), deadline="")
    shares = figures(plan, drafted([hall, AIDS]))
    assert shares["bracket"] == (1, 1)
    assert shares["subject"] == (1 / 3, 1 / 2)


LABELLED = """东岭县2024年工作要点
责任单位：县住建局
建设服务大厅，年内启用。
责任单位：县民政局
走访困难家庭，发放慰问品。
责任单位：县残联"""


def test_a_closing_may_stand_before_its_text(tmp_path: Path) -> None:
    def entry(text: str, closing: str, name: str) -> dict[str, object]:
        none = {"kind": "none"}
        return {"text": text, "closing": [closing], "responsible": [name], "where": "label", "deadline": none}

    truth = {
        "source": "plan.txt",
        "headings": [],
        "tasks": [
            entry("建设服务大厅，年内启用。", "责任单位：县住建局", "县住建局"),
            entry("走访困难家庭，发放慰问品。", "责任单位：县民政局", "县民政局"),
        ],
    }
    (tmp_path / "plan.txt").write_text(LABELLED, encoding="utf-8")
    (tmp_path / "plan.json").write_text(json.dumps(truth, ensure_ascii=False), encoding="utf-8")
    (plan,) = plans_in(tmp_path)
    rows = [
        Row(("责任单位：县住建局\n建设服务大厅，年内启用。",), "县住建局"),
        Row(("责任单位：县民政局\n走访困难家庭，发放慰问品。",), "县民政局"),
    ]
    shares = figures(plan, drafted(rows, headings=(), text=LABELLED))
    assert (shares["spans"], shares["label"]) == ((1, 1), (1, 1))
    below = [  # each with the label that stands below it: of the wrong one
        Row(("建设服务大厅，年内启用。\n责任单位：县民政局",), "县民政局"),
        Row(("走访困难家庭，发放慰问品。\n责任单位：县残联",), "县残联"),
    ]
    assert figures(plan, drafted(below, headings=(), text=LABELLED))["label"] == (0, 0)


@pytest.mark.parametrize(
    "heading",
    [
        "第一部分  工程措施",
        "一、工程措施",
        "（一）工程措施。",
        "1 工程措施",
        "1.1 工程措施",
        "2.1.3工程措施",
        "3.工程措施",
    ],
)
def test_titles_are_compared_without_their_numbers(heading: str) -> None:
    assert plain_title(heading) == "工程措施"


def test_numbers_that_are_words_of_a_title_stay() -> None:
    assert plain_title("5G网络建设") == "5G网络建设"
    assert plain_title("12345热线") == "12345热线"


def test_a_party_with_the_wrong_role_is_both_wrong_and_missed(plan: GoldPlan) -> None:
    led = replace(HALL, lead="县住建局", responsible="县教育局")
    assert figures(plan, drafted([led, VISITS, AIDS]))["bracket"] == (1 / 2, 1 / 2)


def test_a_prefix_that_was_not_carried_is_wrong(plan: GoldPlan) -> None:
    bare = replace(HALL, responsible="教育局、县住建局")
    assert figures(plan, drafted([bare, VISITS, AIDS]))["bracket"] == (1 / 2, 1 / 2)


def test_a_lone_party_leads_or_answers_alike(plan: GoldPlan) -> None:
    led = replace(AIDS, responsible="", lead="县残联")
    assert figures(plan, drafted([HALL, VISITS, led]))["subject"] == (1, 1)


def test_deadlines_by_day_and_kind(plan: GoldPlan) -> None:
    late = replace(HALL, deadline="7月底前")
    often = replace(VISITS, deadline="每月")
    new = replace(AIDS, deadline="年底前")
    assert figures(plan, drafted([late, often, AIDS]))["deadlines"] == (1 / 2, 1 / 2)
    assert figures(plan, drafted([late, VISITS, new]))["deadlines"] == (1 / 3, 1 / 2)


def test_background_taken_for_a_task_and_a_heading_not_seen(plan: GoldPlan) -> None:
    duty = Row(("服务是政府的本分。",), "县政府")
    shares = figures(plan, drafted([HALL, VISITS, AIDS, duty], headings=["2.县民政局"]))
    assert shares["background"] == (None, 0)
    assert shares["headings"] == (0, 0)
    assert shares["begins"] == (3 / 4, 1)
    assert shares["bracket"] == (2 / 3, 1)  # 县政府 is nobody's


def test_section_and_topic(plan: GoldPlan) -> None:
    lost = replace(AIDS, section="")
    assert figures(plan, drafted([HALL, VISITS, lost]))["titles"] == (None, 2 / 3)


def test_characters_lost_or_held_twice_are_counted(plan: GoldPlan) -> None:
    draft = drafted([HALL, VISITS, AIDS])
    first, second, *rest = draft.spans
    broken = replace(
        draft, spans=(replace(first, end=first.end - 2), replace(second, end=second.end + 1), *rest)
    )
    assert measure(plan, broken, Directory()).uncovered == 3


def test_what_may_be_read_two_ways_is_not_measured(plan: GoldPlan) -> None:
    hall = replace(plan.tasks[0], deadline=None, optional=frozenset({"县教育局"}))
    shares = figures(replace(plan, tasks=(hall, *plan.tasks[1:])), drafted([HALL, VISITS, AIDS]))
    assert shares["bracket"] == (1, 1)
    assert shares["deadlines"] == (1, 1)


def test_a_text_is_found_over_blanks_and_page_breaks() -> None:
    finder = Finder("6月底前 建成\n服务\n— 2 —\n东岭县方案\n大厅并启用。建成服务点")
    hall = finder.next(["6月底前建成服务大厅并启用。"])
    assert (hall.begin, len(hall.letters)) == (0, 13)
    assert finder.next(["县政府"]).letters == frozenset()
    assert len(finder.next(["建成服务", "点"]).letters) == 5


def test_figures_of_plans_add_up(plan: GoldPlan) -> None:
    good = measure(plan, drafted([HALL, VISITS, AIDS]), Directory())
    half = measure(plan, drafted([HALL]), Directory())
    total = as_data(summed("合计", [good, half]))
    assert (total["drafted"], total["true"]) == (4, 6)
    assert total["begins"] == {"precision": 1, "recall": 4 / 6, "right": 4, "said": 4, "found": 4, "true": 6}
    assert total["label"]["precision"] is None


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_true_stands_in_the_source(name: str, tmp_path: Path) -> None:
    """Every sentence, bracket and heading of a sample is in its source, in order; roles and kinds are known ones."""
    plan = SAMPLES[name]
    if not plan.made:
        source = "".join(plan.source.read_text(encoding="utf-8").split())
        for texts in (
            [piece for task in plan.tasks for piece in (*task.text, *task.closing)],
            plan.background,
        ):
            at = 0
            for text in texts:
                wanted = "".join(text.split())
                assert wanted in source[at:], text
                at = source.index(wanted, at) + len(wanted)
    assert plan.tasks
    wheres = {"bracket", "label", "subject", "heading", "none"}
    assert {task.where for task in plan.tasks} <= wheres
    assert all(bool(task.parties or task.optional) == (task.where != "none") for task in plan.tasks)


def test_a_numbered_document_holds_its_numbers_beside_the_text(tmp_path: Path) -> None:
    from docx import Document

    plan = SAMPLES["credit_numbered"]
    paragraphs = Document(str(source_of(plan, tmp_path))).paragraphs
    styles = [p.style.name for p in paragraphs if p.text in {heading.text for heading in plan.headings}]
    assert styles == [f"Heading {heading.level}" for heading in plan.headings]
    numbered = [p for p in paragraphs if p._p.pPr is not None and p._p.pPr.numPr is not None]
    assert [p.text for p in numbered] == [heading.text for heading in plan.headings]


@pytest.mark.office
def test_a_printed_document_has_a_text_layer(soffice: str, tmp_path: Path) -> None:
    import pdfplumber

    plan = SAMPLES["employment_printed"]
    with pdfplumber.open(source_of(plan, tmp_path)) as printed:
        pages = [page.extract_text() for page in printed.pages]
    assert len(pages) > 1
    assert all(f"— {number} —" in page for number, page in enumerate(pages, 1))
    assert plan.headings[0].text in pages[0]


@pytest.mark.seeds
def test_the_seeds_hold_what_is_written_of_them() -> None:
    if not SHARED.exists():
        pytest.skip("the real plans are not at ../shared")
    sizes = {plan.name: (len(plan.tasks), len(plan.headings)) for plan in seeds_in(PLANS, SHARED)}
    assert sizes == {"zhongwei_2022": (48, 24), "city_2023": (49, 20)}


@pytest.fixture(scope="module")
def drafts() -> dict[str, Measured]:
    """Every sample drafted by the program and measured."""
    pytest.importorskip("taskbook.prose.drafting")
    return {name: result for name, plan in SAMPLES.items() if (result := measured(plan))}


@pytest.mark.parametrize(
    ("part", "precision", "recall"),
    [("bracket", 0.95, 0.95), ("label", 0.95, 0.95), ("subject", 0.85, 0.0)],
)
def test_the_parties_of_the_drafts(
    drafts: dict[str, Measured], part: str, precision: float, recall: float
) -> None:
    count = summed("合计", drafts.values()).counts[part]
    assert count.precision >= precision
    assert count.recall >= recall


def test_the_drafts_hold_every_character_once(drafts: dict[str, Measured]) -> None:
    assert {name: result.uncovered for name, result in drafts.items() if result.uncovered} == {}


def test_the_script_tells_plan_by_plan_and_difference_by_difference(
    tmp_path: Path, plan: GoldPlan, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("taskbook.prose.drafting")
    folder, out = plan.source.parent, tmp_path.with_suffix(".json")
    assert main([str(folder), "--json", str(out)]) == 0
    told = json.loads(out.read_text(encoding="utf-8"))
    assert [one["plan"] for one in told["plans"]] == ["plan"]
    assert told["totals"][0]["true"] == 3
    assert "样本合计" in capsys.readouterr().out
    assert main([str(folder), "--show", "plan"]) == 0
    assert capsys.readouterr().out.startswith("plan：草稿")
