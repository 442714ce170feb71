"""The page 看板 in a browser: filters, histories, addresses, keyboard, widths, paper, what hostile texts can do."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from board_page import HOSTILE, hostile_facts, page_of, passing, read, text, with_remark
from browser import DESKTOP, PHONE, complaints, printed, show
from browser import browser as browser  # the fixture
from report_facts import facts_of_first_month, facts_of_three_months
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait
from system_parts import program
from taskbook.model import ROLE_WORDS
from taskbook.reporting.board import history_block as block_module
from taskbook.reporting.board.page_text import one_line
from taskbook.reporting.facts import Facts

FILTER = """
var form = document.getElementById('b-filters');
return arguments[0].map(function (wanted) {
  ['u', 'c', 't', 'l', 's', 'k', 'q'].forEach(function (key) { document.getElementById('b-' + key).value = wanted[key] || ''; });
  form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  var shown = Array.prototype.filter.call(document.querySelectorAll('tbody.task'), function (body) { return !body.hidden; });
  return [shown.map(function (body) { return body.id; }), document.getElementById('b-hits').textContent];
});
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> Facts:
    return with_remark(facts_of_three_months(tmp_path_factory.mktemp("archive")))


@pytest.fixture(scope="module")
def path(facts, tmp_path_factory) -> Path:
    return page_of(facts, tmp_path_factory.mktemp("page") / "看板_2026-09.html")


def ready(browser: Chrome) -> Chrome:
    """When the history is there, or known not to be."""
    WebDriverWait(browser, 20, 0.05).until(
        lambda one: one.execute_script("return document.documentElement.hasAttribute('data-ready')")
    )
    return browser


@pytest.fixture
def page(browser, path) -> Iterator[Chrome]:
    """The page, opened afresh; nothing in it may complain, whatever a test does."""
    show(browser, path)
    yield ready(browser)
    assert complaints(browser) == []


def visible(browser: Chrome) -> list[str]:
    shown = "return [...document.querySelectorAll('tbody.task')].filter(b => !b.hidden).map(b => b.id)"
    return browser.execute_script(shown)


def opened(browser: Chrome) -> list[str]:
    return browser.execute_script("return [...document.querySelectorAll('tbody.task')].filter(b => b.querySelector('details').open).map(b => b.id)")  # fmt: skip


def focused(browser: Chrome) -> str:
    """The id of what the keyboard is at, or of the task it is in."""
    return browser.execute_script(
        "var at = document.activeElement; return at.id || (at.closest('tbody') || {}).id || at.className || at.tagName"
    )


def lines_shown(browser: Chrome, task_id: str) -> list[list[str]]:
    return browser.execute_script(
        "return [...document.querySelectorAll(`tbody[id='${arguments[0]}'] .past tbody tr`)]"
        ".map(row => [...row.cells].map(cell => cell.textContent.trim()))",
        task_id,
    )


def filtered(browser: Chrome, *wanted: dict[str, str]) -> list[list[Any]]:
    return browser.execute_script(FILTER, wanted)


# ---- what it shows ----


def test_it_needs_nothing_from_anywhere(page):
    assert page.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert page.execute_script("return document.styleSheets.length") == 1
    assert page.execute_script("return document.documentElement.getAttribute('data-ready')") == "all"


def test_nothing_from_outside_can_be_put_into_it(browser, path):
    show(browser, path)
    ready(browser)
    browser.execute_script(
        "var p = document.createElement('img'); p.src = 'https://unit.example/a.png'; document.body.append(p);"
        "var s = document.createElement('script'); s.textContent = 'document.title = 1'; document.body.append(s);"
        "document.querySelector('h1').setAttribute('style', 'color: red');"
    )
    refused = WebDriverWait(browser, 10, 0.05).until(lambda one: one.get_log("browser"))
    told = " ".join(entry["message"] for entry in refused)
    assert "Content Security Policy" in told
    assert browser.title != "1"


def test_the_numbers_stand_with_and_without_scripts(browser, path):
    """What the browser shows of the numbers is what stands in the file, whether scripts run or not."""
    expected = [text(card) for card in read(path).xpath("//*[contains(@class, 'card-value')]")]
    for script in (True, False):
        show(browser, path, script=script)
        shown = [one.text.replace("\n", "") for one in browser.find_elements(By.CLASS_NAME, "card-value")]
        assert shown == expected == ["8项", "2项", "25%", "1项", "2项", "1项", "1项", "4项", "13项次", "10项次", "8项次", "3项次"]  # fmt: skip


