"""Documents of older and other word processors: converted where LibreOffice is, asked for as .docx where it is not."""

from __future__ import annotations

import io
import stat
import sys
import time
import zipfile
from pathlib import Path

import pytest
from plan_documents import PLAN, make_docx, said
from taskbook.findings import CannotGoOn, Stop
from taskbook.intake import conversion, read_document
from taskbook.intake.blocks import Paragraph
from taskbook.intake.opening import read_blocks

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "workbook" / "示例区2026年工作要点任务分解表.docx"
RTF = rb"{\rtf1\ansi\ansicpg936 \u24037?\u20316?\u35201?\u28857?\par \u31532?\u20108?\u27573?\par}"
NAMES = ("number", "section", "topic", "content", "lead", "responsible", "support", "measure", "deadline")


def stop_of(path: Path) -> CannotGoOn:
    with pytest.raises(CannotGoOn) as stopped:
        read_blocks(path)
    return stopped.value


@pytest.fixture
def no_office(monkeypatch):
    monkeypatch.setattr(conversion, "converter", lambda: None)


@pytest.fixture
def program(tmp_path):
    """`program(text)` → a program of that shell text, in the place of LibreOffice's."""

    def made(text: str) -> Path:
        path = tmp_path / "office" / "soffice"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return path

    return made


@pytest.mark.office
@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_the_sample_plan_in_another_format(convert, kind):
    plan, _ = read_document(SAMPLE)
    other, findings = read_document(convert(SAMPLE, kind))
    assert [said(task, *NAMES) for task in other.tasks] == [said(task, *NAMES) for task in plan.tasks]
    assert other.settings == plan.settings
    assert {one.where.file for one in findings} == {f"{SAMPLE.stem}.{kind}"}


@pytest.mark.office
def test_an_old_document_under_any_name(tmp_path, convert):
    path = make_docx(tmp_path / "plan.docx", "示例区2026年工作要点", PLAN, "结束语。")
    old = convert(convert(path, "odt"), "doc")
    expected = [said(task, *NAMES) for task in read_document(path)[0].tasks]
    for name in ("plan.doc", "plan.wps", "plan.docx.docx"):
        named = old.rename(old.with_name(name))
        assert [said(task, *NAMES) for task in read_document(named)[0].tasks] == expected
        old = named


@pytest.mark.office
def test_a_table_that_the_conversion_would_run_together_is_never_lost(convert):
    """Some versions of LibreOffice read the sample's .doc without its table: then the office is asked."""
    old = convert(SAMPLE, "doc")
    try:
        count = len(read_document(old)[0].tasks)
    except CannotGoOn as refused:
        count = refused.stop
    assert count in (42, Stop.NEEDS_CONVERSION)


@pytest.mark.office
def test_text_that_is_damaged_is_not_taken_for_something_else(tmp_path, convert):
    path = make_docx(tmp_path / "plan.docx", PLAN)
    for kind in ("doc", "odt"):
        made = convert(path, kind)
        made.write_bytes(made.read_bytes()[: made.stat().st_size * 2 // 3])
        assert stop_of(made).stop in (Stop.NEEDS_CONVERSION, Stop.FILE_DAMAGED, Stop.KIND_UNKNOWN)


@pytest.mark.office
def test_no_settings_of_anybody_are_touched(tmp_path, monkeypatch, soffice):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    path = tmp_path / "plan.rtf"
    path.write_bytes(RTF)
    assert [block.text for block in read_blocks(path) if isinstance(block, Paragraph)] == [
        "工作要点",
        "第二段",
    ]
    assert not list(home.rglob("*.xcu"))


@pytest.mark.parametrize("name", ["plan.rtf", "plan.doc"])
def test_without_libreoffice_the_office_is_asked(tmp_path, no_office, name):
    path = tmp_path / name
    path.write_bytes(RTF)
    stopped = stop_of(path)
    assert stopped.stop is Stop.NEEDS_CONVERSION
    assert name in str(stopped)
    assert "另存为.docx" in str(stopped)
    assert "LibreOffice" in str(stopped)


@pytest.mark.skipif(sys.platform == "win32", reason="shell programs are not for Windows")
def test_a_conversion_that_fails_or_hangs(tmp_path, program):
    assert conversion.as_docx(RTF, ".rtf", program("exit 1")) is None
    assert conversion.as_docx(RTF, ".rtf", program("exit 0")) is None
    assert conversion.as_docx(RTF, ".rtf", tmp_path / "missing") is None
    fails = program(
        'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; echo half > "$2/plan.docx"; exit 1'
    )
    assert conversion.as_docx(RTF, ".rtf", fails) is None  # what it left is no whole document
    mark = tmp_path / "mark"
    hanging = program(f"(sleep 3; touch '{mark}') & wait")
    assert conversion.as_docx(RTF, ".rtf", hanging, seconds=0.5) is None
    time.sleep(3)
    assert not mark.exists()  # what it started ended with it


@pytest.mark.skipif(sys.platform == "win32", reason="shell programs are not for Windows")
def test_how_libreoffice_is_called(tmp_path, program, monkeypatch):
    seen = tmp_path / "seen"
    monkeypatch.setattr(conversion, "converter", lambda: program(f'echo "$@" > "{seen}"; exit 3'))
    path = tmp_path / "plan.rtf"
    path.write_bytes(RTF)
    stopped = stop_of(path)
    assert (stopped.stop, "没有成功" in str(stopped)) == (Stop.NEEDS_CONVERSION, True)
    said_words = seen.read_text(encoding="utf-8")
    assert "--headless" in said_words
    assert "-env:UserInstallation=file://" in said_words
    assert str(path.parent / "plan.rtf") not in said_words  # a copy is converted


def test_libreoffice_is_found_where_installers_put_it(tmp_path, monkeypatch):
    monkeypatch.setattr(conversion.shutil, "which", lambda name: None)
    monkeypatch.setattr(conversion, "_USUAL", ())
    for variable in ("PROGRAMFILES", "PROGRAMW6432", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / variable.strip("()")))
    monkeypatch.setattr(conversion.sys, "platform", "win32")
    monkeypatch.setattr(conversion.Path, "home", lambda: tmp_path)
    assert conversion.converter() is None
    there = tmp_path / "PROGRAMW6432" / "LibreOffice" / "program"
    there.mkdir(parents=True)
    (there / "soffice.exe").touch()
    assert conversion.converter() == there / "soffice.exe"
    (there / "soffice.com").touch()
    assert conversion.converter() == there / "soffice.com"  # the one that waits


def _zip(**entries: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "stop"),
    [
        (
            _zip(
                mimetype=b"application/vnd.oasis.opendocument.text",
                **{"META-INF__manifest_xml": b"<manifest:encryption-data/>"},
            ),
            Stop.ENCRYPTED,
        ),
        (_zip(mimetype=b"application/vnd.oasis.opendocument.presentation"), Stop.KIND_UNKNOWN),
        (_zip(mimetype=b"application/epub+zip"), Stop.KIND_UNKNOWN),
        (b'<?xml version="1.0"?><w:wordDocument xmlns:w="x"/>', Stop.NEEDS_CONVERSION),
    ],
)
def test_what_is_not_converted(tmp_path, data, stop):
    path = tmp_path / "plan.doc"
    path.write_bytes(data)
    assert stop_of(path).stop is stop
