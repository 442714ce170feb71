"""The manual's pictures can be drawn from a played round, each from a page of its own."""

from __future__ import annotations

import shutil

import pytest
from taskbook.rehearsal.pictures import PICTURES, draw_pictures


@pytest.mark.office
def test_each_picture_shows_a_page_of_its_own(tmp_path, soffice):
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm is not on this machine (Debian: apt-get install poppler-utils)")
    drawn = draw_pictures(tmp_path)
    assert [path.stem for path in drawn] == [name for name, _, _ in PICTURES]
    contents = [path.read_bytes() for path in drawn]
    assert all(content.startswith(b"\x89PNG") and len(content) > 20_000 for content in contents)
    assert len(set(contents)) == len(contents)
