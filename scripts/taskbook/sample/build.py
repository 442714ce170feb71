"""Build the sample's files from its source: the same source gives the same bytes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from taskbook import files, wording
from taskbook.columns import GroupField, UnitField
from taskbook.master.write import write_master
from taskbook.model import Plan
from taskbook.sample.annex import write_annex
from taskbook.sample.narrative import write_narrative
from taskbook.sample.source import FOLDER, read_source

_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def build_sample(out: Path = FOLDER) -> list[Path]:
    """Write master, Word documents, registry and groups into the folder `out`; returns their paths."""
    sample = read_source()
    plan = sample.plan
    master, annex = out / wording.SAMPLE_MASTER, out / wording.SAMPLE_ANNEX
    narrative = out / wording.SAMPLE_NARRATIVE
    units, groups = out / wording.SAMPLE_UNITS, out / wording.SAMPLE_GROUPS
    with files.atomic(master) as temporary:
        write_master(plan, temporary)
        temporary.write_bytes(_undated(temporary.read_bytes(), plan.settings.issued_on))
    with files.atomic(annex) as temporary:
        write_annex(sample, temporary)
        temporary.write_bytes(_undated(temporary.read_bytes(), plan.settings.issued_on))
    with files.atomic(narrative) as temporary:
        write_narrative(temporary)
        temporary.write_bytes(_undated(temporary.read_bytes(), plan.settings.issued_on))
    files.write_bytes(units, _csv(list(UnitField), _unit_rows(plan)))
    files.write_bytes(groups, _csv(list(GroupField), ((group.word, group.members) for group in plan.groups)))
    return [master, annex, narrative, units, groups]


def _unit_rows(plan: Plan) -> Iterable[Sequence[str]]:
    for unit in plan.units:
        stopped = wording.YES if unit.stopped else ""
        yield (
            unit.name,
            unit.category,
            wording.BETWEEN_ALIASES.join(unit.aliases),
            unit.contact,
            unit.email,
            stopped,
        )


def _csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a mark in front, without which Excel takes it for GBK."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _undated(data: bytes, day: date | None) -> bytes:
    """The same office file with the day of issue instead of the moment it was made."""
    stamp = f"{day or date(2026, 1, 1)}T00:00:00Z".encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + stamp, content)
            fixed = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, content)
    return out.getvalue()