def test_without_scripts_tasks_units_and_reasons_can_be_read(browser, path):
    show(browser, path, script=False)
    assert not browser.find_element(By.ID, "b-filters").is_displayed()
    assert browser.find_element(By.ID, "b-plain").is_displayed()
    assert len([one for one in browser.find_elements(By.CLASS_NAME, "line") if one.is_displayed()]) == 9
    browser.find_element(By.CSS_SELECTOR, "#T002 summary").click()
    assert "应反馈2家，已反馈2家" in browser.find_element(By.CSS_SELECTOR, "#T002 .about").text
    assert len(browser.find_elements(By.CSS_SELECTOR, "#b-unit-table tbody tr")) == 6
    show(browser, path)


# ---- filters ----


def test_every_filter_and_combination_lets_through_what_the_facts_say(page, facts):
    tasks = [task.reading.task for task in facts.status.tasks]
    units = ["", *(unit.name for unit in facts.units)]
    lights = ["", *map(str, facts.status.lights)]
    states = ["", *{str(answer.state): None for task in facts.status.tasks for answer in task.answers}]
    sections = ["", *{task.section: None for task in tasks if task.section}]
    topics = ["", *{task.topic: None for task in tasks}]
    every = list(product(units, lights, states, ["", *"ondvw"]))
    random = Random(3)
    asked = [
        dict(zip("ulskct", (*one, *more), strict=True))
        for one in every
        for more in (("", ""), (random.choice(sections), random.choice(topics)))
    ]
    asked += [{"c": section, "t": topic} for section in sections for topic in topics]
    asked = [{key: value for key, value in one.items() if value} for one in asked]
    page.execute_script("window.history.replaceState = function () {}")  # browsers slow down so many at once
    wrong = []
    back = {task.id for task in facts.lookback}
    some = 0
    for wanted, (shown, hits) in zip(asked, filtered(page, *asked), strict=True):
        expected = passing(facts, wanted)
        some += 0 < len(expected) < 9
        now, then = len(expected - back), len(expected & back)
        counted = (
            f"任务{now}项"
            + ("" if now == 8 else "（共8项）")
            + f"，回头看{then}项"
            + ("" if then else "（共1项）")
        )
        if set(shown) != expected or not hits.endswith(counted):
            wrong.append((wanted, shown, expected, hits))
    assert wrong == []
    assert len(asked) > 2000
    assert some > 150


def test_counts_of_a_unit_lead_to_as_many_tasks(page, facts):
    """Every number in the table of units that is a link shows just so many tasks."""
    links = page.execute_script(
        "return [...document.querySelectorAll('#b-unit-table td a')].map(a => [a.getAttribute('href'), +a.textContent])"
    )
    assert len(links) > 15
    for address, count in links:
        page.execute_script("location.hash = arguments[0]", address)
        WebDriverWait(page, 5, 0.02).until(lambda one, count=count: len(visible(one)) == count)
    this_year = {task.id for task in facts.tasks}
    for card, count in (("红灯", 2), ("逾期未办结", 1), ("已办结", 2)):
        page.execute_script("location.hash = ''")
        (link,) = [one for one in page.find_elements(By.CSS_SELECTOR, "a.card") if card in one.text]
        link.click()
        WebDriverWait(page, 5, 0.02).until(
            lambda one, count=count: len(this_year.intersection(visible(one))) == count
        )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("救助", {"T003"}),
        ("ｔ００４", {"T004"}),
        ("公布 目录", {"T004"}),
        ("区司法局", {"T004", "T007"}),
        ("重新论证", {"T004"}),
        ("已定稿", {"T003"}),
        ("正在修订", set()),
        ("没有这样的字", set()),
        ("  ", {f"T{n:03d}" for n in range(1, 10)}),
    ],
)
def test_text_is_found_in_tasks_units_and_what_was_answered_this_period(page, words, expected):
    ((shown, hits),) = filtered(page, {"q": words})
    assert set(shown) == expected
    nothing = [one for one in page.find_elements(By.CSS_SELECTOR, "[data-none]") if one.is_displayed()]
    assert len(nothing) == ("T009" not in expected) + (not expected - {"T009"})
    assert hits.startswith("符合条件的：" if words.strip() else "全部：")


