"""What several tests share: LibreOffice, the real plans, a copy of the sample plan's master.

A test that needs a part the machine does not have is skipped with the reason. In CI (`CI=true`) a missing system part
fails instead; only the real plans, which are not part of the repository, may be absent there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path

import hypothesis
import pytest
from engines.fixtures import any_app, libreoffice, libreoffice_app, openpyxl_app  # noqa: F401 (fixtures)
from mail_servers.dovecot import dovecot, start_dovecot  # noqa: F401 (fixtures)
from mail_servers.fixtures import (  # noqa: F401 (fixtures)
    certificates,
    file_keyring,
    no_mail_environment,
    start_smtp,
)
from months_fixture import known, months  # noqa: F401 (fixtures)
from months_reports import office_after, recalculated, reported, reports, september  # noqa: F401 (fixtures)
from system_parts import program

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
IN_CI = os.environ.get("CI") == "true"

hypothesis.settings.register_profile("ci", derandomize=True)
if IN_CI:  # the same cases on every machine; elsewhere each run tries others
    hypothesis.settings.load_profile("ci")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skip is a failure, unless the test waits for the real plans or for another operating system."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not item.get_closest_marker("seeds") and "Windows" not in reason:
            report.outcome = "failed"
            report.longrepr = f"skipped in CI: {reason}"
    return report


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice's program."""
    return program("soffice", "libreoffice-calc libreoffice-writer")


@pytest.fixture(scope="session")
def strace() -> str:
    """strace, which injects full disks and kills at chosen writes."""
    return program("strace", "strace")


@pytest.fixture
def convert(soffice: str, tmp_path: Path) -> Callable[[Path, str], Path]:
    """`convert(path, "ods")` → the same document in another format, beside nothing of yours, by LibreOffice."""

    def converted(source: Path, kind: str) -> Path:
        out = tmp_path / f"converted-{kind}"
        command = [
            soffice,
            f"-env:UserInstallation={(tmp_path / 'libreoffice').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(out),
            str(source),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        target = out / f"{source.stem}.{kind.split(':')[0]}"
        assert target.exists(), done.stdout + done.stderr
        return target

    return converted


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder with the real plans and registries, which stands beside the repository or not at all."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the real plans are not here (../shared is no part of the repository)")
    return SHARED


@pytest.fixture
def sample_master(tmp_path: Path) -> Path:
    """A copy of the sample plan's master in a folder of its own: a test may do with it what it likes."""
    (built,) = (path for path in (ROOT / "workbook").glob("*.xlsx") if not path.name.startswith("~$"))
    folder = tmp_path / "master"
    folder.mkdir()
    return Path(shutil.copy2(built, folder))
