"""System packages on Debian and Ubuntu, where nobody has to be asked. Syntax of Python 3.8, as environment.py needs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def on_debian_as_root() -> bool:
    """Whether system packages can be installed here without asking anybody."""
    return (
        hasattr(os, "geteuid")
        and os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
    )


def apt_install(packages: list[str]) -> bool:
    """apt-get update and install, quietly. False (and the end of its output) where it did not work."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages],
    ):
        result = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=environment,
            check=False,
        )
        if result.returncode != 0 and command[2] != "update":
            print("\n".join(result.stdout.splitlines()[-15:]), file=sys.stderr, flush=True)
            return False
    return True
