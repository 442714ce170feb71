"""Excel played by a live LibreOffice.

In a test the fixture `libreoffice_app`; in a plain process `office = launch()`, `app = start(office)`, at the end
`office.stop()`. Needs (Debian) libreoffice-calc and python3-uno.
"""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from engines import running as engines_running

if TYPE_CHECKING:
    import xlwings

    from engines.libreoffice_engine.office import Office

NEEDED = "LibreOffice's Python bindings are not on this machine (Debian: apt-get install python3-uno)"


def launch(soffice: str | None = None) -> Office:
    """Starts a LibreOffice; LookupError when it or its bindings are missing."""
    from engines.libreoffice_engine.office import Office, interpreter

    program = soffice or shutil.which("soffice")
    if program is None:
        raise LookupError("soffice is not on this machine (Debian: apt-get install libreoffice-calc)")
    python = interpreter(program)
    if python is None:
        raise LookupError(NEEDED)
    return Office(program, python)


def start(office: Office) -> xlwings.App:
    """The application, registered with xlwings as its active engine."""
    return engines_running.start(office.session)


def running(office: Office) -> AbstractContextManager[xlwings.App]:
    """The same for the length of a `with` block; the office runs on."""
    return engines_running.running(office.session)
