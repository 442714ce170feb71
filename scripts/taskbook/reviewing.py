"""A plan in prose → a review book: the draft of its table beside its own words, for a person to decide row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from taskbook import wording
from taskbook.check import CheckResult, as_json
from taskbook.columns import Sheet
from taskbook.findings import Cell, Code, Finding, found
from taskbook.intake.blocks import Block
from taskbook.language.reading import read_plan
from taskbook.model import PartyKind, Plan, Reading
from taskbook.new_master import as_source, plan_json, registry_of, with_units, write_new
from taskbook.progress import Progress, silent
from taskbook.prose.draft import Confidence, Draft, Kind
from taskbook.prose.drafting import draft_of
from taskbook.review.places import draft_findings
from taskbook.review.rows import rows_of
from taskbook.review.write import write_review


@dataclass(frozen=True, slots=True)
class DraftResult:
    """The review book that was written, the draft in it (its plan with units and groups), and what its cells mean."""

    book: Path
    draft: Draft
    readings: tuple[Reading, ...]
    findings: list[Finding]
    rest: str = wording.SEE_REVIEW

    @property
    def path(self) -> Path:
        """The book that was written."""
        return self.book

    @property
    def plan(self) -> Plan:
        return self.draft.plan

    def summary(self) -> list[str]:
        """What was drafted, in lines for the screen."""
        sure = Counter(task.confidence for task in self.draft.tasks)
        left = sum(row.kind is Kind.BACKGROUND for row in rows_of(self.draft))
        counts = [sure[one] for one in Confidence]
        name = self.plan.settings.plan_name
        return wording.drafted(name, len(self.draft.tasks), counts, left, self.book)

    def as_json(self) -> dict[str, object]:
        """The draft as data: the body, what became of every stretch of it, the rows as `check_tasks` shows tasks, with
        their source, confidence and reasons."""
        checked = as_json(CheckResult(self.plan, self.readings, self.findings))
        return {
            "review": str(self.book),
            **plan_json(self.plan),
            "tasks": len(self.draft.tasks),
            "rows": [
                row | self._row(number)
                for number, row in enumerate(checked["tasks"])  # type: ignore[arg-type]
            ],
            "body": self.draft.body.text,
            "spans": self._spans(),
            "findings": checked["findings"],
        }

    def _row(self, number: int) -> dict[str, object]:
        drafted = self.draft.tasks[number]
        first = drafted.spans[0][0]
        return {
            "source": drafted.source,
            "paragraph": self.draft.body.number_at(first),
            "place": self.draft.body.place_at(first),
            "spans": [list(span) for span in drafted.spans],
            "confidence": str(drafted.confidence),
            "reasons": [
                {
                    "code": doubt.code.name,
                    "field": str(doubt.field or ""),
                    "message": doubt.code.sentence.format(**doubt.details),
                }
                for doubt in drafted.doubts
            ],
        }

    def _spans(self) -> list[dict[str, object]]:
        text, tasks = self.draft.body.text, self.draft.tasks
        return [
            {
                "start": span.start,
                "end": span.end,
                "kind": str(span.kind),
                "why": span.why,
                "task": tasks[span.task].task.id if span.task is not None else None,
                "text": text[span.start : span.end],
            }
            for span in self.draft.spans
        ]


def draft_review(
    source: Path,
    blocks: Sequence[Block],
    out: Path,
    registry: Path | None = None,
    groups: Path | None = None,
    year: int | None = None,
    progress: Progress = silent,
    today: date | None = None,
) -> DraftResult:
    """Draft the table of a plan in prose and write its review book to `out`, where nothing stands yet.

    Raises `CannotGoOn` where the text holds no task, or a file cannot be read or written.
    """
    day = today or date.today()
    draft = draft_of(blocks, source.name, source.stem, (), (), year, day)
    given = registry_of(registry, groups, draft.plan.settings.plan_name)
    if given.units or given.groups:  # with names that are known, more is understood
        units, words = given.units or (), given.groups or ()
        draft = draft_of(blocks, source.name, source.stem, units, words, year, day)
    progress(wording.IMPORT_READING, 1, 3)
    plan, more = with_units(draft.plan, given)
    draft = replace(draft, plan=plan, findings=(*map(as_source, draft.findings), *more))
    readings, _ = read_plan(plan)
    if registry is not None and (strange := _registry_of_other_place(readings, registry)):
        draft = replace(draft, findings=(*draft.findings, strange))
    progress(wording.IMPORT_READING, 2, 3)
    write_new(out, lambda made: write_review(draft, plan, made))
    progress(wording.IMPORT_READING, 3, 3)
    return DraftResult(out, draft, readings, draft_findings(draft))


_ENOUGH, _FEW = 5, 0.2
"""So many units must be named, and this share of them known at most, before a registry is doubted."""


def _registry_of_other_place(readings: Sequence[Reading], registry: Path) -> Finding | None:
    """Said where hardly any unit that the text names is in the registry."""
    parties = [party for reading in readings for party in reading.parties if party.kind is PartyKind.UNIT]
    named = {party.name for party in parties}
    known = {party.name for party in parties if party.members}
    if len(named) < _ENOUGH or len(known) > _FEW * len(named):
        return None
    counts = {"count": len(named), "known": len(known)}
    return found(Code.REGISTRY_OF_OTHER_PLACE, Cell(Sheet.UNITS), file=registry.name, **counts)
