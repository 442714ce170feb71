"""The figures of bench_mail.py: what a run is, the table of all of them, what was asked for and what was reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

FLAT_MEBIBYTES = 8
"""The most that six times as many messages may add to a process's memory."""

PLAIN_OF = {"send_ours": ("send_naive", "send_bare"), "fetch_ours": ("fetch_naive", "fetch_safe")}
"""Our leg → the plain ways it is measured against."""

ROWS = {
    "send_ours": "发信：本项目（一条连接，逐封登记落盘）",
    "send_naive": "发信：smtplib，每封一条连接",
    "send_bare": "发信：smtplib，一条连接（已设TCP_NODELAY），不登记",
    "fetch_ours": "取信：本项目（原件存档、附件入收件、逐封登记落盘）",
    "fetch_naive": "取信：imaplib，逐封 FETCH RFC822，只存附件",
    "fetch_safe": "取信：imaplib，逐封，原件、附件、登记同样逐个落盘",
}


@dataclass(frozen=True)
class Run:
    """One run of a leg: messages, seconds of the leg itself and of its whole process, connections the server counted,
    the most memory (MiB) the process held."""

    messages: int
    seconds: float
    whole: float
    connections: int
    peak: float


@dataclass(frozen=True)
class Measured:
    """Every run of every leg with all messages, in turns; ours with few messages (their number is `few`), once."""

    runs: Mapping[str, Sequence[Run]]
    small: Mapping[str, Run]
    few: int

    def ratio(self, ours: str, plain: str, what: str = "seconds") -> float:
        """How many times as fast as the plain way ours is, turn by turn, the middle one."""
        pairs = zip(self.runs[ours], self.runs[plain], strict=True)
        return median(getattr(theirs, what) / getattr(mine, what) for mine, theirs in pairs)


def table(measured: Measured) -> list[str]:
    """One line a leg: the middle of all runs."""
    few = measured.few
    lines = [
        f"| 做法 | 封 | 秒 | 封/秒 | 整个进程 秒 | 整个进程 封/秒 | 连接数 | 内存峰值 MiB | {few} 封时 MiB |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, runs in measured.runs.items():
        messages = runs[0].messages
        seconds, whole = median(run.seconds for run in runs), median(run.whole for run in runs)
        peak = max(run.peak for run in runs)
        small = f"{measured.small[name].peak:.0f}" if name in measured.small else "–"
        lines.append(
            f"| {ROWS[name]} | {messages} | {seconds:.2f} | {messages / seconds:.0f} | {whole:.2f} "
            f"| {messages / whole:.0f} | {max(run.connections for run in runs)} | {peak:.0f} | {small} |"
        )
    return lines


def verdicts(measured: Measured) -> list[str]:
    """What is asked for, with what was reached; then the ratios."""
    lines = []
    for ours, plain in PLAIN_OF.items():
        if ours not in measured.runs:
            continue
        runs, small = measured.runs[ours], measured.small[ours]
        label = ROWS[ours].partition("：")[0]
        most = max(run.connections for run in (*runs, small))
        lines.append(_verdict(f"{label}：服务器数到的连接", most, 1))
        grown = max(run.peak for run in runs) - small.peak
        lines.append(
            _verdict(
                f"{label}：从 {measured.few} 封到 {runs[0].messages} 封，内存多用 MiB", grown, FLAT_MEBIBYTES
            )
        )
        for name in plain:
            each, whole = measured.ratio(ours, name), measured.ratio(ours, name, "whole")
            lines.append(f"对比  本项目的速度是“{ROWS[name]}”的 {each:.2f} 倍（按整个进程算 {whole:.2f} 倍）")
    if "fetch_ours" in measured.runs:
        lines.append(
            "说明  整个进程：发信含读总表、写信；取信含收件（读表、校验、归档）和在信箱里做标记，对比的写法只存附件"
        )
    return lines


def _verdict(what: str, value: float, most: float) -> str:
    return f"{'达到' if value <= most else '未达到'}  {what}：{value:.0f}（要求不超过 {most}）"
