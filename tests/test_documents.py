"""What is written for people agrees with the program: buttons, commands, options, sentences, links, pictures."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
import start
from installation import commands, report, twins
from taskbook import wording
from taskbook.book_columns import ReportSheet, ScoreSheet
from taskbook.codes_page import codes_by_section
from taskbook.columns import SETTING_LABELS, PointField
from taskbook.dispatched import Fate
from taskbook.findings import Severity, Stop
from taskbook.model import Settings
from taskbook.promises.reaching import LIMITS
from taskbook.promises.seen import BAD_DAYS, GOOD_DAYS
from taskbook.reporting.papers.order_words import CALENDAR_DAYS, WORKING_DAYS
from taskbook.reporting.scores.scoring import GRADE_LINES, MOST_POINTS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
SCRIPTS = ROOT / "scripts"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
MANUAL, INSTALLATION, TROUBLES = (DOCS / f"{name}.md" for name in ("用户手册", "安装", "出错怎么办"))
NARRATIVE = DOCS / "叙述式要点.md"
CHECKLIST = DOCS / "发布前检查.md"

MAILING = ("send_tasks", "collect_replies", "save_login")
REPORTING = ("build_report", "import_plan")
CHECKING = ("check_tasks",)

INTERNAL_COMMANDS = {"press", "fits"}
"""What start files and 安装.cmd ask start.py for; people do not."""

MESSAGES_THAT_ARE_NAMES = re.compile(r"title|button_\w+")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
SECTION = re.compile(r"\]\(([^)#\s]+\.md)\)第([一二三四五六七八九十]+)节")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|work|tmp|Users)/|[A-Z]:\\Users")


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def everything() -> str:
    return "\n".join(map(text_of, PAGES))


def headings(page: Path) -> list[str]:
    return re.findall(r"^#+ +(.+?)\s*$", text_of(page), re.MULTILINE)


def anchor(heading: str) -> str:
    """As GitHub makes it: lower case, blanks become hyphens, punctuation goes."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


# ---- links, pictures, headings ----


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    broken = []
    for target in LINK.findall(text_of(page)):
        if "://" in target:
            continue
        name, _, heading = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        if not there.exists() or (heading and heading not in map(anchor, headings(there))):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_two_headings_have_the_same_anchor(page):
    """Of two, a link would lead to the first."""
    anchors = list(map(anchor, headings(page)))
    assert sorted(anchors) == sorted(set(anchors))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_sections_that_a_page_refers_to_exist(page):
    missing = [
        (target, number)
        for target, number in SECTION.findall(text_of(page))
        if not any(heading.startswith(f"{number}、") for heading in headings(page.parent / target))
    ]
    assert missing == []


