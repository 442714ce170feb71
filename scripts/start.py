"""Sets the project up and runs it: `python3 scripts/start.py demo`, `… test`, `… run check_tasks 总表.xlsx`.

Standard library only; see environment.py for what is set up and how it is recognised the next time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import environment

SCRIPTS = Path(__file__).resolve().parent
ROOT = SCRIPTS.parent
OLDEST_PYTHON = (3, 11)
NOT_VERBS = {"start", "environment"}
INSTALLING = ("install", "uninstall", "selfcheck", "wheels", "fits")

SYSTEM_PARTS = {
    "libreoffice-calc": "soffice",
    "libreoffice-writer": "soffice",
    "fonts-noto-cjk": "",
    "poppler-utils": "pdftoppm",
    "strace": "strace",
    "p7zip-full": "7z",
    "python3-uno": "",
    "dovecot-core": "doveconf",
    "dovecot-imapd": "",
    "chromium": "chromium",
    "chromium-driver": "chromedriver",
}
"""Debian package → a program it brings. Only tests need them."""

HELP = """用法：python3 scripts/start.py 命令 [参数……]

  demo                用示例计划演示一整轮：校验、下发、模拟各单位填报、收件、汇总
  test [参数]         准备好一切并运行全部测试和代码检查；带参数时只把参数交给 pytest
  run 脚本名 [参数]   运行一个命令，例如：run check_tasks 总表.xlsx
  setup               只建立运行环境
  install             安装：Excel 里的“责任分解”选项卡，和双击就能用的“启动”文件夹；最后自检
  uninstall           卸载：撤回安装时写下的一切，工作簿不动
  selfcheck           自检：哪里正常，哪里不行，怎么办
  wheels --platform win_amd64
                      备一个文件夹，拷到不联网的 Windows 电脑上双击 安装.cmd 就能装
  help                显示这段说明

可以 run 的脚本：
%s

首次运行会在项目里建立 .venv（需要联网，约 1 分钟）；以后不再联网。"""


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old console code page must not end the run
    if sys.version_info < OLDEST_PYTHON:
        now = f"{sys.version_info[0]}.{sys.version_info[1]}"
        environment.say(f"需要 Python 3.11 或更新的版本，现在是 {now}。{_newer_python()}")
        return 2
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    try:
        if command in ("help", "-h", "--help"):
            print(HELP % "\n".join("  " + name for name in verbs()))
            return 0
        if command == "demo":
            return _run("rehearse", rest)
        if command == "run":
            return _run(rest[0] if rest else "", rest[1:])
        if command == "test":
            return _test(rest)
        if command == "setup":
            environment.ensure(ROOT, environment.USER_REQUIREMENTS)
            return 0
        if command == "press":
            return _press(rest)
        if command in INSTALLING:
            from installation import commands

            return commands.run(command, rest, ROOT)
    except environment.SetupFailed as failure:
        environment.say("\n".join(failure.log.splitlines()[-20:]))
        environment.say(str(failure))
        return 2
    except KeyboardInterrupt:
        environment.say("\n已中断。再运行一次会接着完成。")
        return 130
    environment.say(
        f"不认识“{command}”。可用的命令：demo、test、run、setup、install、uninstall、selfcheck、wheels、help"
    )
    return 2


def verbs() -> list[str]:
    """The scripts that `run` can start."""
    return sorted(path.stem for path in SCRIPTS.glob("*.py") if path.stem not in NOT_VERBS)


def _newer_python() -> str:
    for minor in range(15, 10, -1):
        name = f"python3.{minor}"
        if shutil.which(name) and not subprocess.call([name, "-c", ""], stderr=subprocess.DEVNULL):
            return f"本机已有 {name}，请运行：{name} scripts/start.py"
    return "请从 https://www.python.org/downloads/ 安装"


def _environment() -> dict:
    return dict(os.environ, PYTHONUTF8="1")


def _run(name: str, arguments: list[str]) -> int:
    """Run one verb in the environment. Where the system can, this process becomes it; otherwise it waits."""
    verb = name[:-3] if name.endswith(".py") else name
    if verb not in verbs():
        environment.say(f"没有名为“{name}”的脚本。可用的有：{'、'.join(verbs())}")
        return 2
    python = environment.ensure(ROOT, environment.USER_REQUIREMENTS)
    command = [str(python), str(SCRIPTS / (verb + ".py")), *arguments]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":  # exec on Windows returns to the console before the program has ended
        return subprocess.call(command, env=_environment())
    os.execve(command[0], command, _environment())


def _press(arguments: list[str]) -> int:
    """What a start file calls: a button, and the files that were dropped on it."""
    from installation.twins import dropped

    button, files = arguments[:1], dropped(os.environ, arguments[1:])
    if len(files) > 1:
        environment.say(f"一次只能处理一个总表，这次拖来了 {len(files)} 个文件。请只拖总表这一个")
        return 2
    return _run("press_button", [*button, *files])


def _test(arguments: list[str]) -> int:
    """Everything a change must pass. With arguments: only pytest, with them."""
    _system_parts()
    python = str(environment.ensure(ROOT, environment.DEVELOPER_REQUIREMENTS))
    pytest = [python, "-m", "pytest"]
    if arguments:
        return subprocess.call([*pytest, *arguments], cwd=str(ROOT), env=_environment())
    failed = []
    for what in (["check", "."], ["format", "--check", "."]):
        if subprocess.call([python, "-m", "ruff", *what], cwd=str(ROOT), env=_environment()):
            failed.append("ruff " + what[0])
    if (os.cpu_count() or 1) > 1:
        pytest += ["-n", "2", "--dist", "loadfile"]
    pytest += ["--cov", "--cov-report=term:skip-covered", "--cov-fail-under=90"]
    if subprocess.call(pytest, cwd=str(ROOT), env=_environment()):
        failed.append("pytest")
    if failed:
        environment.say("没有通过：" + "、".join(failed))
    return 1 if failed else 0


def _system_parts() -> None:
    """Install what some tests need, where nobody has to be asked; elsewhere say what is missing (tests skip, but not in CI)."""
    missing = [name for name in SYSTEM_PARTS if not _is_there(name)]
    if missing and environment.on_debian_as_root():
        environment.say("正在安装测试需要的系统软件：" + "、".join(missing) + " ……")
        environment.apt_install(missing)
        missing = [name for name in SYSTEM_PARTS if not _is_there(name)]
    if missing:
        environment.say("缺少系统软件：" + "、".join(missing) + "。需要它们的测试会跳过，并列出原因")


def _is_there(package: str) -> bool:
    program = SYSTEM_PARTS[package]
    if shutil.which("dpkg-query"):
        asked = ["dpkg-query", "-W", "-f", "${db:Status-Status}", package]
        state = subprocess.run(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
        if state == b"installed":
            return True
        if environment.on_debian_as_root() and package.startswith("libreoffice-"):
            return False  # soffice alone may lack Calc or Writer
    if not program:
        return not environment.on_debian_as_root()  # fonts: elsewhere no cheap way to know
    return shutil.which(program) is not None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
