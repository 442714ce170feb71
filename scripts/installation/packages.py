"""Getting the packages of the requirement files into an environment with pip. Syntax of Python 3.8, as environment.py needs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

OFFLINE_SIGNS = (
    "failed to establish a new connection",
    "temporary failure in name resolution",
    "name or service not known",
    "getaddrinfo failed",
    "network is unreachable",
    "connection refused",
    "connecttimeout",
    "read timed out",
    "proxyerror",
    "cannot connect to proxy",
    "max retries exceeded",
)


class SetupFailed(Exception):
    """The environment could not be made; `str()` is the Chinese sentence, `log` what the tool printed."""

    def __init__(self, sentence: str, log: str = "") -> None:
        self.log = log
        super().__init__(sentence)


def say(text: str, end: str = "\n") -> None:
    """One message to the person at the screen; never to standard output, which belongs to the verb."""
    print(text, end=end, file=sys.stderr, flush=True)


def install(python: Path, root: Path, names: tuple[str, ...]) -> None:
    """pip, behind one line of progress. A folder wheels/ in the project is used first, so that no network is needed."""
    files = [part for name in names for part in ("-r", str(root / name))]
    ways: list[list[str]] = [[]]
    if (root / "wheels").is_dir():
        ways.insert(0, ["--no-index", "--find-links", str(root / "wheels")])
    logs: list[str] = []
    for way in ways:
        command = [str(python), "-m", "pip", "install", "--no-input", "--retries", "2", *way, *files]
        code, log = _watched(command)
        if code == 0:
            return
        logs.append(log)
    log = "\n".join(logs)
    low = log.lower()
    if "no space left" in low:
        raise SetupFailed("磁盘已满，组件没有装完。请腾出约 500 MB 空间后重试", log)
    lacking = re.search(r"no matching distribution found for ([^\s(]+)", logs[0], re.IGNORECASE)
    if len(ways) > 1 and lacking:
        bits = 64 if sys.maxsize > 2**32 else 32
        raise SetupFailed(
            f"wheels 文件夹里没有适合本机 Python {sys.version_info[0]}.{sys.version_info[1]}（{bits} 位）的组件 "
            f"{lacking.group(1)}，也没能从网上取得。请换用 wheels 文件夹支持的 Python 版本，或联网后重试",
            log,
        )
    if any(sign in low for sign in OFFLINE_SIGNS):
        raise SetupFailed(
            "连不上软件源，组件没有装完。请联网后重试；内网可设环境变量 PIP_INDEX_URL 指定内部源，"
            "或把安装包放进项目的 wheels 文件夹",
            log,
        )
    raise SetupFailed("组件没有装完（pip 的输出见上）", log)


def _watched(command: list[str]) -> tuple[int, str]:
    """Run pip: its exit code and everything it printed; meanwhile one line tells how many packages are ready."""
    lines: list[str] = []
    seen = 0
    terminal = sys.stderr.isatty()
    environment = dict(os.environ, PYTHONUTF8="1", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_PROGRESS_BAR="off")
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment,
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if line.startswith("Collecting "):
                seen += 1
                word = line.split()[1]
                if terminal:
                    say(f"\r  正在准备第 {seen} 个组件：{word:<40}", end="")
            elif line.startswith("Installing collected") and terminal:
                say(f"\r  正在安装 {seen} 个组件……{'':<40}", end="")
    if terminal:
        say(f"\r{'':<70}\r", end="")
    return process.returncode, "".join(lines)
