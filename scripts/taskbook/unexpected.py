"""What nobody foresaw: the traceback into a log, one sentence for the person."""

from __future__ import annotations

import tempfile
import traceback
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from taskbook import wording


def logged(error: BaseException, command: Sequence[str], folders: Iterable[Path]) -> str:
    """Put the traceback into a log in the first folder that takes it (else the temporary one); the sentence to show."""
    reason = type(error).__name__
    entry = f"{datetime.now():%Y-%m-%d %H:%M:%S} {' '.join(map(str, command))}\n"
    entry += "".join(traceback.format_exception(error)) + "\n"
    for folder in (*folders, Path(tempfile.gettempdir())):
        log = folder / wording.ERROR_LOG
        try:
            with log.open("a", encoding="utf-8", errors="replace") as stream:
                stream.write(entry)
        except OSError:
            continue
        return wording.UNEXPECTED.format(reason=reason, log=log)
    return wording.UNEXPECTED_UNLOGGED.format(reason=reason)
