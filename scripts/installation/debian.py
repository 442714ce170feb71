"""System packages on Debian and Ubuntu, where nobody has to be asked. Syntax of Python 3.8, as environment.py needs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")


def on_debian_as_root() -> bool:
    """Whether system packages can be installed here without asking anybody."""
    return (
        hasattr(os, "geteuid")
        and os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
    )


def apt_install(packages: list[str]) -> bool:
    """apt-get update and install, quietly; no service that comes along is started. False (and the end of its output)
    where it did not work."""
    with _no_service_starts():
        return _apt_get(packages)


@contextmanager
def _no_service_starts() -> Iterator[None]:
    """Debian asks this file before a package starts a service (the tests start what they need themselves).

    One that stands there already is somebody's, and is left.
    """
    try:
        with POLICY.open("x", encoding="ascii") as file:
            file.write("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        POLICY.unlink()


def _apt_get(packages: list[str]) -> bool:
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
