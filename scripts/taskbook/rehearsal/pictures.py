"""Pictures for the manual, taken from the real books of a played round (LibreOffice and pdftoppm)."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from taskbook import wording
from taskbook.columns import FindingField, Sheet
from taskbook.findings import CannotGoOn, Stop
from taskbook.rehearsal.round import Round, play_round, sample_master

PICTURES: tuple[tuple[str, str, str], ...] = (
    ("annex", "annex", wording.ANNEX_MARK + "\n"),
    ("master", "master", Sheet.TASKS),
    ("findings", "master", FindingField.MESSAGE),
    ("unit_book", "unit_book", wording.TOKEN_LABEL),
    ("overview", "status", wording.CHART_LIGHTS),
    ("task_status", "status", Sheet.TASK_STATUS),
)
"""(picture, book, words): the first page of the book that holds the words."""

RESOLUTION = 84  # dots per inch: readable in a browser, about 150 kB a page


def draw_pictures(target: Path) -> list[Path]:
    """Play a round on the sample plan and draw its books' pages as `target/<picture>.png`."""
    for program in ("soffice", "pdftoppm", "pdftotext"):
        if shutil.which(program) is None:
            raise CannotGoOn(Stop.FILE_MISSING, path=program)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        books = _books(play_round(sample_master(), Path(folder) / "round"), Path(folder))
        _to_pdf(books.values(), Path(folder))
        return [
            _picture(name, books[book].with_suffix(".pdf"), page, target) for name, book, page in PICTURES
        ]


def _books(played: Round, folder: Path) -> dict[str, Path]:
    """The books to draw, copied under plain names."""
    chosen = max(played.split.books, key=lambda book: book.tasks).file
    sources = {
        "annex": next(sample_master().parent.glob("*.docx")),
        "master": played.master,
        "unit_book": chosen,
        "status": played.merged.out,
    }
    return {name: Path(shutil.copy2(path, folder / f"{name}{path.suffix}")) for name, path in sources.items()}


def _to_pdf(books: Iterable[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, *map(str, books)], check=True, capture_output=True, timeout=180)


def _picture(name: str, pdf: Path, words: str, target: Path) -> Path:
    text = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True).stdout
    pages = text.decode("utf-8", "replace").split("\f")
    page = next((number for number, told in enumerate(pages, 1) if words in told), 1)
    drawn = target / name
    command = [
        "pdftoppm",
        "-png",
        "-singlefile",
        "-r",
        str(RESOLUTION),
        "-f",
        str(page),
        str(pdf),
        str(drawn),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return drawn.with_suffix(".png")
