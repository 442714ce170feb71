"""The papers of September word for word, so that whoever changes a sentence sees what it does to all of them.

To take over what is said now: `RENEW_SNAPSHOTS=1 python -m pytest tests/test_report_snapshots.py`, then read the
difference in tests/snapshots/ before committing it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from months_reports import SEPTEMBER, Built

FOLDER = Path(__file__).with_name("snapshots")
ORDERS = ("督办单_区司法局_2026-09", "催办单_区民政局_2026-09")

pytestmark = pytest.mark.office  # two of the files that come back are made by LibreOffice


def document_text(path: Path) -> str:
    """Paragraphs as lines, tables as lines of cells."""
    import docx
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    document = docx.Document(str(path))

    def lines() -> Iterator[str]:
        for element in document.element.body.iterchildren():
            if element.tag.endswith("}p"):
                yield Paragraph(element, document).text
            elif element.tag.endswith("}tbl"):
                for row in Table(element, document).rows:
                    yield " | ".join(_cells(row.cells))

    return "\n".join(line.replace("\u200b", "").rstrip() for line in lines()) + "\n"


def _cells(cells: Iterable[object]) -> Iterator[str]:
    """Each cell once, however many columns it covers."""
    before = None
    for cell in cells:
        if cell._tc is not before:
            yield cell.text.replace("\n", "⏎")
        before = cell._tc


def test_every_paper_is_worded_as_before(september: Built) -> None:
    folder = september.folder / "督办单"
    texts = {"通报": document_text(september.file("notice"))}
    texts |= {name.rpartition("_")[0]: document_text(folder / f"{name}.docx") for name in ORDERS}
    for name, kind in (("群消息", "chat"), ("年度报告段落", "annual")):
        texts[name] = september.file(kind).read_text(encoding="utf-8-sig")
    assert september.known.period == SEPTEMBER
    if os.environ.get("RENEW_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        for name, text in texts.items():
            (FOLDER / f"九月_{name}.txt").write_text(text, encoding="utf-8")
    for name, text in texts.items():
        assert text == (FOLDER / f"九月_{name}.txt").read_text(encoding="utf-8"), name