def test_typing_filters_and_reset_clears(page):
    box = page.find_element(By.ID, "b-q")
    box.send_keys("预算公开专栏")
    WebDriverWait(page, 5, 0.02).until(lambda one: visible(one) == ["T006"])
    assert page.execute_script("return decodeURIComponent(location.hash)") == "#q=预算公开专栏"
    Select(page.find_element(By.ID, "b-l")).select_by_visible_text("红灯")
    WebDriverWait(page, 5, 0.02).until(lambda one: visible(one) == [])
    page.find_element(By.ID, "b-reset").click()
    WebDriverWait(page, 5, 0.02).until(lambda one: len(visible(one)) == 9)
    assert page.execute_script("return location.hash") == ""
    assert page.find_element(By.ID, "b-hits").text == "全部：任务8项，回头看1项"


def test_with_a_unit_its_own_part_is_shown(page, facts):
    filtered(page, {"u": "东街街道"})
    assert visible(page) == ["T003", "T005"]
    assert page.find_element(By.ID, "b-own").is_displayed()
    own = {one: page.find_element(By.CSS_SELECTOR, f"#{one} .own").text.split() for one in visible(page)}
    assert own == {"T003": ["该单位：推进中", "蓝灯"], "T005": ["该单位：推进中", "绿灯"]}
    filtered(page, {})
    assert not page.find_elements(By.CLASS_NAME, "own")
    assert not page.find_element(By.ID, "b-own").is_displayed()


# ---- histories ----


def test_every_task_tells_its_whole_history_latest_first(page, facts):
    for task_id, lines in facts.histories.by_task():
        page.execute_script("document.getElementById(arguments[0]).querySelector('summary').click()", task_id)
        WebDriverWait(page, 5, 0.02).until(
            lambda one, task_id=task_id, count=len(lines): len(lines_shown(one, task_id)) == count
        )
        shown = lines_shown(page, task_id)
        order = sorted(lines, key=lambda line: [-int(part) for part in line.label.split("-")])
        for row, line in zip(shown, order, strict=True):
            then = f"当时称{line.named}" if line.named else ""
            source = f"{line.file} 第{line.row}行" if line.file else "—"
            remark = ""
            if (line.label, task_id, line.unit) == ("2026-09", "T002", "区财政局"):
                remark = f"核查提示：{facts.status.remarks[0].finding.message}"
            assert row == [
                line.label, line.unit + then, ROLE_WORDS[line.role], str(line.state), f"{line.light}灯",
                line.text + remark, source,
            ]  # fmt: skip


def test_with_a_unit_chosen_its_own_history_comes_first_and_all_others_on_demand(page, facts):
    filtered(page, {"u": "东街街道"})
    page.execute_script("document.querySelector('#T003 summary').click()")
    WebDriverWait(page, 5, 0.02).until(lambda one: lines_shown(one, "T003"))
    assert [row[1] for row in lines_shown(page, "T003")] == ["东街街道"] * 3
    (every,) = page.find_elements(By.CSS_SELECTOR, "#T003 .rest button:not([hidden])")[-1:]
    assert every.text == "看全部单位的经过（6条）"
    every.click()
    assert len(lines_shown(page, "T003")) == len(facts.histories.lines("T003")) == 6


def test_a_packed_history_is_unpacked(browser, facts, tmp_path, monkeypatch):
    monkeypatch.setattr(block_module, "PLAIN_BYTES", 0)
    show(browser, page_of(facts, tmp_path / "packed.html"), "#T002")
    WebDriverWait(ready(browser), 5, 0.02).until(lambda one: lines_shown(one, "T002"))
    assert [row[5] for row in lines_shown(browser, "T002")][:1] != [""]
    assert len(lines_shown(browser, "T002")) == 6
    assert complaints(browser) == []


