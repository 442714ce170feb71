"""What collect and merge said against what the simulated office did. Works on their JSON shapes alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from taskbook import wording
from taskbook.model import Reply, State
from taskbook.rehearsal.truth import SentFile, Truth
from taskbook.returns.archive import Outcome

_FIELDS = ("progress", "value", "evidence", "problem", "next_step", "reporter", "phone", "reviewer")
_KNOWN_BY_BOOK = {Outcome.ACCEPTED, Outcome.SUPERSEDED, Outcome.DUPLICATE}


def collect_differences(truth: Truth, collected: Mapping[str, object]) -> list[str]:
    """Each file once, with its outcome, its unit, exactly the findings it deserves; and who is missing."""
    found: dict[str, Mapping[str, object]] = {}
    wrong = []
    for entry in collected["files"]:  # type: ignore[attr-defined]
        if entry["file"] in found:
            wrong.append(wording.rehearsal_twice(entry["file"]))
        found[entry["file"]] = entry
    for sent in truth.files:
        wrong += _file_differences(sent, found.pop(sent.file, None))
    wrong += [wording.rehearsal_nobody_sent(file) for file in found]
    missing = set(collected["missing"])  # type: ignore[call-overload]
    if missing != truth.missing:
        wrong.append(wording.rehearsal_missing(sorted(truth.missing), sorted(missing)))
    return wrong


def _file_differences(sent: SentFile, entry: Mapping[str, object] | None) -> Iterator[str]:
    if entry is None:
        yield wording.rehearsal_lost(sent.file)
        return
    if entry["outcome"] != sent.outcome:
        yield wording.rehearsal_file(sent.file, "outcome", str(sent.outcome), str(entry["outcome"]))
    if sent.outcome in _KNOWN_BY_BOOK and entry["unit"] != sent.unit:
        yield wording.rehearsal_file(sent.file, "unit", sent.unit, str(entry["unit"]))
    codes = {finding["code"] for finding in entry["findings"]}  # type: ignore[attr-defined]
    expected = {code.name for code in sent.codes}
    if codes != expected:
        yield wording.rehearsal_file(sent.file, "findings", str(sorted(expected)), str(sorted(codes)))
    if sent.outcome is Outcome.ACCEPTED and entry["rows"] != len(sent.answers):
        yield wording.rehearsal_file(sent.file, "rows", str(len(sent.answers)), str(entry["rows"]))


def merge_differences(truth: Truth, merged: Mapping[str, object]) -> list[str]:
    """Every answer that counts is there, word for word, and no other."""
    written = {
        key: (str(reply.state), *(getattr(reply, name).strip() for name in _FIELDS), _day(reply))
        for key, reply in truth.answers.items()
    }
    shown = {
        (reply["unit"], task["id"]): (
            reply["status"],
            *(reply.get(name, "") for name in _FIELDS),
            reply.get("reported_on") or "",
        )
        for task in merged["tasks"]  # type: ignore[attr-defined]
        for reply in task["replies"]
        if reply["status"] != State.NONE
    }
    return [
        wording.rehearsal_answer(*key, written.get(key), shown.get(key))
        for key in sorted(written.keys() | shown.keys())
        if written.get(key) != shown.get(key)
    ]


def _day(reply: Reply) -> str:
    return reply.reported_on.isoformat() if reply.reported_on else ""