def test_every_picture_is_shown_and_every_page_linked():
    shown = {Path(target).name for page in PAGES for target in LINK.findall(text_of(page))}
    assert {picture.name for picture in (DOCS / "pictures").iterdir()} - shown == set()
    assert {page.name for page in DOCS.glob("*.md")} - shown == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_path_of_one_machine(page):
    assert MACHINE_PATH.findall(text_of(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_tables_have_as_many_cells_in_every_row(page):
    uneven = []
    width = 0
    for number, line in enumerate(text_of(page).splitlines(), 1):
        cells = len(re.sub(r"`[^`]*`", "", line.strip()).split("|")) if line.strip().startswith("|") else 0
        if cells and width and cells != width:
            uneven.append((number, line[:40]))
        width = cells
    assert uneven == []


# ---- buttons ----


def labels() -> list[str]:
    tree = ElementTree.parse(ROOT / "macros" / "ribbon.xml")
    return [node.attrib["label"] for node in tree.iter() if node.tag.endswith(("}button", "}editBox"))]


def test_the_manual_explains_every_control_of_the_tab():
    manual = text_of(MANUAL)
    assert len(labels()) > 9
    missing = [name for name in labels() if f"| {name} |" not in manual and f"### “{name}”" not in manual]
    assert missing == []
    assert [name for name in labels() if f"“{name}”" not in manual and f"**{name}**" not in manual] == []


def test_the_manual_lists_the_buttons_in_their_order():
    manual = text_of(MANUAL)
    places = [manual.index(f"| {name} |") for name in wording.BUTTON_NAMES.values()]
    assert places == sorted(places)


def test_buttons_have_their_names_and_ids_wherever_they_are_listed():
    assert [
        f"{key} {name}"
        for key, name in wording.BUTTON_NAMES.items()
        if f"{key} {name}" not in text_of(MANUAL)
    ] == []
    assert [name for name in twins.BUTTONS.values() if name not in text_of(INSTALLATION)] == []


def test_what_the_manual_quotes_is_what_is_said():
    manual, installation = text_of(MANUAL), text_of(INSTALLATION)
    assert f"“{wording.UNCHANGED}”" in manual
    assert wording.PROGRESS_ON_BAR.format(label=wording.PROGRESS_CHECK, done=0, total=1) in manual
    assert wording.CANCELLED in text_of(TROUBLES)
    note, bad = report.Line(report.NOTE, "", ""), report.Line(report.BAD, "", "")
    for lines in ([], [note], [bad]):
        assert f"| {report.shown(lines).splitlines()[-1]} |" in installation
    assert all(f"“{level}”" in installation for level in (report.GOOD, report.NOTE, report.BAD))


# ---- commands ----


def known_commands() -> set[str]:
    """What start.py's main compares the command with, and what installs."""
    tree = ast.parse((SCRIPTS / "start.py").read_text(encoding="utf-8"))
    (main,) = (node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "main")
    compared = {
        node.comparators[0].value
        for node in ast.walk(main)
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Name)
        and node.left.id == "command"
        and isinstance(node.comparators[0], ast.Constant)
    }
    return compared | set(start.INSTALLING)


def test_every_command_of_start_is_documented():
    text = everything()
    asked = known_commands() - INTERNAL_COMMANDS
    assert {"demo", "install", "wheels"} <= asked
    assert [name for name in sorted(asked) if f"start.py {name}" not in text and f"`{name}" not in text] == []
    assert [name for name in sorted(asked) if not re.search(rf"^  {name}\b", start.HELP, re.MULTILINE)] == []


def test_every_script_is_documented():
    text = everything()
    assert [name for name in start.verbs() if f"{name}.py" not in text] == []


def shown_commands() -> list[str]:
    """Commands in code: fenced lines and inline code that begin with a Python, and the bare ones in tables."""
    text = everything()
    fenced = [
        line for block in re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL) for line in block.splitlines()
    ]
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [
        line.split("    #")[0].strip()
        for line in [*fenced, *inline]
        if re.match(r"\s*(?:python3? scripts/|py scripts/|start\.py \w|\w+\.py )", line)
    ]


@cache
def help_of(script: str) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / f"{script}.py"), "--help"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=60,
    )
    return done.stdout


def script_and_options(command: str) -> tuple[str, list[str]]:
    """(script or command of start.py, its options)."""
    words = re.sub(r"^(?:python3?|py) ", "", command).replace("scripts/", "").split()
    if words[0] == "start.py" and words[1:2] == ["run"]:
        words = words[2:]
    elif words[0] == "start.py":
        words = [f"start.py {words[1]}", *words[2:]]
    return words[0].removesuffix(".py"), OPTION.findall(" ".join(words[1:]))


def test_commands_that_are_shown_exist():
    wrong, seen = [], set()
    for command in shown_commands():
        name, options = script_and_options(command)
        if name.startswith("start.py "):
            known = known_commands()
            told = commands._parser(ROOT).format_help() if name == "start.py wheels" else ""
            exists = name.split()[1] in known
        else:
            exists = name in start.verbs() or not re.match("[a-z]", name)  # "命令", "……" stand for any
            told = help_of(name) if options and exists else ""
        seen.add(name)
        unknown = [option for option in options if not re.search(rf"{option}\b", told)]
        if not exists or unknown:
            wrong.append((command, unknown))
    assert wrong == []
    assert {"check_tasks", "split_tasks", "press_button", "start.py install", "start.py wheels"} <= seen


