"""The walk through a message's parts: which are files, which belong to the body, which hold messages of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from taskbook import wording
from taskbook.mailbox import heading
from taskbook.mailbox.body import plain_text, text_of_html
from taskbook.mailbox.charsets import decoded
from taskbook.mailbox.mime import Part, parse
from taskbook.mailbox.names import extension, file_name, readable
from taskbook.mailbox.parameters import first_word, parameter
from taskbook.mailbox.tnef import Damaged, is_tnef, unwrapped
from taskbook.mailbox.transfer import content, uuencoded
from taskbook.returns.recognise import Kind, Recognised, recognise

_LEFT_OUT = {
    *(
        "application/pgp-signature",
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "text/calendar",
    ),
    *("application/ics", "text/vcard", "text/x-vcard", "text/directory", "application/applefile"),
    *(
        "message/delivery-status",
        "message/disposition-notification",
        "text/rfc822-headers",
        "application/pgp-keys",
    ),
    *("application/pgp-encrypted", "message/feedback-report", "application/x-microsoft-rpmsg-message"),
}
_LEFT_OUT_ENDINGS = {".p7s", ".vcf", ".ics", ".asc", ".sig"}
_MESSAGES = {"message/rfc822", "message/global", "message/rfc-822", "message/news"}
_ENCRYPTED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_SMALL_IMAGE = 50_000
_DEEPEST = 6
_WORKBOOKS: dict[Kind, tuple[str, frozenset[str]]] = {
    Kind.OOXML: (
        ".xlsx",
        frozenset({".xlsx", ".xlsm", ".xlsb", ".xltx", ".xltm", ".xls", ".et", ".ett", ".zip", ".xlam"}),
    ),
    Kind.ODS: (".ods", frozenset({".ods", ".ots", ".xls", ".xlsx", ".fods"})),
    Kind.COMPOUND: (
        ".xls",
        frozenset({".xls", ".xlsx", ".xlsm", ".et", ".ett", ".xlt", ".doc", ".docx", ".wps", ".ppt", ".msg"}),
    ),
    Kind.ZIP: (".zip", frozenset({".zip", ".xlsx", ".docx", ".xlsm"})),
}
_ENDINGS: dict[str, str] = {
    wording.KIND_WORD: ".docx",
    wording.KIND_POWERPOINT: ".pptx",
    wording.KIND_PDF: ".pdf",
    wording.KIND_WEB_PAGE: ".html",
    wording.KIND_OFD: ".ofd",
    wording.KIND_RAR: ".rar",
    wording.KIND_7Z: ".7z",
    wording.KIND_GZIP: ".gz",
    wording.KIND_TAR: ".tar",
    wording.KIND_XML: ".xml",
    wording.KIND_TEXT: ".txt",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was found: `name` as its sender wrote it, '' where nobody named it."""

    name: str
    data: bytes = field(repr=False)
    kind: str = ""
    depth: int = 0
    message_id: str = ""


class Walk:
    """Goes through a message and gathers its files, its text, and why something could not be taken out."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.lost: list[str] = []
        self.text = ""
        self.markup = ""
        self._depth = 0
        self._message_id = ""
        self._cited: frozenset[str] = frozenset()

    def message(self, root: Part) -> None:
        """One message, the outer or one inside it."""
        self._part(root, within="")

    def _part(self, part: Part, within: str) -> None:
        if part.parts:
            self._parts(part)
            return
        kind = part.kind or "text/plain"
        name = _name_of(part)
        if kind in _LEFT_OUT or (extension(name) in _LEFT_OUT_ENDINGS and not kind.startswith("message/")):
            return
        if kind == "message/partial":
            self.lost.append(wording.LOST_SPLIT)
            return
        if kind == "message/external-body":
            self.lost.append(wording.LOST_OUTSIDE)
            return
        data = content(part.body, part.header("content-transfer-encoding"))
        if kind in _MESSAGES or extension(name) == ".eml":
            self._inner(data, part)
        elif kind in _ENCRYPTED or extension(name) == ".p7m":
            self.lost.append(wording.LOST_ENCRYPTED)
        elif is_tnef(data) or kind == "application/ms-tnef":
            self._winmail(data)
        elif _is_body(part, kind, name, within):
            self._body(data, part, kind)
        elif not self._is_decoration(part, data, within):
            self._file(name, data, kind)

    def _parts(self, part: Part) -> None:
        if part.kind == "multipart/encrypted":
            self.lost.append(wording.LOST_ENCRYPTED)
            return
        report = part.kind == "multipart/report"
        for each in part.parts:
            if not (report and each.kind in _MESSAGES):
                self._part(each, part.kind)

    def _inner(self, data: bytes, part: Part) -> None:
        """A message inside: what is in it comes as if it were in this one."""
        if self._depth >= _DEEPEST:
            self.lost.append(wording.LOST_NESTED)
            return
        inner = parse(data)
        before = self._message_id
        self._depth += 1
        self._message_id = heading.message_id(inner)
        self.message(inner)
        self._depth -= 1
        self._message_id = before

    def _winmail(self, data: bytes) -> None:
        try:
            files = unwrapped(data)
        except Damaged:
            self.lost.append(wording.LOST_WINMAIL)
            return
        for name, plain in files:
            self._file(name, plain, "")

    def _body(self, data: bytes, part: Part, kind: str) -> None:
        rest, files = uuencoded(data) if kind != "text/html" else (data, [])
        for raw_name, plain in files:
            self._file(readable(raw_name), plain, "")
        label = parameter(part.header("content-type"), "charset").decode("ascii", "ignore")
        text = decoded(rest, label)
        if kind == "text/html":
            self.markup += text
            self.text = self.text or text_of_html(text)
        else:
            self.text += plain_text(text)

    def _is_decoration(self, part: Part, data: bytes, within: str) -> bool:
        """A picture that belongs to the text or a signature."""
        seen = recognise(data)
        if seen.word != wording.KIND_IMAGE and not part.kind.startswith("image/"):
            return False
        if first_word(part.header("content-disposition")) == "attachment" and within != "multipart/related":
            return False
        return bool(part.header("content-id")) or within == "multipart/related" or len(data) < _SMALL_IMAGE

    def _file(self, name: str, data: bytes, kind: str) -> None:
        if not data:
            self.lost.append(wording.LOST_EMPTY)
        elif not (name.startswith(("~$", "._")) and recognise(data).kind is Kind.OTHER):
            self.found.append(Found(name, data, kind, self._depth, self._message_id))


def ending_for(found: Found) -> str:
    """The ending its content asks for, '' where the name's own will do."""
    seen: Recognised = recognise(found.data)
    own = extension(found.name)
    if seen.kind in _WORKBOOKS:
        ending, fitting = _WORKBOOKS[seen.kind]
        return "" if own in fitting else ending
    return "" if own else _ENDINGS.get(seen.word, "")


def _name_of(part: Part) -> str:
    others = [
        part.header("content-description"),
        part.header("content-name"),
        part.header("content-location"),
    ]
    return file_name(
        part.header("content-type"), part.header("content-disposition"), [each for each in others if each]
    )


def _is_body(part: Part, kind: str, name: str, within: str) -> bool:
    if kind not in ("text/plain", "text/html", "text", "text/enriched", "text/x-amp-html", "text/richtext"):
        return False
    disposition = first_word(part.header("content-disposition"))
    if name and within != "multipart/alternative" and disposition != "inline":
        return False
    if name and re.search(r"(?i)\.(xls|et|csv|zip|rar|7z|ods)\w?$", name):
        return False
    return disposition != "attachment"
