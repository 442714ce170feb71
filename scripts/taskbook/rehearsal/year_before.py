"""The sample plan imported once more, with what the year before left unfinished."""

from __future__ import annotations

from pathlib import Path

from taskbook import wording
from taskbook.importing import import_plan
from taskbook.master.write import write_master
from taskbook.period import Period
from taskbook.rehearsal.round import play_round, sample_master
from taskbook.sample.source import SOURCE, read_source

LAST_MONTH = 12


def master_with_lookback(folder: Path) -> Path:
    """A new master in `folder`: the sample's document, and what the status book of last December carries over.

    The year before had the same plan, and its office is played to its last period.
    """
    year = read_source().plan.settings.year
    text = SOURCE.read_text(encoding="utf-8").replace(str(year), str(year - 1))
    before = folder / "before"
    before.mkdir(parents=True)
    source = before / SOURCE.name
    source.write_text(text, encoding="utf-8")
    master = before / "master.xlsx"
    write_master(read_source(source).plan, master)
    last = Period(year - 1, LAST_MONTH)
    played = play_round(master, before / "office", last, with_month_before=False)
    beside = sample_master().parent
    document = beside / wording.SAMPLE_ANNEX
    registry, groups = (beside / name for name in (wording.SAMPLE_UNITS, wording.SAMPLE_GROUPS))
    new = folder / sample_master().name
    import_plan(document, new, registry, groups, previous=played.merged.out)
    return new
