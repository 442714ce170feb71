"""A PDF that holds more than it looks: told as too large before anything of it is read."""

from __future__ import annotations

import sys
import zlib

import pytest
from pdf_documents import Sheet, make_pdf, pdf_of
from taskbook.findings import CannotGoOn, Stop
from taskbook.intake import pdf, pdf_streams
from taskbook.intake.blocks import Block, Paragraph
from taskbook.intake.opening import read_blocks
from taskbook.intake.pdf_streams import TooLarge, refuse_bombs, unpacks_whole

PAGE = Sheet().text(100, 100, "区财政局六月底前公开预算。")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(pdf_streams, "MOST_UNPACKED", 100_000)


def stream(packed: bytes, said: str = "/Filter/FlateDecode") -> bytes:
    return f"<<{said}/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"


@pytest.mark.parametrize(
    ("said", "packed", "too_large"),
    [
        ("/Filter/FlateDecode", zlib.compress(bytes(99_000)), False),
        ("/Filter/FlateDecode", zlib.compress(bytes(101_000)), True),
        ("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", zlib.compress(bytes(101_000)), True),
        ("/Subtype/Image/Filter/FlateDecode", zlib.compress(bytes(101_000)), False),
        ("/Filter[/FlateDecode/FlateDecode]", zlib.compress(zlib.compress(bytes(101_000))), True),
        ("/Filter[/Fl /Fl]", zlib.compress(zlib.compress(bytes(99_000))), False),
        ("/Filter/LZWDecode", b"\x78" * 200_000, False),
    ],
)
def test_what_a_stream_holds(said, packed, too_large):
    made = pdf.taken_apart(pdf_of(PAGE, further=[stream(packed, said)]))
    assert (made == (Stop.FILE_DAMAGED, {"reason": "文件过大"})) is too_large
    assert isinstance(made, list) is not too_large


def test_streams_count_together():
    half = stream(zlib.compress(bytes(60_000)))
    refuse_bombs(pdf_of(PAGE, further=[half]))
    with pytest.raises(TooLarge):
        refuse_bombs(pdf_of(PAGE, further=[half, half]))


def test_a_page_that_was_packed_whole_is_told_from_one_that_broke_off():
    packed = zlib.compress(bytes(range(256)) * 300)
    assert unpacks_whole(packed)
    assert not unpacks_whole(packed[:-1])
    assert not unpacks_whole(b"")
    assert not unpacks_whole(b"\x78\x9c no packed bytes")
    with pytest.raises(TooLarge):
        unpacks_whole(zlib.compress(bytes(200_000)))


def test_the_sentence_of_a_file_that_holds_too_much(tmp_path):
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf_of(PAGE, further=[stream(zlib.compress(bytes(200_000)))]))
    with pytest.raises(CannotGoOn, match="文件过大"):
        read_blocks(path)


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    assert isinstance(pdf.taken_apart(pdf_of(PAGE, PAGE)), list)
    made = pdf.taken_apart(pdf_of(PAGE, PAGE, PAGE))
    assert made == (Stop.FILE_DAMAGED, {"reason": "文件过大"})


def test_a_file_made_for_the_web_says_how_long_it_is():
    """Its end stands at its beginning, too: only its length tells that it broke off."""
    marked = b"90 0 obj<</Linearized 1/L %8d>>endobj\n"
    size = len(pdf_of(PAGE, head=marked % 0))
    assert isinstance(pdf.taken_apart(pdf_of(PAGE, head=marked % size)), list)
    made = pdf.taken_apart(pdf_of(PAGE, head=marked % (size + 1)))
    assert made == (Stop.FILE_DAMAGED, {"reason": "内容不完整"})


def takes_memory(data: bytes) -> list[Block]:
    return [Paragraph(str(len(bytearray(512 << 20))), 1)] if data else []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux holds a process to its memory")
def test_a_reader_that_takes_too_much_memory_is_ended(tmp_path, monkeypatch):
    path = make_pdf(tmp_path / "plan.pdf", PAGE)
    monkeypatch.setattr(pdf, "taken_apart", takes_memory)
    assert [block.text for block in read_blocks(path)] == ["536870912"]
    monkeypatch.setattr(pdf, "MEMORY_BYTES", 64 << 20)
    with pytest.raises(CannotGoOn, match="文件过大"):
        read_blocks(path)
