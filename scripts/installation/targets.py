"""The machine that wheels are gathered for: its tags, and what environment markers say there.

pip's `--platform` picks wheels for another machine but goes on evaluating markers for the one it runs on (pip issues 4304 and
6117): on Linux it would leave out pywin32. So markers are evaluated here, with the packaging that pip brings along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

NEWEST_GLIBC = 28
"""What `linux_x86_64` stands for: wheels up to manylinux_2_28, which every distribution still cared for runs."""
OLDER_NAMES = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
WINDOWS_MACHINES = {"win_amd64": "AMD64", "win32": "x86", "win_arm64": "ARM64"}

PLATFORM = re.compile(r"win_amd64|win32|win_arm64|macosx_\d+_\d+_\w+|(many)?linux(_2_\d+)?_\w+")
"""Platforms as `--platform` takes them."""


@dataclass(frozen=True)
class Target:
    """A platform as wheels name it (`win_amd64`, `linux_x86_64`, `macosx_12_0_arm64`) and a Python version."""

    platform: str
    python: tuple[int, int]

    def __str__(self) -> str:
        return f"Python {self.python[0]}.{self.python[1]}"

    @property
    def platforms(self) -> list[str]:
        """Every platform tag that this machine takes, the best first."""
        from pip._vendor.packaging import tags

        mac = re.fullmatch(r"macosx_(\d+)_(\d+)_(\w+)", self.platform)
        if mac:
            return list(tags.mac_platforms((int(mac[1]), int(mac[2])), mac[3]))
        linux = re.fullmatch(r"(?:many)?linux(?:_2_(\d+))?_(\w+)", self.platform)
        if not linux:
            return [self.platform]
        found = []
        for minor in range(int(linux[1] or NEWEST_GLIBC), 4, -1):
            found.append(f"manylinux_2_{minor}_{linux[2]}")
            if minor in OLDER_NAMES:
                found.append(f"{OLDER_NAMES[minor]}_{linux[2]}")
        return [*found, f"linux_{linux[2]}"]

    @cached_property
    def tags(self) -> dict:
        """Wheel tag → rank, 0 the best."""
        from pip._vendor.packaging import tags

        interpreter = f"cp{self.python[0]}{self.python[1]}"
        ordered = [
            *tags.cpython_tags(self.python, platforms=self.platforms),
            *tags.compatible_tags(self.python, interpreter, self.platforms),
        ]
        return {tag: rank for rank, tag in reversed(list(enumerate(ordered)))}

    @property
    def markers(self) -> dict[str, str]:
        """What the names in environment markers stand for on that machine."""
        version = f"{self.python[0]}.{self.python[1]}"
        machine = "x86_64" if self.platform.endswith("x86_64") else self.platform.rpartition("_")[2]
        system = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux"}
        if self.platform in WINDOWS_MACHINES:
            system = {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows"}
            machine = WINDOWS_MACHINES[self.platform]
        elif self.platform.startswith("macosx"):
            system = {"os_name": "posix", "sys_platform": "darwin", "platform_system": "Darwin"}
        return {
            **system,
            "platform_machine": machine,
            "platform_release": "10",
            "platform_version": "10.0",
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "implementation_version": version + ".0",
            "python_version": version,
            "python_full_version": version + ".0",
        }

    @property
    def pip_options(self) -> list[str]:
        """The options by which pip takes wheels for that machine, and nothing that has to be compiled."""
        platforms = [part for name in self.platforms for part in ("--platform", name)]
        version = ["--implementation", "cp", "--python-version", f"{self.python[0]}.{self.python[1]}"]
        return [*platforms, *version, "--only-binary", ":all:"]