def test_a_browser_that_cannot_unpack_says_so_and_shows_the_rest(browser, facts, tmp_path, monkeypatch):
    monkeypatch.setattr(block_module, "PLAIN_BYTES", 0)
    script = browser.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": "delete window.DecompressionStream"}
    )
    try:
        show(browser, page_of(facts, tmp_path / "packed.html"), "#T002")
        ready(browser)
        assert "读不出各期经过" in browser.find_element(By.CSS_SELECTOR, "#T002 .history").text
        assert "应反馈2家" in browser.find_element(By.CSS_SELECTOR, "#T002 .about").text
        ((shown, hits),) = filtered(browser, {"u": "区财政局", "q": "预算"})
        assert (shown, hits[-14:]) == (["T006"], "反馈内容读不出来，没有查找。")
        assert complaints(browser) == []
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def test_withdrawn_tasks_keep_their_history_apart(browser, facts, tmp_path):
    kept = tuple(task for task in facts.status.tasks if task.id != "T004")
    page = page_of(replace(facts, status=replace(facts.status, tasks=kept)), tmp_path / "a.html")
    show(browser, page)
    ready(browser)
    gone = browser.find_element(By.ID, "b-gone")
    assert gone.is_displayed()
    gone.find_element(By.TAG_NAME, "summary").click()
    WebDriverWait(browser, 5, 0.02).until(lambda one: "目录需重新论证" in gone.text)


# ---- addresses ----


@pytest.mark.parametrize(
    ("address", "shown", "open_tasks"),
    [
        ("#T005", 9, ["T005"]),
        ("#T009", 9, ["T009"]),
        ("#u=区财政局", 4, []),
        ("#u=%E5%8C%BA%E8%B4%A2%E6%94%BF%E5%B1%80&l=红", 3, []),
        ("#u=区财政局&id=T006", 4, ["T006"]),
        ("#t=门户网站&s=未反馈", 1, []),
        ("#l=红&id=T001", 3, ["T001"]),
        ("#u=没有这家", 9, []),
        ("#T777", 9, []),
        ("#=&&u=&x=1&%E0%A4", 9, []),
    ],
)
def test_an_address_opens_and_filters(browser, path, address, shown, open_tasks):
    show(browser, path, address)
    ready(browser)
    extra = (
        1 if open_tasks == ["T001"] else 0
    )  # asked for by name, though the filter would not let it through
    assert len(visible(browser)) == shown + extra
    assert opened(browser) == open_tasks
    if open_tasks:
        WebDriverWait(browser, 5, 0.02).until(lambda one: focused(one) == open_tasks[0])
        place = browser.execute_script(
            "return document.getElementById(arguments[0]).getBoundingClientRect().top", open_tasks[0]
        )
        assert -5 <= place < DESKTOP[1]
    assert complaints(browser) == []


def test_what_is_open_and_chosen_stands_in_the_address(page):
    page.execute_script("document.querySelector('#T003 summary').click()")
    WebDriverWait(page, 5, 0.02).until(lambda one: one.execute_script("return location.hash") == "#T003")
    filtered(page, {"u": "东街街道"})
    page.execute_script("document.querySelector('#T005 summary').click()")
    WebDriverWait(page, 5, 0.02).until(
        lambda one: one.execute_script("return decodeURIComponent(location.hash)") == "#u=东街街道&id=T005"
    )
    page.execute_script("location.hash = '#T001'")
    WebDriverWait(page, 5, 0.02).until(lambda one: "T001" in opened(one))
    assert len(visible(page)) == 9


# ---- keyboard ----


def test_it_can_be_used_with_the_keyboard_alone(page):
    body = page.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    assert focused(page) == "skip"
    assert page.execute_script("return document.activeElement.getBoundingClientRect().top") >= 0
    page.switch_to.active_element.send_keys(Keys.ENTER)
    WebDriverWait(page, 5, 0.02).until(lambda one: focused(one) == "b-tasks")
    order = []
    for _ in range(8):
        page.switch_to.active_element.send_keys(Keys.TAB)
        order.append(focused(page))
    assert order == [f"b-{key}" for key in ("u", "c", "t", "l", "s", "k", "q", "reset")]
    page.switch_to.active_element.send_keys(Keys.TAB)
    assert focused(page) == "T001"
    page.switch_to.active_element.send_keys(Keys.TAB)
    page.switch_to.active_element.send_keys(Keys.ENTER)
    assert opened(page) == ["T001"]
    WebDriverWait(page, 5, 0.02).until(lambda one: lines_shown(one, "T001"))
    page.switch_to.active_element.send_keys(Keys.TAB)
    page.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert opened(page) == []
    assert focused(page) == "T001"
    assert page.execute_script("return document.activeElement.tagName") == "SUMMARY"