def test_options_that_the_manual_names_alone_exist():
    """`--changed` and the like, named after the command they belong to."""
    told = commands._parser(ROOT).format_help() + "".join(
        help_of(name) for name in ("check_tasks", "split_tasks", "merge_replies", *MAILING, *REPORTING)
    )
    alone = {option for code in re.findall(r"`(--[^`]+)`", everything()) for option in OPTION.findall(code)}
    assert alone - {"--help"}
    assert [option for option in sorted(alone) if option not in told] == []


@pytest.mark.parametrize("script", [*MAILING, *REPORTING, *CHECKING])
def test_every_option_of_a_step_with_many_is_in_the_manual(script):
    options = set(OPTION.findall(help_of(script))) - {"--help"}
    assert len(options) > 2
    shown = {option for command in shown_commands() for option in OPTION.findall(command)}
    shown |= set(OPTION.findall(" ".join(re.findall(r"`(--[^`\n]+)`", text_of(MANUAL)))))
    assert sorted(options - shown) == []


@pytest.mark.parametrize(
    ("script", "option"),
    [("import_plan", "--prose"), ("import_plan", "--review"), ("check_tasks", "--against")],
)
def test_what_is_done_with_prose_is_shown_as_a_command_and_told_on_its_page(script, option):
    commands_with_it = [words for words in map(script_and_options, shown_commands()) if option in words[1]]
    assert script in {name for name, _ in commands_with_it}
    assert option in text_of(NARRATIVE)
    assert option in text_of(ROOT / "README.md")


def test_what_can_be_imported_is_told_alike_everywhere():
    """The kinds that the refusal names, wherever kinds are listed."""
    kinds = set(re.findall(r"\.[a-z]+", Stop.KIND_UNKNOWN.value))
    assert {".docx", ".pdf", ".html"} <= kinds
    section = section_of(MANUAL, "一、导入")
    for told in (section, text_of(ROOT / "README.md"), wording.IMPORT_HELP):
        assert [kind for kind in sorted(kinds) if kind not in told] == []


