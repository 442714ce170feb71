"""Many Word documents of one template: it is read and understood once, then filled in again and again.

A template is written as docxtpl has it: `{{ name }}`, `{%p if … %}`, `{%tr for … %}`, `{% cellbg … %}`; columns do not
repeat. Headers, footers, footnotes and the document's properties are filled in as well. The same values give the same
bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.templates import FOLDER, IN_RENDERING, broken, paragraph_of, reason_of, sandbox
from taskbook.torn_tags import torn_in_word

if TYPE_CHECKING:
    from jinja2 import Template

MOST_CHARACTERS = 40_000_000
"""Of the XML of one document's part."""

_FILLED_IN = re.compile(r"(word/(document|header\d*|footer\d*|footnotes|endnotes)|docProps/core)\.xml")
_WHOLE_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_TAG = re.compile(r"\{[{%#]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_PICTURE = re.compile(r'(<wp:docPr\b[^>]*?\bid=")\d+')
_SHADED = re.compile(
    r"(<w:tcPr[^>]*>)(<w:shd [^>]*/>)"
    r"((?:<w:(?:tcW|gridSpan|hMerge|vMerge)\b[^>]*/>)*(?:<w:tcBorders>.*?</w:tcBorders>)?)",
    re.DOTALL,
)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, KeyError, NotImplementedError)
_DATED = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """A template ready to be filled in. `still` is a package of the parts that are the same in every document."""

    name: str
    folder: Path
    still: bytes
    parts: Mapping[str, Template]

    def filled(self, values: Mapping[str, object]) -> bytes:
        """The document with these values, as a file; marks in them are text, line breaks are blanks.

        Raises `CannotGoOn` naming the template, the paragraph and what is wrong there.
        """
        import jinja2

        whole = io.BytesIO()
        whole.write(self.still)
        with zipfile.ZipFile(whole, "a") as package:
            for name, template in self.parts.items():
                try:
                    xml = _rendered(template, values)
                except (jinja2.TemplateError, *IN_RENDERING) as error:
                    raise _slip(self.name, self.folder, error) from error
                _put(package, name, xml.encode("utf-8", "replace"))
        return whole.getvalue()


def document_template(name: str, folder: Path = FOLDER) -> DocumentTemplate:
    """The Word document `folder/name`, read and understood.

    Raises `CannotGoOn` where it is missing, is no Word document, or has a slip in its tags.
    """
    import jinja2

    path = folder / name
    if not path.is_file():
        raise CannotGoOn(Stop.FILE_MISSING, path=path)
    contents = _contents(path)
    environment = sandbox(autoescape=True)
    patched = _patcher()
    parts: dict[str, Template] = {}
    for part in filter(_FILLED_IN.fullmatch, contents):
        xml = _declaration_off(contents[part].decode("utf-8", "replace"))
        if torn := torn_in_word(xml):
            raise broken(name, folder, torn[0], wording.TEMPLATE_TAG_TORN.format(torn[1]))
        source = _WHOLE_TAG.sub(_with_quotes, patched(xml))
        if _TAG.search(source):
            try:
                parts[part] = environment.from_string(source)
            except (jinja2.TemplateError, *IN_RENDERING) as error:
                raise _slip(name, folder, error) from error
    still = io.BytesIO()
    with zipfile.ZipFile(still, "w") as package:
        for part, content in contents.items():
            if part not in parts:
                _put(package, part, content)
    return DocumentTemplate(name, folder, still.getvalue(), parts)


def _contents(path: Path) -> dict[str, bytes]:
    """The parts of a Word document, in the order of the file."""
    try:
        with zipfile.ZipFile(path) as package:
            contents = {info.filename: package.read(info) for info in package.infolist()}
    except PermissionError as error:
        raise CannotGoOn(Stop.NOT_READABLE, path=path) from error
    except _UNREADABLE as error:
        raise CannotGoOn(Stop.FILE_DAMAGED, path=path, reason=wording.TEMPLATE_NO_DOCUMENT) from error
    if "word/document.xml" not in contents:
        raise CannotGoOn(Stop.FILE_DAMAGED, path=path, reason=wording.TEMPLATE_NO_DOCUMENT)
    return contents


def _patcher() -> Callable[[str], str]:
    """docxtpl's way from what Word saves to what jinja2 reads; a cell's colour is put where the format has its place."""
    import docxtpl

    patch = docxtpl.DocxTemplate(io.BytesIO()).patch_xml
    return lambda xml: _SHADED.sub(r"\1\3\2", patch(xml))


def _declaration_off(xml: str) -> str:
    """Without `<?xml … ?>`, which is put back in front of what was filled in."""
    return re.sub(r"^\ufeff?<\?xml[^>]*\?>\s*", "", xml)


def _rendered(template: Template, values: Mapping[str, object]) -> str:
    pieces, length = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'], 0
    for piece in template.generate(values):
        length += len(piece)
        if length > MOST_CHARACTERS:
            raise OverflowError(wording.TEMPLATE_TOO_LARGE)
        pieces.append(piece)
    xml = _NO_XML.sub("", "".join(pieces))
    return _pictures_numbered(xml) if "<wp:docPr" in xml else xml


def _pictures_numbered(xml: str) -> str:
    """A picture that is repeated has another number each time, as Word wants it."""
    number = 0

    def numbered(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"{found[1]}{number}"

    return _PICTURE.sub(numbered, xml)


def _slip(name: str, folder: Path, error: Exception) -> CannotGoOn:
    return broken(name, folder, paragraph_of(error, folder / name), reason_of(str(error)))


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _DATED)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    package.writestr(info, content, compresslevel=1)


def _with_quotes(tag: re.Match[str]) -> str:
    """A tag with its quotes as they were typed: some programs save them as entities."""
    return tag[0].replace("&quot;", '"').replace("&apos;", "'")