def test_every_place_the_keyboard_stops_at_is_seen(page):
    """An outline of at least two pixels that stands out from the ground, wherever TAB leads."""
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    seen = set()
    for _ in range(70):
        look = page.execute_script(
            "var at = document.activeElement, s = getComputedStyle(at), b = at.getBoundingClientRect();"
            "return [at.tagName, s.outlineStyle, parseFloat(s.outlineWidth), s.outlineColor, b.width > 0 && b.height > 0]"
        )
        if look[0] == "BODY":
            break
        assert look[1] == "solid", look
        assert look[2] >= 2, look
        assert look[4], look
        assert contrast(colour(look[3]), (255, 255, 255)) >= 3
        seen.add(look[0])
        page.switch_to.active_element.send_keys(Keys.TAB)
    assert {"A", "SELECT", "INPUT", "BUTTON", "SUMMARY"} <= seen


# ---- colours ----


def colour(css: str) -> tuple[float, ...]:
    return tuple(float(part) for part in css[css.index("(") + 1 : -1].split(",")[:3])


def luminance(rgb: tuple[float, ...]) -> float:
    parts = [part / 255 for part in rgb]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], two: tuple[float, ...]) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


WORDS = """
var found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  var at = walker.currentNode.parentElement, box = at.getBoundingClientRect();
  if (!walker.currentNode.textContent.trim() || !box.width || at.closest('script, .unseen, noscript, optgroup, option')) { continue; }
  var look = getComputedStyle(at), back = at, ground = 'rgb(255, 255, 255)';
  var svg = at.closest('svg');
  if (svg && at.classList.contains('on-solid')) {
    var rect = at.previousElementSibling; ground = getComputedStyle(rect).fill;
  } else {
    for (; back; back = back.parentElement) {
      var fill = getComputedStyle(back).backgroundColor;
      if (fill !== 'rgba(0, 0, 0, 0)') { ground = fill; break; }
    }
  }
  found.push([walker.currentNode.textContent.trim().slice(0, 20), svg ? look.fill : look.color, ground, parseFloat(look.fontSize)]);
}
return found;
"""


@pytest.mark.parametrize("rule", ["默认", "剩余时间"])
def test_all_words_stand_out_from_their_ground(browser, tmp_path, rule):
    facts = with_remark(facts_of_three_months(tmp_path, light_rule=rule))
    show(browser, page_of(facts, tmp_path / "a.html"), "#T002")
    ready(browser)
    browser.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    WebDriverWait(browser, 5, 0.02).until(lambda one: lines_shown(one, "T009"))
    words = browser.execute_script(WORDS)
    assert len(words) > 400
    weak = {
        (word, ink, ground) for word, ink, ground, _ in words if contrast(colour(ink), colour(ground)) < 4.5
    }
    assert weak == set()
    assert min(size for *_, size in words) >= 11


# ---- widths ----

OVERFLOWING = """
return [...document.querySelectorAll('main *, header *, nav *')].filter(function (at) {
  var box = at.getBoundingClientRect();
  return box.width && !at.closest('.scroll, .tasks, svg, .unseen, thead') && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
}).map(function (at) { return at.tagName + '.' + at.className + ' ' + at.textContent.slice(0, 30); });
"""
CUT = """
return [...document.querySelectorAll('td, th, .card, .bar-name, .bar-value, button, .light, h1, h2, h3, dd, summary')].filter(function (at) {
  return at.getBoundingClientRect().width && !at.closest('thead, .scroll') && (at.scrollWidth > at.clientWidth + 1) && at.clientWidth;
}).map(function (at) { return at.tagName + '.' + at.className + ' ' + at.textContent.slice(0, 30); });
"""
COVERED = """
var boxes = [...document.querySelectorAll('.card, .line > *, .light, .tag, .bar-name, .bar-value, h2, h3, label, select, button')]
  .map(at => [at, at.getBoundingClientRect()]).filter(pair => pair[1].width && !pair[0].closest('thead'));
var found = [];
boxes.forEach(function (one, at) {
  boxes.slice(at + 1, at + 40).forEach(function (two) {
    if (one[0].contains(two[0]) || two[0].contains(one[0])) { return; }
    var a = one[1], b = two[1];
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5) {
      found.push(one[0].textContent.slice(0, 15) + ' / ' + two[0].textContent.slice(0, 15));
    }
  });
});
return found;
"""