def test_every_variable_of_the_environment_is_documented():
    """Those that people set; what Windows, Python or a start file sets is none of theirs."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (SCRIPTS / "taskbook").rglob("*.py"))
    variables = set(re.findall(r"\"(TASKBOOK_[A-Z_]+)\"", code))
    assert {"TASKBOOK_MAIL_PASSWORD", "TASKBOOK_MAIL_USER"} <= variables
    assert [name for name in sorted(variables) if f"| `{name}` |" not in text_of(INSTALLATION)] == []


# ---- mail ----


def test_everything_that_can_become_of_a_letter_is_explained():
    manual, glossary = text_of(MANUAL), text_of(DOCS / "术语表.md")
    first_cells = "\n".join(re.findall(r"^\| ([^|]+) \|", manual, re.MULTILINE))
    assert [words for words in wording.FATES.values() if words not in first_cells] == []
    assert [fate for fate in Fate if f"{fate} " not in glossary] == []


def test_every_setting_that_came_later_is_explained_with_what_holds_without_it():
    named = ("mail", "evidence", "check", "score")
    labels = {name: label for name, label in SETTING_LABELS.items() if name.startswith(named)}
    assert {name.split("_")[0] for name in labels} >= set(named)
    rows = dict(re.findall(r"^\| ([^|\n]+) \| ([^|\n]+) \| [^|\n]+ \|$", text_of(MANUAL), re.MULTILINE))
    assert [label for label in labels.values() if label not in rows] == []
    without = Settings()
    wrong = {
        label: rows[label]
        for name, label in labels.items()
        if isinstance(value := getattr(without, name), int) and rows[label] != str(value)
    }
    assert wrong == {}
    assert rows[SETTING_LABELS["check_links"]] == without.check_links


def test_every_text_that_an_office_may_change_is_named():
    manual = text_of(MANUAL)
    folders = ("mail", "notice", "report")
    files = [path for folder in folders for path in (ROOT / "templates" / folder).iterdir()]
    texts = [path for path in files if path.suffix != ".md"]
    assert {path.suffix for path in texts} >= {".txt", ".html", ".docx", ".css", ".js"}
    missing = [path.name for path in texts if path.name not in manual and f"“{path.stem}”" not in manual]
    assert missing == []
    listed = text_of(ROOT / "templates" / "notice" / "README.md")
    assert [path.name for path in texts if path.parent.name == "notice" and path.name not in listed] == []


# ---- the month's report ----


def section_of(page: Path, heading: str) -> str:
    """What stands below a heading of the second level, up to the next."""
    (found,) = (part for part in text_of(page).split("\n## ") if part.startswith(heading))
    return found


def first_cells(text: str) -> list[str]:
    return re.findall(r"^\| ([^|\n]+?) \|", text, re.MULTILINE)


def test_every_file_of_the_report_is_explained():
    explained = first_cells(section_of(MANUAL, "八、月报"))
    files = [name.format(period="2026-09") for name in wording.REPORT_FILES.values()]
    assert len(files) > 5
    assert [name for name in files if name not in explained] == []
    orders = [word for word in wording.ORDER_WORDS.values() if word not in explained]
    assert orders == []
    section = section_of(MANUAL, "八、月报")
    folder = wording.REPORT_FOLDER.format(period="2026-09")
    for told in (folder, wording.REPORT_NEW, wording.ORDER_LIST.format(period="2026-09")):
        assert f"“{told}" in section or f"\\{told}”" in section


def test_every_sheet_of_the_books_of_the_report_is_explained():
    monthly = first_cells(section_of(MANUAL, "八、月报"))
    assert [sheet.value for sheet in ReportSheet if sheet not in monthly] == []
    assert [sheet.value for sheet in ScoreSheet if f"“{sheet}”" not in section_of(MANUAL, "十、考核")] == []


def test_the_sheet_of_points_is_explained_column_by_column():
    cells = "、".join(first_cells(section_of(MANUAL, "十、考核")))
    assert [field.value for field in PointField if field not in cells] == []


def test_scores_are_explained_with_the_weights_and_lines_that_hold():
    section, settings = section_of(MANUAL, "十、考核"), Settings()
    for name, weight in zip(
        (wording.SCORE_ANSWERED, wording.SCORE_FINISHED, wording.SCORE_EVIDENCE),
        (settings.score_answered, settings.score_done, settings.score_evidence),
        strict=True,
    ):
        assert re.search(rf"^\| {name} \| [^|]+ \| {weight} \|$", section, re.MULTILINE)
    for grade, line in zip(wording.SCORE_GRADES, GRADE_LINES, strict=False):
        assert f"{line}分以上{grade}" in section
    assert f"不高于{MOST_POINTS}分" in section
    assert f"“{wording.SCORE_LEFT_OUT.format(name=wording.SCORE_FINISHED)}”" in section


def test_the_manual_tells_how_links_are_opened_as_it_is_done():
    section = section_of(MANUAL, "十一、核查提示")
    assert f"最多看{LIMITS.links}个" in section
    assert LIMITS.total == 120
    assert "两分钟" in section
    assert LIMITS.spacing == 0.5
    assert "半秒钟最多一次" in section
    assert f"打得开的{GOOD_DAYS}天内不再看" in section
    assert BAD_DAYS == 1
    assert "第二天再看" in section
    assert wording.LINKS_FILE in section


def test_the_manual_tells_when_an_order_has_to_be_answered():
    section = section_of(MANUAL, "八、月报")
    assert f"{WORKING_DAYS}个工作日" in section
    assert f"按{CALENDAR_DAYS}天" in section


@pytest.mark.parametrize("heading", ["report", "promises"])
def test_everything_the_report_remarks_is_found_by_its_words(heading):
    (codes,) = (codes for name, codes in codes_by_section() if name == heading)
    causes = {code.name: cause_of(code.sentence) for code in codes}
    assert len(causes) > 2
    page = text_of(TROUBLES)
    assert {name: cause for name, cause in causes.items() if cause not in page} == {}


def test_why_points_do_not_count_is_told():
    reasons = [reason.split("，没有计入")[0] for reason in wording.SCORE_NOT_COUNTED.values()]
    assert [reason for reason in reasons if reason not in section_of(TROUBLES, "月报和考核")] == []


# ---- troubles ----


def with_dots(sentence: str) -> str:
    """What changes in a sentence is written as `…` on the page."""
    return re.sub(r"\{[^}]*\}", "…", sentence)


def cause_of(sentence: str) -> str:
    """The part that says what is wrong; what to do about it stands in the page's last column."""
    return re.split(r"。|，请|；|\n", with_dots(sentence).strip())[0].rstrip("：…")


