"""How the filled books reach the inbox: with a password, zipped with names in GBK, cut off, as .xls or .ods."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

_CONVERSION_SECONDS = 120


def lock_with_password(path: Path) -> None:
    """Encrypt a workbook as Excel does when somebody sets a password for opening it."""
    import msoffcrypto.format.ooxml

    plain = path.with_name(path.name + ".plain")
    path.rename(plain)
    with plain.open("rb") as source, path.open("wb") as target:
        msoffcrypto.format.ooxml.OOXMLFile(source).encrypt("taskbook", target)
    plain.unlink()


def cut_off(path: Path) -> None:
    """Keep two thirds of a file: the transfer broke."""
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])


class _GbkName(zipfile.ZipInfo):
    """An entry whose name is stored as Chinese Windows stores it: GBK, without saying so."""

    __slots__ = ()

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def zip_as_windows_does(target: Path, files: Mapping[str, Path]) -> None:
    """A zip of files (by their path in it) with GBK names."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in files.items():
            entry = _GbkName(name, date_time=(2026, 9, 1, 8, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())


def convert_all(soffice: str, sources: Mapping[Path, Path]) -> list[str]:
    """Convert workbooks into the format of each target's extension, with as few starts of LibreOffice as there are formats.

    Starts run side by side, each with a profile of its own. Returns what went wrong, in LibreOffice's words.
    """
    kinds = sorted({target.suffix[1:] for target in sources.values()})
    with tempfile.TemporaryDirectory(prefix="taskbook-") as work:
        started = []
        for kind in kinds:
            batch = [source for source, target in sources.items() if target.suffix[1:] == kind]
            command = [
                soffice,
                f"-env:UserInstallation={(Path(work) / f'profile-{kind}').as_uri()}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(Path(work) / kind),
                *map(str, batch),
            ]
            started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
        said = [_output_of(process) for process in started]
        wrong = []
        for source, target in sources.items():
            made = Path(work) / target.suffix[1:] / f"{source.stem}{target.suffix}"
            if made.exists():
                shutil.move(made, target)
            else:
                wrong.append(f"{source.name}: {' '.join(said)[-300:]}")
    return wrong


def _output_of(process: subprocess.Popen[bytes]) -> str:
    try:
        return process.communicate(timeout=_CONVERSION_SECONDS)[0].decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        process.kill()
        return process.communicate()[0].decode("utf-8", "replace")
