"""The second sample, a plan in prose: its source, one line a paragraph, → the Word document an office receives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.intake.headings import level_of
from taskbook.sample.paper import add_paragraph, set_fonts, set_run, write_notice
from taskbook.sample.source import FOLDER

if TYPE_CHECKING:
    from docx.document import Document

SOURCE = FOLDER / wording.SAMPLE_NARRATIVE_SOURCE


def read_paragraphs(source: Path = SOURCE) -> list[str]:
    """The document's paragraphs: the lines below the heading 正文."""
    text = source.read_text(encoding="utf-8").split(f"\n## {wording.SAMPLE_NARRATIVE_SECTION}\n", 1)[1]
    return [line for line in text.splitlines() if line.strip()]


def write_narrative(path: Path) -> None:
    """Write the document to `path`, as it is (the caller makes it atomic and repeatable)."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt

    paragraphs = read_paragraphs()
    title = paragraphs.index(_title_of(paragraphs))
    document = docx.Document()
    set_fonts(document)
    write_notice(document, paragraphs[:title])
    head = add_paragraph(document, paragraphs[title], ALIGN.CENTER, wording.FONT_TITLE, 22)
    head.paragraph_format.page_break_before = True
    head.paragraph_format.space_after = Pt(16)
    for text in paragraphs[title + 1 :]:
        _write_body(document, text)
    document.save(str(path))


def _title_of(paragraphs: list[str]) -> str:
    """The plan's name: it stands alone on its line, as the notice names it."""
    return next(text for text in paragraphs if wording.named_work(text) in "".join(paragraphs))


def _heading(text: str) -> str:
    """What stands in bold: the text up to its first full stop."""
    return text[: text.find(wording.SAMPLE_STOP) + 1]


def _write_body(document: Document, text: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt

    level = level_of(text)
    ends = len(_heading(text)) if level == 1 else len(text)
    font = wording.FONT_HEADING if level == 0 else wording.FONT_BODY
    paragraph = add_paragraph(document, text[:ends], ALIGN.JUSTIFY, font)
    paragraph.paragraph_format.first_line_indent = Pt(32)
    if level == 1:
        paragraph.runs[0].font.bold = True
        set_run(paragraph, text[ends:], wording.FONT_BODY, 16)
