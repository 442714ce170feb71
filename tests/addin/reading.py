"""Programs of others that read what the add-in holds."""

from __future__ import annotations

import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # oletools calls its parser by names that have gone out of use
    from oletools.olevba import VBA_Parser, decompress_stream


def decompressed(data: bytes) -> bytes:
    """What oletools makes of a compressed VBA stream."""
    return bytes(decompress_stream(bytearray(data)))


def modules_seen_by_olevba(path: Path) -> dict[str, str]:
    """Module name → source, as olevba takes them out of the file."""
    parser = VBA_Parser(str(path))
    try:
        return {stream.split("/")[-1]: code for _, stream, _, code in parser.extract_macros()}
    finally:
        parser.close()
