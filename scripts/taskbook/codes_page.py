"""The list of codes for people (docs/校验代码.md), made from the codes, their sentences and the rules' examples."""

from __future__ import annotations

import inspect
import re
import string
from collections.abc import Iterator
from types import CodeType

from taskbook import findings, wording
from taskbook.findings import SEVERITY_WORDS, Code, Stop
from taskbook.rules import RULES

_SECTION = re.compile(r"^    # (.+)$")
_MEMBER = re.compile(r"^    ([A-Z_]+) = \(")


def codes_page() -> str:
    """The whole page, as Markdown."""
    examples = examples_by_code()
    lines = [wording.CODES_TITLE, "", wording.CODES_INTRODUCTION, ""]
    for heading, codes in codes_by_section():
        lines += [f"## {wording.CODE_SECTIONS[heading]}", "", wording.CODES_TABLE_HEAD, "|---|---|---|---|"]
        for code in codes:
            cells = [f"`{code.name}`", SEVERITY_WORDS[code.severity], readable(code.sentence)]
            lines.append(f"| {' | '.join([*cells, examples.get(code, '')])} |")
        lines.append("")
    lines += [
        wording.STOPS_HEADING,
        "",
        wording.STOPS_INTRODUCTION,
        "",
        wording.STOPS_TABLE_HEAD,
        "|---|---|",
    ]
    lines += [f"| `{stop.name}` | {readable(stop.value)} |" for stop in Stop]
    return "\n".join(lines) + "\n"


def codes_by_section() -> list[tuple[str, list[Code]]]:
    """Codes under the comments that head them in `findings.Code`, in its order."""
    sections: list[tuple[str, list[Code]]] = []
    for line in inspect.getsource(findings.Code).splitlines():
        if heading := _SECTION.match(line):
            sections.append((heading[1], []))
        elif (member := _MEMBER.match(line)) and sections:
            sections[-1][1].append(Code[member[1]])
    return sections


def examples_by_code() -> dict[Code, str]:
    """The bad and the good example of the rule that yields a code; of a rule with several codes, its first has them."""
    examples: dict[Code, str] = {}
    for rule in RULES:
        doc = inspect.getdoc(rule) or ""
        bad = re.search(r"^(?:Bad|Said): +(.+)$", doc, re.MULTILINE)
        good = re.search(r"^Good: +(.+)$", doc, re.MULTILINE)
        if bad and good:
            for name in _names_in(rule.__code__):
                if name in Code.__members__:
                    examples[Code[name]] = wording.code_example(bad[1], good[1])
    return examples


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)


def readable(sentence: str) -> str:
    """A sentence with words for its details: 序号{number}与{other}重复 → 序号⟨序号⟩与⟨另一处⟩重复."""
    parts = []
    for literal, detail, _, _ in string.Formatter().parse(sentence):
        word = wording.DETAIL_WORDS.get(detail, detail) if detail else ""
        parts.append(literal + (f"⟨{word}⟩" if word else ""))
    return "".join(parts).replace("|", "\\|")
