"""A PDF with a text layer as blocks. It is taken apart in a process of its own, which may hang or eat memory.

A PDF knows no paragraphs, only where characters stand: each line becomes a paragraph that says whether one begins
there. Ruled tables are tables; scanned pages have nothing to read and are refused, as are pages of nameless characters.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as Timeout
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.intake.blocks import Block
from taskbook.intake.pdf_streams import TooLarge, refuse_bombs, unpacks_whole
from taskbook.memory import limit_memory

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

    from taskbook.intake.pdf_page import PageRead

SECONDS = 300.0
"""A plan takes seconds; five hundred pages take most of a minute, on a slow machine a few times that."""

MEMORY_BYTES = 2 << 30
"""Five hundred pages take a tenth of it. Only some systems can hold a process to that."""

MOST_PAGES = 1_500
_MARKED_END = 16 * 1024
"""A whole file ends with a mark; servers and mailers add a little after it."""

_NAMED_AT_MOST = 12


class Refused(Exception):
    """A PDF cannot be read: `args` are the Stop and its details."""


def read_pdf(data: bytes, source: Path) -> list[Block]:
    """The blocks of a PDF: body, then margins, then notes.

    `CannotGoOn` when it is encrypted, damaged, too large, scanned (wholly or some pages), or its characters are nameless.
    """
    from pebble import ProcessExpired, ProcessPool

    pool = ProcessPool(max_workers=1, initializer=limit_memory, initargs=(MEMORY_BYTES,))
    try:
        read = pool.schedule(taken_apart, args=(data,), timeout=SECONDS).result()
    except Timeout:
        read = (Stop.FILE_DAMAGED, {"reason": wording.IMPORT_TOO_LONG})
    except MemoryError:
        read = (Stop.FILE_DAMAGED, {"reason": wording.IMPORT_TOO_LARGE})
    except ProcessExpired:
        read = (Stop.FILE_DAMAGED, {"reason": wording.IMPORT_INCOMPLETE})
    finally:
        pool.stop()
        pool.join()
    if isinstance(read, tuple):
        stop, details = read
        raise CannotGoOn(stop, path=source, **details)
    return read


def taken_apart(data: bytes) -> list[Block] | tuple[Stop, dict[str, object]]:
    """The blocks of a PDF, or the Stop that refuses it with its details; runs in the child."""
    import logging

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        _refuse_cut_off(data)
        refuse_bombs(data)
        return _blocks(data)
    except Refused as refused:
        stop, details = refused.args
        return stop, details
    except (TooLarge, MemoryError):
        return Stop.FILE_DAMAGED, {"reason": wording.IMPORT_TOO_LARGE}
    except Exception as error:  # whatever bytes nobody expected make of the reader
        if _is_locked(error):
            return Stop.ENCRYPTED, {}
        return Stop.FILE_DAMAGED, {"reason": wording.IMPORT_INCOMPLETE}


def _is_locked(error: BaseException) -> bool:
    """Whether a PDF asks for a password or is encrypted for certain people; pdfplumber wraps what pdfminer raises."""
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    causes = (error, *error.args, error.__context__)
    return any(isinstance(one, PDFPasswordIncorrect | PDFEncryptionError) for one in causes)


def _blocks(data: bytes) -> list[Block]:
    import pdfplumber

    from taskbook.intake.pdf_text import blocks_of

    with pdfplumber.open(io.BytesIO(data)) as document:
        pages = document.pages
        if len(pages) > MOST_PAGES:
            raise Refused(Stop.FILE_DAMAGED, {"reason": wording.IMPORT_TOO_LARGE})
        _refuse_missing_pages(document)
        read = list(_read(document))
    _refuse_unreadable(read)
    return blocks_of(read)


def _read(document: PDF) -> Iterator[PageRead]:
    from taskbook.intake.pdf_page import read_page

    for page in document.pages:
        _refuse_damaged(page.page_obj.contents, page.page_number)
        yield read_page(page)
        page.close()  # what was read of it is forgotten


# ---- what is refused ----


def _refuse_cut_off(data: bytes) -> None:
    """A file that broke off has no end; its first pages alone would look like the whole plan."""
    length = re.search(rb"/Linearized\s.{0,200}?/L\s+(\d{1,12})", data[:1024], re.DOTALL)
    cut = length is not None and int(length[1]) > len(data)
    if cut or b"%%EOF" not in data[-_MARKED_END:]:
        raise Refused(Stop.FILE_DAMAGED, {"reason": wording.IMPORT_INCOMPLETE})


def _refuse_missing_pages(document: PDF) -> None:
    from pdfminer.pdftypes import resolve1

    tree = resolve1(document.doc.catalog.get("Pages"))
    count = resolve1(tree.get("Count")) if isinstance(tree, dict) else None
    if not document.pages or (isinstance(count, int) and count > len(document.pages)):
        raise Refused(Stop.FILE_DAMAGED, {"reason": wording.IMPORT_INCOMPLETE})


def _refuse_damaged(contents: Sequence[object], number: int) -> None:
    """A page whose content cannot be unpacked to its end: the reader would go on with what came before, in silence."""
    from pdfminer.pdftypes import PDFStream, resolve1
    from pdfminer.psparser import literal_name

    for one in contents:
        stream = resolve1(one)
        if not isinstance(stream, PDFStream) or stream.rawdata is None:
            continue
        filters = [literal_name(name) for name, _ in stream.get_filters()]
        if filters[:1] in (["FlateDecode"], ["Fl"]):
            data = stream.rawdata
            if stream.decipher:
                data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
            if not unpacks_whole(data):
                raise Refused(Stop.FILE_DAMAGED, {"reason": wording.page_damaged(number)})


def _refuse_unreadable(pages: Sequence[PageRead]) -> None:
    garbled = [page.number for page in pages if page.is_garbled]
    if garbled:
        raise Refused(Stop.PDF_GARBLED, {"pages": _named(garbled)})
    scanned = [page.number for page in pages if page.is_picture]
    readable = [page for page in pages if not page.is_picture and not page.is_blank]
    if not readable:
        raise Refused(Stop.PDF_SCANNED, {})
    if scanned:
        raise Refused(Stop.PDF_PAGES_SCANNED, {"pages": _named(scanned)})


def _named(numbers: Sequence[int]) -> str:
    return wording.page_numbers(numbers[:_NAMED_AT_MOST], len(numbers) > _NAMED_AT_MOST)
