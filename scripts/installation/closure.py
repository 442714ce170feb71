"""Everything that the requirements need on another machine: the wheels' own metadata followed until nothing is missing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.parser import Parser
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from installation.targets import Target

if TYPE_CHECKING:
    from pip._vendor.packaging.requirements import Requirement

ROUNDS = 30
"""More than any chain of requirements is long; what still changes then is going round in circles."""


class NoWheel(Exception):
    """A package has no wheel that fits; `wanted` says what was looked for, `by` which package asked for it."""

    def __init__(self, wanted: str, by: str, detail: str = "") -> None:
        self.wanted, self.by, self.detail = wanted, by, detail
        super().__init__(f"{wanted} ({by})")


@dataclass
class Wanted:
    """What is asked of one package, and by whom."""

    specifiers: list[str] = field(default_factory=list)
    extras: set[str] = field(default_factory=set)
    by: str = ""

    def joined(self) -> str:
        """All version conditions in one."""
        return ",".join(sorted({part for part in self.specifiers if part}))


def read_requirements(path: Path) -> list[Requirement]:
    """The lines of a requirements file that name a package."""
    from pip._vendor.packaging.requirements import Requirement

    lines = [line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def needed(
    requirements: list[Requirement],
    target: Target,
    folder: Path,
    fetch: Callable[[Target, list[str]], None] | None,
) -> dict[str, Path]:
    """Package → its wheel in `folder`, for everything the requirements need on the target.

    `fetch(target, ["name>=1", …])` brings missing wheels into the folder; without it, what is there has to do. Raises NoWheel.
    """
    from pip._vendor.packaging.utils import canonicalize_name

    for _ in range(ROUNDS):
        wanted: dict[str, Wanted] = {}
        chosen: dict[str, Path] = {}
        missing: list[str] = []
        queue = [(one, "requirements.txt") for one in requirements if _holds(one, target, "")]
        done: set[tuple[str, frozenset[str], str]] = set()
        while queue:
            one, by = queue.pop(0)
            name = canonicalize_name(one.name)
            asked = wanted.setdefault(name, Wanted(by=by))
            asked.specifiers.append(str(one.specifier))
            asked.extras |= one.extras
            state = (name, frozenset(asked.extras), asked.joined())
            if state in done:
                continue
            done.add(state)
            wheel = best(folder, name, asked.joined(), target)
            if wheel is None:
                missing.append(name)
                continue
            chosen[name] = wheel
            queue += [(other, name) for other in _asked_by(wheel, asked.extras, target)]
        missing = sorted(
            {name for name in wanted if name in missing or not _fits(chosen[name], wanted[name].joined())}
        )
        if not missing:
            return {name: chosen[name] for name in sorted(chosen)}
        if fetch is None:
            raise NoWheel(missing[0] + wanted[missing[0]].joined(), wanted[missing[0]].by)
        _bring(fetch, target, folder, {name: wanted[name] for name in missing})
    raise NoWheel("?", "requirements.txt")


def _bring(
    fetch: Callable[[Target, list[str]], None], target: Target, folder: Path, missing: dict[str, Wanted]
) -> None:
    """Fetch, and make sure that it came."""
    try:
        fetch(target, [name + asked.joined() for name, asked in missing.items()])
    except NoWheel as lacking:
        by = [asked.by for name, asked in missing.items() if name + asked.joined() == lacking.wanted]
        raise NoWheel(lacking.wanted, "".join(by), lacking.detail) from lacking
    for name, asked in missing.items():
        if best(folder, name, asked.joined(), target) is None:
            raise NoWheel(name + asked.joined(), asked.by)


def best(folder: Path, name: str, specifier: str, target: Target) -> Path | None:
    """The wheel in the folder that pip would take: the newest version, of that the closest build."""
    from pip._vendor.packaging.specifiers import SpecifierSet
    from pip._vendor.packaging.utils import parse_wheel_filename

    found = []
    python = f"{target.python[0]}.{target.python[1]}.99"
    for path, (itself, version, _, tags) in _parsed(folder, parse_wheel_filename):
        ranks = [target.tags[tag] for tag in tags if tag in target.tags]
        if itself == name and ranks and SpecifierSet(specifier).contains(version, prereleases=True):
            needs = metadata(path).get("Requires-Python")
            if not needs or SpecifierSet(needs).contains(python):
                found.append((version, -min(ranks), path.name, path))
    return max(found)[3] if found else None


def _parsed(folder: Path, parse: Callable[[str], tuple]) -> Iterator[tuple[Path, tuple]]:
    for path in sorted(folder.glob("*.whl")):
        try:
            yield path, parse(path.name)
        except ValueError:
            continue


def _fits(wheel: Path, specifier: str) -> bool:
    from pip._vendor.packaging.specifiers import SpecifierSet
    from pip._vendor.packaging.utils import parse_wheel_filename

    return SpecifierSet(specifier).contains(parse_wheel_filename(wheel.name)[1], prereleases=True)


def _asked_by(wheel: Path, extras: set[str], target: Target) -> Iterator[Requirement]:
    from pip._vendor.packaging.requirements import Requirement

    for line in metadata(wheel).get("Requires-Dist") or []:
        one = Requirement(line)
        if any(_holds(one, target, extra) for extra in ("", *extras)):
            yield one


def _holds(one: Requirement, target: Target, extra: str) -> bool:
    return one.marker is None or one.marker.evaluate({**target.markers, "extra": extra})


def metadata(wheel: Path) -> dict:
    """What a wheel says of itself: `Requires-Dist` as a list, `Requires-Python` as a text. Raises NoWheel if it is damaged."""
    return _metadata(wheel, wheel.stat().st_size)


@cache
def _metadata(wheel: Path, size: int) -> dict:
    try:
        with zipfile.ZipFile(wheel) as package:
            (name,) = [
                one
                for one in package.namelist()
                if one.endswith(".dist-info/METADATA") and one.count("/") == 1
            ]
            message = Parser().parsestr(package.read(name).decode("utf-8", "replace"))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NoWheel(wheel.name, "wheels", "damaged") from error
    return {
        "Requires-Dist": message.get_all("Requires-Dist") or [],
        "Requires-Python": message.get("Requires-Python", ""),
    }
