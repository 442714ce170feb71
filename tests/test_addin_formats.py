"""The formats inside vbaProject.bin, read back by programs of others: oletools, olefile, what Excel itself wrote."""

from __future__ import annotations

import importlib.util
import io
import re
import struct
import zipfile
from pathlib import Path

import olefile
import pytest
from addin.reading import decompressed
from hypothesis import given, settings
from hypothesis import strategies as st
from taskbook.addin.compound import compound_file
from taskbook.addin.compression import compress
from taskbook.addin.project import encrypted

NAMES = st.text(alphabet="ABCabcxyz_0189", min_size=1, max_size=31)
CONTENTS = st.one_of(st.binary(max_size=200), st.integers(0, 20_000).map(lambda size: b"\x5a" * size))
REPEATING = st.lists(st.sampled_from([b"Dim ", b"End Sub\r\n", b"x", b"    ", b"\x00\xff"]), max_size=4000)


# ---- compression ----


@given(st.one_of(st.binary(max_size=3500), REPEATING.map(b"".join)))
@settings(max_examples=150, deadline=None)
def test_what_is_compressed_comes_back(data):
    assert decompressed(compress(data)) == data


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 15, 16, 17, 4094, 4095, 4096, 4097, 8192, 8193, 45_838])
def test_text_of_every_size_comes_back(size):
    text = (b"If Err.Number = 53 Then IsGone = True ' %d\r\n" * 2000)[:size]
    assert decompressed(compress(text)) == text


def test_the_examples_of_the_specification():
    """[MS-OVBA] 3.2.1 and 3.2.3: nothing repeats; one byte repeats."""
    assert compress(b"abcdefghijklmnopqrstuv.").hex(" ").upper() == (
        "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E"
    )
    assert compress(b"a" * 73).hex(" ").upper() == "01 03 B0 02 61 45 00"


def test_what_cannot_be_made_smaller_is_stored_whole_or_refused():
    import random

    noise = random.Random(7).randbytes(4096)
    assert decompressed(compress(noise)) == noise
    assert len(compress(noise)) == 1 + 2 + 4096
    with pytest.raises(ValueError, match="cannot be compressed"):
        compress(noise[:4000])


def test_text_becomes_smaller():
    spec = importlib.util.find_spec("xlwings")
    text = Path(spec.origin).with_name("xlwings_custom_addin.bas").read_bytes()
    assert len(compress(text)) < len(text) / 2


# ---- the compound file ----


@given(st.dictionaries(NAMES, CONTENTS, max_size=12), st.dictionaries(NAMES, CONTENTS, max_size=40))
@settings(max_examples=60, deadline=None)
def test_every_stream_comes_back(above, below):
    above, below = unlike(above), unlike(below)
    above.pop("VBA", None)
    with olefile.OleFileIO(io.BytesIO(compound_file({**above, "VBA": below})), raise_defects=20) as read:
        streams = {tuple(path): read.openstream(path).read() for path in read.listdir()}
        assert streams == {(name,): data for name, data in above.items()} | {
            ("VBA", name): data for name, data in below.items()
        }
        assert not read.parsing_issues


def unlike(names: dict[str, bytes]) -> dict[str, bytes]:
    """One of each name, as names differ in more than capitals."""
    return {name.upper(): data for name, data in names.items()}


@pytest.mark.parametrize("count", range(1, 34))
def test_the_directory_is_a_red_black_tree(count):
    names = [f"{'x' * (number % 5)}{number}" for number in range(count)]
    entries = directory(compound_file(dict.fromkeys(names, b"")))
    _, _, _, top, _ = entries[0]
    assert in_order(entries, top) == sorted(names, key=lambda name: (len(name), name.upper()))
    black_heights(entries, top)
    assert entries[top][4] == 1


def directory(data: bytes) -> list[tuple[str, int, int, int, int]]:
    """(name, left, right, child, colour) of each entry; the file is small enough to have its sectors in a row."""
    (first,) = struct.unpack_from("<I", data, 48)
    entries = []
    for at in range(512 * (first + 1), len(data), 128):
        length, kind, colour, left, right, child = struct.unpack_from("<HBBIII", data, at + 64)
        if kind not in (1, 2, 5):
            break
        entries.append((data[at : at + length - 2].decode("utf-16-le"), left, right, child, colour))
    return entries


def in_order(entries: list[tuple[str, int, int, int, int]], at: int) -> list[str]:
    if at == 0xFFFFFFFF:
        return []
    name, left, right, _, _ = entries[at]
    return [*in_order(entries, left), name, *in_order(entries, right)]


def black_heights(entries: list[tuple[str, int, int, int, int]], at: int) -> int:
    """The number of black entries on every way down, the same on each; below a red one there is a black one."""
    if at == 0xFFFFFFFF:
        return 1
    _, left, right, _, colour = entries[at]
    if colour == 0:
        assert all(entries[below][4] == 1 for below in (left, right) if below != 0xFFFFFFFF)
    heights = {black_heights(entries, left), black_heights(entries, right)}
    assert len(heights) == 1
    return heights.pop() + colour


def test_too_large_a_file_is_refused():
    with pytest.raises(ValueError, match="too large"):
        compound_file({"big": bytes(512 * 128 * 109)})


# ---- the hidden fields of PROJECT ----


def shown(digits: str, identifier: str) -> bytes:
    """What [MS-OVBA] 2.4.3.3 makes of such a field again."""
    seed, version, key, *rest = bytes.fromhex(digits)
    assert version ^ seed == 2
    assert key ^ seed == sum(identifier.encode()) & 0xFF
    plain, before, one_before = [], key ^ seed, (key, version)
    for byte in rest:
        plain.append(byte ^ ((one_before[1] + before) & 0xFF))
        one_before, before = (byte, one_before[0]), plain[-1]
    ignored = (seed & 6) // 2
    (length,) = struct.unpack("<I", bytes(plain[ignored : ignored + 4]))
    assert len(plain) == ignored + 4 + length
    return bytes(plain[ignored + 4 :])


@given(st.binary(max_size=20), st.integers(0, 255), st.uuids())
@settings(deadline=None)
def test_hidden_fields_are_shown_again(data, seed, identifier):
    name = "{" + str(identifier).upper() + "}"
    assert shown(encrypted(data, name, seed), name) == data


def test_the_fields_an_excel_wrote_say_the_same():
    """xlwings brings an add-in that Excel saved: not protected, without a password, visible."""
    spec = importlib.util.find_spec("xlwings")
    with zipfile.ZipFile(Path(spec.origin).with_name("quickstart_addin_ribbon.xlam")) as package:
        project = (
            olefile.OleFileIO(io.BytesIO(package.read("xl/vbaProject.bin"))).openstream("PROJECT").read()
        )
    text = project.decode("ascii")
    fields = dict(re.findall(r'^(ID|CMG|DPB|GC)="([^"]+)"', text, re.MULTILINE))
    meant = {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}
    for field, data in meant.items():
        assert shown(fields[field], fields["ID"]) == data
        assert len(encrypted(data, fields["ID"], int(fields[field][:2], 16))) == len(fields[field])
