"""Cells to set → rectangles, and what a text must look like so that Excel takes it as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from taskbook.live.blocks import Block, as_entered, blocks_of, rows_of

PLACES = st.sets(st.tuples(st.integers(0, 12), st.integers(0, 6)), max_size=40)


@given(PLACES, st.data())
def test_blocks_hold_every_change_once_and_nothing_that_is_not_wanted(wanted, data):
    changed = data.draw(st.sets(st.sampled_from(sorted(wanted)))) if wanted else set()
    blocks = blocks_of(wanted, changed)
    covered = [place for block in blocks for place in block.places()]
    assert len(covered) == len(set(covered))
    assert changed <= set(covered) <= wanted


def test_a_full_table_is_one_block_and_shrinks_to_the_rows_that_change():
    wanted = [(row, column) for row in range(3, 40) for column in range(10, 15)]
    assert blocks_of(wanted, set(wanted)) == [Block(3, 10, 39, 14)]
    assert blocks_of(wanted, {(7, 11), (9, 14)}) == [Block(7, 10, 9, 14)]
    assert blocks_of(wanted, set()) == []


def test_rows_left_out_and_columns_apart_are_blocks_of_their_own():
    wanted = [(row, column) for row in (3, 4, 6) for column in (0, 1, 5)]
    assert blocks_of(wanted, set(wanted)) == [
        Block(3, 0, 4, 1),
        Block(6, 0, 6, 1),
        Block(3, 5, 4, 5),
        Block(6, 5, 6, 5),
    ]


def test_a_formula_that_says_the_right_thing_stays():
    wanted = {(0, 0): "推进中", (0, 1): 0.5}
    assert rows_of(Block(0, 0, 0, 1), wanted, {(0, 1): "=1/2"}) == [["推进中", "=1/2"]]


@pytest.mark.parametrize(
    "text",
    [
        "2026-09",
        "100%",
        "3/4",
        "001",
        "=1+1",
        "+1",
        "-",
        "@SUM",
        "'",
        "TRUE",
        "e5",
        "１２",
        "三月",
        "½",
        "No.3",
        "＝求和",
        "＋甲",
        "－乙",
        "＠某人",
    ],
)
def test_what_excel_could_take_for_something_else_is_given_as_text(text):
    assert as_entered(text) == "'" + text


@pytest.mark.parametrize("text", ["推进中", "绿", "区司法局：已印发通知。"])
def test_plain_words_are_given_as_they_are(text):
    assert as_entered(text) == text


def test_numbers_stay_numbers_and_nothing_clears_a_cell():
    assert as_entered(0.25) == 0.25
    assert as_entered("") is None
    assert as_entered(None) is None
    assert as_entered("坏\x00字\r\n") == "坏字\n"
