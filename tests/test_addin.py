"""The built add-in: every part in its place, every module as its source, the tab valid, the same bytes everywhere."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import io
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import olefile
import pytest
from addin.reading import decompressed, modules_seen_by_olevba
from lxml import etree
from taskbook import wording
from taskbook.addin import ADDIN, Sources, addin_bytes, build_addin, read_sources
from taskbook.addin.project import Kind
from taskbook.findings import CannotGoOn

ROOT = Path(__file__).parents[1]
MACROS = ROOT / "macros"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources()


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    return build_addin(tmp_path_factory.mktemp("加载项") / "责任分解.xlam")


@pytest.fixture(scope="module")
def parts(built) -> dict[str, bytes]:
    with zipfile.ZipFile(built) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


# ---- the same bytes everywhere ----


def test_the_committed_addin_is_what_the_sources_build(built):
    assert ADDIN.read_bytes() == built.read_bytes()


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "PYTHONUTF8": "0"},
        {"LANG": "zh_CN.GB18030", "PYTHONHASHSEED": "4242", "TZ": "America/New_York", "PYTHONOPTIMIZE": "2"},
    ],
)
def test_the_script_builds_the_same_bytes_wherever_it_runs(built, tmp_path, environment):
    out = tmp_path / "built.xlam"
    command = [sys.executable, str(ROOT / "scripts" / "build_addin.py"), "--out", str(out)]
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LANG", "LC_", "PYTHON"))}
    done = subprocess.run(command, cwd=tmp_path, env=kept | environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().strip() == str(out)
    assert out.read_bytes() == built.read_bytes()


def test_line_endings_of_a_checkout_make_no_difference(built, tmp_path):
    for path in MACROS.iterdir():
        if path.suffix != ".xlam":
            text = path.read_bytes().replace(b"\r\n", b"\n")
            other = text if path.suffix in {".bas", ".cls"} else text.replace(b"\n", b"\r\n")
            (tmp_path / path.name).write_bytes(other)
    assert addin_bytes(read_sources(tmp_path)) == built.read_bytes()


def test_the_operating_system_makes_no_difference(built, sources, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert addin_bytes(sources) == built.read_bytes()


def test_nothing_in_the_package_depends_on_the_day_or_on_zlib(built):
    with zipfile.ZipFile(built) as package:
        for entry in package.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr, entry.extra) == (0, 0x20, b"")
            assert entry.filename.isascii()


# ---- the package ----


def test_every_part_has_a_type_and_every_type_a_part(parts):
    types = etree.fromstring(parts["[Content_Types].xml"])
    defaults = {item.get("Extension"): item.get("ContentType") for item in types if item.get("Extension")}
    overrides = {item.get("PartName"): item.get("ContentType") for item in types if item.get("PartName")}
    names = {f"/{name}" for name in parts if name != "[Content_Types].xml"}
    assert {name for name in names - set(overrides) if name.rsplit(".", 1)[1] not in defaults} == set()
    assert set(overrides) <= names
    assert set(defaults) == {name.rsplit(".", 1)[1] for name in names}
    assert overrides["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert defaults["bin"] == "application/vnd.ms-office.vbaProject"
    untyped = {
        name for name in names - set(overrides) if defaults[name.rsplit(".", 1)[1]] == "application/xml"
    }
    assert untyped == {"/customUI/customUI.xml"}


def test_every_relationship_has_a_target_and_every_part_a_relationship(parts):
    reached: dict[str, str] = {}
    for name in parts:
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            rows = list(etree.fromstring(parts[name]))
            assert len({row.get("Id") for row in rows}) == len(rows)
            reached |= {posixpath.join(folder, row.get("Target")): row.get("Type") for row in rows}
    assert set(reached) == {
        name for name in parts if not name.endswith(".rels") and name != "[Content_Types].xml"
    }
    microsoft = "http://schemas.microsoft.com/office/2006/relationships"
    assert reached["customUI/customUI.xml"] == f"{microsoft}/ui/extensibility"
    assert reached["xl/vbaProject.bin"] == f"{microsoft}/vbaProject"
    assert reached["xl/workbook.xml"] == f"{OFFICE}/relationships/officeDocument"


def test_workbook_and_sheet_name_their_modules(parts, sources):
    kinds = {module.kind: module.name for module in sources.modules}
    workbook = etree.fromstring(parts["xl/workbook.xml"])
    sheet = etree.fromstring(parts["xl/worksheets/sheet1.xml"])
    assert workbook.find(f"{MAIN}workbookPr").get("codeName") == kinds[Kind.WORKBOOK]
    assert sheet.find(f"{MAIN}sheetPr").get("codeName") == kinds[Kind.SHEET]
    assert [child.tag.removeprefix(MAIN) for child in sheet] == ["sheetPr", "dimension", "cols", "sheetData"]
    assert [child.tag.removeprefix(MAIN) for child in workbook] == [
        "fileVersion",
        "workbookPr",
        "bookViews",
        "sheets",
    ]


def test_the_list_of_addins_shows_its_name(parts):
    core = etree.fromstring(parts["docProps/core.xml"])
    shown = {etree.QName(item).localname: item.text for item in core}
    assert shown["title"] == wording.ADDIN_TITLE
    assert shown["description"] == wording.ADDIN_DESCRIPTION
    assert not {"created", "modified"} & set(shown)


def test_the_sheet_holds_the_messages(parts):
    rows = etree.fromstring(parts["xl/worksheets/sheet1.xml"]).iter(f"{MAIN}row")
    cells = [["".join(cell.itertext()) for cell in row] for row in rows]
    assert dict(cells) == tomllib.loads((MACROS / "messages.toml").read_text(encoding="utf-8"))


def test_another_library_finds_the_file_sound(built):
    from pyopenvba import ExcelFile, check_file

    report = check_file(built)
    assert report.ok, report.issues
    with ExcelFile(built) as book:
        assert book.validate() == []
        assert book.vba_project().validate() == []
        assert not book.vba_project().protection.has_password


# ---- the project ----


def test_olevba_gives_back_every_module_exactly(built, sources):
    assert modules_seen_by_olevba(built) == {module.name: module.text for module in sources.modules}


def test_the_streams_of_the_project(parts, sources):
    names = [module.name for module in sources.modules]
    with olefile.OleFileIO(
        io.BytesIO(parts["xl/vbaProject.bin"]), raise_defects=olefile.DEFECT_UNSURE
    ) as read:
        streams = {"/".join(path) for path in read.listdir()}
        project = read.openstream("PROJECT").read().decode("ascii")
        directory = decompressed(read.openstream("VBA/dir").read())
        wide = read.openstream("PROJECTwm").read()
        assert read.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61FFFF000000")
        assert read.parsing_issues == []
    assert streams == {
        "PROJECT",
        "PROJECTwm",
        "VBA/dir",
        "VBA/_VBA_PROJECT",
        *(f"VBA/{name}" for name in names),
    }
    said = re.findall(r"^(?:Module|Class|Document)=(\w+)", project, re.MULTILINE)
    assert said == names
    assert wide == b"".join(n.encode() + b"\0" + n.encode("utf-16-le") + b"\0\0" for n in names) + b"\0\0"
    kinds = {module.name: module.kind for module in sources.modules}
    for name in names:
        entry = directory.index(b"\x19\0" + len(name).to_bytes(4, "little") + name.encode())
        end = directory.index(b"\x2b\0\0\0\0\0", entry)
        kind = directory[end - 6 : end]
        assert kind == bytes([0x21 if kinds[name] is Kind.STANDARD else 0x22, 0, 0, 0, 0, 0])
        assert (
            b"\x31\0\x04\0\0\0\0\0\0\0" in directory[entry:end]
        )  # the source begins where its stream begins


def test_sources_are_ascii_with_explicit_declarations(sources):
    for module in sources.modules:
        assert module.text.isascii()
        assert "\n" not in module.text.replace("\r\n", "")
        assert "\r" not in module.text.replace("\r\n", "")
        assert module.text.startswith(f'Attribute VB_Name = "{module.name}"\r\n')
        assert max(map(len, module.text.split("\r\n"))) < 1023  # the longest line VBA takes
        if module.name != "xlwings":
            assert "\r\nOption Explicit\r\n" in module.text


def test_classes_and_documents_carry_what_excel_expects(sources):
    for module in sources.modules:
        head = module.text[: module.text.index("Option Explicit")] if module.kind is not Kind.STANDARD else ""
        assert "VERSION 1.0 CLASS" not in module.text
        if head:
            base = re.findall(r'^Attribute VB_Base = "(.+)"\r$', head, re.MULTILINE)
            assert base == [module.kind.value]
            wanted = ["True" if module.kind is not Kind.CLASS else "False"]
            assert re.findall(r"^Attribute VB_PredeclaredId = (\w+)\r$", head, re.MULTILINE) == wanted


def test_git_keeps_the_line_endings_vba_needs():
    listed = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert {"*.bas text eol=crlf", "*.cls text eol=crlf", "*.xlam binary"} <= set(listed)


# ---- xlwings ----


def test_the_xlwings_inside_is_the_one_installed(built):
    inside = modules_seen_by_olevba(built)["xlwings"]
    version = importlib.metadata.version("xlwings")
    assert f'XLWINGS_VERSION As String = "{version}"' in inside
    pinned = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert f"xlwings=={version}" in pinned


def test_only_the_project_name_is_changed_in_it(built):
    spec = importlib.util.find_spec("xlwings")
    theirs = Path(spec.origin).with_name("xlwings_custom_addin.bas").read_bytes().decode("ascii")
    ours = modules_seen_by_olevba(built)["xlwings"]
    assert ours.replace('PROJECT_NAME As String = "taskbook"', 'PROJECT_NAME As String = "myaddin"') == theirs


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda text: text.replace('"myaddin"', '"other"'), "实有0处"),
        (lambda text: text + '\r\nConst PROJECT_NAME As String = "myaddin"\r\n', "实有2处"),
        (lambda text: text + "' 中文\r\n", wording.NOT_ASCII),
        (lambda text: None, "xlwings_custom_addin.bas"),
    ],
)
def test_another_xlwings_is_refused_in_a_sentence(tmp_path, monkeypatch, break_it, said):
    spec = importlib.util.find_spec("xlwings")
    package = tmp_path / "xlwings"
    (package / "addin").mkdir(parents=True)
    for name in ("__init__.py", "xlwings_custom_addin.bas", "addin/Dictionary.cls"):
        shutil.copy(Path(spec.origin).parent / name, package / name)
    module = package / "xlwings_custom_addin.bas"
    text = break_it(module.read_text(encoding="ascii"))
    module.unlink() if text is None else module.write_text(text, encoding="utf-8")
    found = SimpleNamespace(origin=str(package / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: found)
    with pytest.raises(CannotGoOn, match=re.escape(said)) as stopped:
        build_addin(tmp_path / "out.xlam")
    assert str(module) in str(stopped.value)
    assert not (tmp_path / "out.xlam").exists()


def test_without_xlwings_it_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(CannotGoOn, match="xlwings"):
        build_addin(tmp_path / "out.xlam")


def test_a_source_that_is_missing_is_named(tmp_path):
    with pytest.raises(CannotGoOn, match=r"ThisWorkbook\.cls"):
        read_sources(tmp_path)


def test_building_does_not_import_xlwings(tmp_path):
    code = (
        "import sys; from pathlib import Path; from taskbook.addin import build_addin; "
        f"build_addin(Path({str(tmp_path / 'a.xlam')!r})); assert 'xlwings' not in sys.modules"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts")}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
