"""What is done to pairs of text and table is found, and nothing else: precision and recall of each kind."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from coverage_pairs import (
    Pair,
    change_dates,
    change_numbers,
    compared,
    delete_rows,
    delete_sentences,
    drop_clauses,
    found_of,
    join_sentences,
    matches,
    move_rows,
    own_tasks,
    pair_of,
    reword,
    sample_tasks,
    split_rows,
    swap_units,
)

LEAST = 0.95
SEEDS = range(8)
Change = Callable[[Pair, random.Random, int], None]

ALONE: tuple[tuple[Change, int], ...] = (
    (delete_rows, 4),
    (delete_sentences, 4),
    (swap_units, 4),
    (change_dates, 4),
    (change_numbers, 4),
    (drop_clauses, 4),
)
HARMLESS: tuple[tuple[Change, int], ...] = (
    (reword, 12),
    (join_sentences, 4),
    (split_rows, 4),
    (move_rows, 8),
)
TOGETHER = (*((change, 2) for change, _ in ALONE), (reword, 5), (move_rows, 3), (split_rows, 2))


@pytest.fixture(params=[sample_tasks, own_tasks], ids=["sample", "own"])
def make(request) -> Callable[[], Pair]:
    return lambda: pair_of(*request.param())


def test_an_unchanged_pair_has_no_finding(make):
    result, findings = compared(make())
    assert [one for one in findings if one.severity != "info"] == []
    assert result.without_text == []
    assert {one.state for one in result.judged} == {"yes"}


def test_each_task_comes_from_its_own_paragraph(make):
    result, _ = compared(make())
    assert [origin.paragraphs for origin in result.origins] == [(at + 3,) for at in range(len(result.rows))]


@pytest.mark.parametrize(("change", "count"), HARMLESS, ids=lambda one: getattr(one, "__name__", ""))
def test_another_way_to_say_it_is_no_difference(make, change, count):
    told = []
    for seed in SEEDS:
        pair = make()
        change(pair, random.Random(seed), count)
        told += found_of(compared(pair)[1])
    assert told == []


@pytest.mark.parametrize(
    "changes",
    [*([one] for one in ALONE), TOGETHER],
    ids=lambda one: one[0][0].__name__ if len(one) == 1 else "all",
)
def test_what_was_changed_is_found_and_nothing_else(make, changes):
    hit, missed, false = Counter(), Counter(), Counter()
    for seed in SEEDS:
        pair, chance = make(), random.Random(seed)
        for change, count in changes:
            change(pair, chance, count)
        found = found_of(compared(pair)[1])
        for one in pair.expected:
            (hit if any(matches(one, other) for other in found) else missed)[one[0]] += 1
        false.update(one[0] for one in found if not any(matches(other, one) for other in pair.expected))
    assert len(hit) == len({change for change, _ in changes} & {change for change, _ in ALONE})
    recall = {code: hit[code] / (hit[code] + missed[code]) for code in hit | missed}
    precision = {code: hit[code] / (hit[code] + false[code]) for code in hit | false}
    assert min(recall.values()) >= LEAST, (recall, missed)
    assert min(precision.values()) >= LEAST, (precision, false)
