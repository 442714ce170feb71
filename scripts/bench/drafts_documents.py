"""A plan's text as a document of another kind, made when it is needed: .docx with heading styles and numbers that
stand in no text."""

from __future__ import annotations

from pathlib import Path

from bench.drafts_gold import GoldPlan

_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
_ABSTRACT = "90"


def source_of(plan: GoldPlan, folder: Path) -> Path:
    """The document to read: the plan's own file, or one made of it in `folder`."""
    return _docx(plan, folder / f"{plan.name}.docx") if plan.made == "docx" else plan.source


def _docx(plan: GoldPlan, path: Path) -> Path:
    from docx import Document

    document = Document()
    numbers = _numbering(document)
    levels = {heading.text: heading.level for heading in plan.headings}
    lines = [line.strip() for line in plan.source.read_text(encoding="utf-8").split("\n") if line.strip()]
    document.add_paragraph(lines[0], style="Title")
    for line in lines[1:]:
        if line in levels:
            paragraph = document.add_paragraph(line, style=f"Heading {levels[line]}")
            _numbered(paragraph, numbers, levels[line] - 1)
        else:
            document.add_paragraph(line)
    document.save(str(path))
    return path


def _numbering(document: object) -> str:
    """Adds a multilevel list to the document; its number."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(_LEVELS)
    )
    space = nsdecls("w")
    part = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {space} w:abstractNumId="{_ABSTRACT}">{levels}</w:abstractNum>')
    part.insert(0, abstract)
    part.append(
        parse_xml(f'<w:num {space} w:numId="{_ABSTRACT}"><w:abstractNumId w:val="{_ABSTRACT}"/></w:num>')
    )
    return _ABSTRACT


def _numbered(paragraph: object, number: str, level: int) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