@pytest.mark.parametrize(
    ("size", "text_size"),
    [
        *((size, "100%") for size in (DESKTOP, PHONE, (1024, 768), (768, 1024), (320, 640))),
        *((size, "200%") for size in (DESKTOP, PHONE, (768, 1024))),
        ((DESKTOP[0] // 2, DESKTOP[1] // 2), "100%"),  # the whole page at twice its size
    ],
)
def test_nothing_is_wider_than_the_window_cut_or_covered(browser, path, size, text_size):
    show(browser, path, "#T003", size)
    ready(browser)
    browser.execute_script("document.documentElement.style.fontSize = arguments[0]", text_size)
    browser.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    WebDriverWait(browser, 5, 0.02).until(lambda one: lines_shown(one, "T009"))
    wide = browser.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide[0] <= wide[1]
    assert browser.execute_script(OVERFLOWING) == []
    assert browser.execute_script(CUT) == []
    assert browser.execute_script(COVERED) == []


def test_on_a_phone_a_task_is_a_card_with_its_headings_beside_the_words(browser, path):
    show(browser, path, "#T003", PHONE)
    ready(browser)
    label = "return getComputedStyle(document.querySelector('#T003 .c-date'), '::before').content"
    assert browser.execute_script(label).startswith('"完成时限')
    tops = browser.execute_script(
        "return [...document.querySelectorAll('#T003 .line > *')].map(one => one.getBoundingClientRect().top)"
    )
    assert sorted(tops[2:]) == tops[2:]
    assert len(set(tops[2:])) == 5


# ---- paper ----


def pages_of(pdf: Path) -> list[str]:
    words = subprocess.run(
        [program("pdftotext", "poppler-utils"), "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    return words.split("\f")[:-1]


def test_it_prints_everything_that_is_let_through_open(page, facts, tmp_path):
    pages = pages_of(printed(page, tmp_path / "a.pdf"))
    whole = "".join("".join(pages).split())
    assert 3 < len(pages) < 15
    for word in (
        "示例区2026年政务公开工作要点进展看板",
        "目录需重新论证",
        "等待移交",
        "区司法局",
        "第13行",
        "落后序时进度50个百分点",
    ):
        assert word in whole
    for word in ("清除筛选", "跳到任务清单", "查找单位", "详情和经过"):
        assert word not in whole
    assert opened(page) == []
    assert len(page.find_elements(By.CSS_SELECTOR, ".past")) == 0
    filtered(page, {"l": "黄"})
    fewer = "".join("".join(pages_of(printed(page, tmp_path / "b.pdf"))).split())
    assert "目录需重新论证" in fewer
    assert "等待移交" not in fewer


def test_headings_repeat_where_a_table_goes_on(page, tmp_path):
    pages = pages_of(printed(page, tmp_path / "a.pdf"))
    with_tasks = [one for one in pages if "决定进展的单位" in "".join(one.split())]
    assert len(with_tasks) > 2


# ---- many tasks, hostile texts ----


def test_of_many_tasks_two_hundred_are_drawn_at_a_time(browser, facts, tmp_path):
    tasks = tuple(
        replace(task, reading=replace(task.reading, task=replace(task.reading.task, id=f"R{n:03d}")))
        for n, task in enumerate(list(facts.tasks) * 60)
    )
    units = tuple(replace(unit, status=replace(unit.status, unit=replace(unit.status.unit, name=f"第{n}局"))) for n, unit in enumerate(list(facts.units) * 20))  # fmt: skip
    many = replace(facts, status=replace(facts.status, tasks=tasks), units=units)
    show(browser, page_of(many, tmp_path / "a.html"))
    ready(browser)
    assert len(visible(browser)) == 200
    assert browser.find_element(By.ID, "b-hits").text == "全部：任务480项"
    more = browser.find_element(By.CSS_SELECTOR, ".tasks > .rest button")
    assert more.text == "显示更多（还有280项）"
    browser.execute_script("arguments[0].click()", more)
    assert len(visible(browser)) == 400
    ((shown, hits),) = filtered(browser, {"t": "门户网站"})
    assert (len(shown), hits) == (120, "符合条件的：任务120项（共480项）")
    ((shown, _),) = filtered(browser, {})
    assert len(shown) == 200
    browser.execute_script("location.hash = '#R470'")
    WebDriverWait(browser, 5, 0.02).until(lambda one: opened(one) == ["R470"])
    assert browser.find_element(By.ID, "R470").is_displayed()
    rows = "return [...document.querySelectorAll('#b-unit-table tbody tr')].filter(row => !row.hidden).length"
    assert browser.execute_script(rows) == 60
    browser.execute_script("document.querySelector('#b-unit-rest button').click()")
    assert browser.execute_script(rows) == 120
    box = browser.find_element(By.ID, "b-uq")
    box.send_keys("第11局")
    assert browser.execute_script(rows) == 1
    assert browser.find_element(By.ID, "b-unit-hits").text == "找到1家"
    assert complaints(browser) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_hostile_texts_are_shown_and_do_nothing(browser, tmp_path, size):
    facts = hostile_facts(tmp_path / "archive")
    show(browser, page_of(facts, tmp_path / "a.html"), size=size)
    ready(browser)
    assert browser.title == one_line(f"示例区{HOSTILE[0]}进展看板（2026-09期）")
    wide = browser.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide[0] <= wide[1]
    for turn, one in enumerate(HOSTILE, 1):
        task_id = f"T{turn:03d}"
        browser.execute_script(
            "document.getElementById(arguments[0]).querySelector('summary').click()", task_id
        )
        WebDriverWait(browser, 5, 0.02).until(lambda b, task_id=task_id: lines_shown(b, task_id))
        ((_, _, _, _, _, words, _),) = lines_shown(browser, task_id)
        assert words[:300] == f"反馈{one_line(one)}"[:300]
    for unit in facts.units:
        ((shown, _),) = filtered(browser, {"u": one_line(unit.name)})
        assert set(shown) == passing(facts, {"u": unit.name})
    for address in browser.execute_script(
        "return [...document.querySelectorAll('.bar-name a')].map(a => a.getAttribute('href'))"
    ):
        browser.execute_script("location.hash = ''; location.hash = arguments[0]", address)
        WebDriverWait(browser, 5, 0.02).until(lambda b: 1 <= len(visible(b)) <= 2)
    assert wide == browser.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert complaints(browser) == []


def test_the_first_period_works_as_well(browser, tmp_path):
    show(browser, page_of(facts_of_first_month(tmp_path), tmp_path / "a.html"), "#T009")
    ready(browser)
    WebDriverWait(browser, 5, 0.02).until(lambda one: len(lines_shown(one, "T009")) == 1)
    assert complaints(browser) == []


def test_a_long_history_is_printed_where_it_was_opened(browser, facts, tmp_path):
    """With thousands of answers the paper has every task, and the history of those that were open."""
    tasks = tuple(
        replace(task, reading=replace(task.reading, task=replace(task.reading.task, id=f"R{n:03d}")))
        for n, task in enumerate(list(facts.tasks) * 30)
    )
    answers = facts.histories.answers
    places = [place for place, label in enumerate(answers["task"]) if label == "T004"]
    big = answers.iloc[places * 240].reset_index(drop=True)
    names = [f"R{n:03d}" for n in range(240) for _ in places]
    big["task"] = big["task"].cat.set_categories(sorted(set(names)))
    big["task"] = names
    big["task"] = big["task"].astype("category")
    words = facts.histories.words
    kept = replace(
        words,
        texts=[words.texts[at] for at in places * 240],
        files=[words.files[at] for at in places * 240],
        rows=[words.rows[at] for at in places * 240],
    )
    many = replace(
        facts,
        status=replace(facts.status, tasks=tasks),
        histories=replace(facts.histories, answers=big, words=kept),
    )
    show(browser, page_of(many, tmp_path / "a.html"), "#t=民生信息公开&id=R003")
    WebDriverWait(ready(browser), 5, 0.02).until(lambda one: len(lines_shown(one, "R003")) == 3)
    few = "".join("".join(pages_of(printed(browser, tmp_path / "a.pdf"))).split())
    assert few.count("目录需重新论证") > 30  # of 60 tasks 180 answers: all of them
    filtered(browser, {})
    whole = "".join("".join(pages_of(printed(browser, tmp_path / "b.pdf"))).split())
    assert "各期经过共720条，没有全部印出" in whole
    assert whole.count("正在会签") == 1
    assert "R199" in whole
    assert opened(browser) == ["R003"]
    assert complaints(browser) == []