def test_every_refusal_is_found_by_its_words():
    causes = {stop.name: cause_of(stop.value) for stop in Stop}
    assert all(len(cause) > 5 for cause in causes.values())
    page = text_of(TROUBLES)
    assert {name: cause for name, cause in causes.items() if cause not in page} == {}


def test_refusals_can_be_told_apart():
    causes = [cause_of(stop.value) for stop in Stop]
    assert len(set(causes)) == len(causes)


def test_everything_that_goes_wrong_with_mail_is_found_by_its_words():
    (codes,) = (codes for heading, codes in codes_by_section() if heading == "mail")
    causes = {code.name: cause_of(code.sentence) for code in codes if code.severity is not Severity.INFO}
    assert len(causes) > 15
    page = text_of(TROUBLES)
    assert {name: cause for name, cause in causes.items() if cause not in page} == {}


def addin_messages() -> dict[str, str]:
    told = tomllib.loads((ROOT / "macros" / "messages.toml").read_text(encoding="utf-8"))
    return {key: text for key, text in told.items() if not MESSAGES_THAT_ARE_NAMES.fullmatch(key)}


def test_everything_the_addin_says_is_found_by_its_words():
    said = {key: with_dots(text.strip().splitlines()[0]) for key, text in addin_messages().items()}
    assert len(said) > 10
    page = text_of(TROUBLES)
    assert {key: first for key, first in said.items() if f"| {first}" not in page} == {}


def bad_lines() -> dict[str, str]:
    """What the self-check calls bad, as it stands in the code: the fixed words, by where they are said."""
    found = {}
    for module in sorted((SCRIPTS / "installation").glob("*check*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "Line"
                and "BAD" in ast.unparse(node.args[0])
            ):
                pieces = [piece for piece in fixed_words(node.args[2]) if len(piece) > 3]
                if pieces:
                    found[f"{module.stem}:{node.lineno}"] = max(pieces, key=len)
    return found


def fixed_words(node: ast.expr) -> list[str]:
    values = node.values if isinstance(node, ast.JoinedStr) else [node]
    return [value.value.strip("，：（） ") for value in values if isinstance(value, ast.Constant)]


def test_everything_the_self_check_calls_bad_is_found_by_its_words():
    found = bad_lines()
    assert len(found) > 15
    assert {place: words for place, words in found.items() if words not in text_of(TROUBLES)} == {}


# ---- the checklist ----


def test_the_checklist_is_numbered_and_short():
    checklist = text_of(CHECKLIST)
    rows = re.findall(r"^\| (\d+) \| .+ \| .+ \|$", checklist, re.MULTILINE)
    assert [int(number) for number in rows] == list(range(1, len(rows) + 1))
    parts = [len(re.findall(r"^\| \d+ \|", part, re.MULTILINE)) for part in checklist.split("\n## ")]
    assert len(parts) == 4
    assert all(10 < count <= 25 for count in parts)
