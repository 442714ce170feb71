"""Self-check: which program is Excel here, whether the add-in is in its place, and whether Excel will run it.

Where the registry keys come from: Microsoft's policy templates for Office (office16.admx, excel16.admx) and its pages on
trusted locations and on macros from the internet. What lies in a trusted location is run whatever `vbawarnings` says; the
start folder is one, unless a policy takes that away.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from installation import mark_of_web
from installation.machine import ADDIN, TWINS, Machine
from installation.record import Record, digest
from installation.report import BAD, GOOD, NOTE, Line

APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
WPS = ("wps", "kingsoft", "et.exe")
ADMINISTRATOR = "这是单位的统一设置，请把这一行给管理员看"
USE_TWINS = f"请用“{TWINS}”文件夹里的 校验、下发……：双击，或把总表拖到上面"


def lines(machine: Machine, record: Record | None) -> Iterator[Line]:
    """Everything about Excel; nothing on systems that have none."""
    if machine.system == "windows":
        yield from _which_excel(machine)
    if machine.has_excel:
        yield from _addin(machine, record)
    if machine.system == "windows":
        version = office_version(machine)
        yield from _policies(machine, version)
        yield from _trust(machine, version)
        yield from _disabled_item(machine, version)


# ---- which program ----


def expanded(machine: Machine, text: object) -> str:
    """A path out of the registry: without quotes and arguments, with %NAMES% replaced."""
    plain = str(text or "").strip()
    quoted = re.match(r'"([^"]*)"', plain)
    plain = quoted.group(1) if quoted else re.sub(r"(?i)(\.exe)\s.*$", r"\1", plain)
    names = {name.upper(): value for name, value in machine.environ.items()}
    return re.sub(r"%([^%]+)%", lambda found: names.get(found.group(1).upper(), found.group(0)), plain)


def office_version(machine: Machine) -> str:
    """The number of Office as its registry keys write it; that of 2016 and later where none is registered."""
    current = str(machine.registry.value(r"HKCR\Excel.Application\CurVer") or "")
    number = current.rpartition(".")[2]
    return f"{number}.0" if number.isdigit() and int(number) >= 14 else "16.0"


def program_at(machine: Machine, name: str) -> Path | None:
    """A program that Windows knows by name, if its file is there."""
    for hive in ("HKCU", "HKLM"):
        path = expanded(machine, machine.registry.value(rf"{hive}\{APP_PATHS}\{name}"))
        if path and Path(path).is_file():
            return Path(path)
    return None


def registered_excel(machine: Machine) -> str:
    """The program that answers to `Excel.Application`, or ""."""
    identity = str(machine.registry.value(r"HKCR\Excel.Application\CLSID") or "")
    return (
        expanded(machine, machine.registry.value(rf"HKCR\CLSID\{identity}\LocalServer32")) if identity else ""
    )


def excel_at(machine: Machine) -> Path | None:
    """Excel's program on Windows, whoever answers to its name."""
    registered = registered_excel(machine)
    named = PureWindowsPath(registered).name.lower() == "excel.exe" and Path(registered).is_file()
    return program_at(machine, "excel.exe") or (Path(registered) if named else None)


def bits_of(program: Path) -> int:
    """32 or 64, from the head of a Windows program; 0 where it cannot be read."""
    try:
        with program.open("rb") as file:
            file.seek(0x3C)
            file.seek(struct.unpack("<I", file.read(4))[0])
            head = file.read(6)
    except (OSError, struct.error):
        return 0
    return (
        {0x14C: 32, 0x8664: 64, 0xAA64: 64}.get(struct.unpack("<H", head[4:6])[0], 0) if len(head) == 6 else 0
    )


def _which_excel(machine: Machine) -> Iterator[Line]:
    registered = registered_excel(machine)
    is_wps = any(word in registered.lower() for word in WPS)
    excel = program_at(machine, "excel.exe")
    if (
        excel is None
        and PureWindowsPath(registered).name.lower() == "excel.exe"
        and Path(registered).is_file()
    ):
        excel = Path(registered)
    wps = is_wps or any(program_at(machine, name) for name in ("et.exe", "wps.exe", "ksolaunch.exe"))
    if excel is not None:
        bits = bits_of(excel)
        version = str(machine.registry.value(CLICK_TO_RUN, "VersionToReport") or office_version(machine))
        yield Line(GOOD, "Excel", f"找到了，版本 {version}" + (f"，{bits} 位" if bits else ""))
        if is_wps:
            yield Line(
                NOTE,
                "Excel",
                f"系统把“Excel”登记给了 WPS（{registered}）；Excel 里的按钮仍可用，双击文件可能会用 WPS 打开",
                "可在“WPS 配置工具 → 高级 → 兼容设置”里取消与 Office 的兼容，再修复 Office",
            )
    elif wps:
        yield Line(NOTE, "Excel", "没有找到 Excel，只找到 WPS。WPS 里没有“责任分解”选项卡", USE_TWINS)
    else:
        yield Line(NOTE, "Excel", "没有找到 Excel。以后装上 Excel，选项卡会自己出现，不用重装", USE_TWINS)


# ---- the add-in's file ----


def _addin(machine: Machine, record: Record | None) -> Iterator[Line]:
    again = f"请关闭 Excel，{machine.again}"
    try:
        content = machine.addin.read_bytes()
    except FileNotFoundError:
        yield Line(BAD, "加载项", f"不在 Excel 的启动文件夹里（{machine.addin}）", again)
        return
    except OSError as error:
        yield Line(NOTE, "加载项", f"在，但现在读不了（{error.strerror}），多半是 Excel 正开着")
        return
    known = record.files.get(str(machine.addin), {}).get("digests", []) if record else []
    if digest(content) in known:
        yield Line(GOOD, "加载项", f"已放好（{machine.addin}）")
    else:
        yield Line(NOTE, "加载项", "与安装时的不一样（被改过，或是别的版本）", again)
    if machine.system == "windows" and mark_of_web.marked(machine.addin):
        yield Line(BAD, "加载项", "带有“来自网络”的标记，Excel 不会运行它", again)


# ---- whether Excel will run it ----


def _policies(machine: Machine, version: str) -> Iterator[Line]:
    """Settings that keep macros or add-ins from running wherever they lie."""
    if _number(machine, version, "common", "vbaoff"):
        yield Line(
            BAD, "宏", "这里的 Office 关闭了宏（VBA），加载项不会运行", f"{ADMINISTRATOR}。{USE_TWINS}"
        )
    for name, what in (
        ("disablealladdins", "Excel 停用了所有加载项"),
        ("requireaddinsig", "Excel 只运行有数字签名的加载项，本项目的没有签名"),
    ):
        who = _number_of(machine, version, r"excel\security", name)
        if who:
            own = "请在 Excel：文件 → 选项 → 信任中心 → 信任中心设置 → 加载项，去掉勾选"
            yield Line(BAD, "加载项", what, f"{ADMINISTRATOR}。{USE_TWINS}" if who == "policy" else own)
    if _number(machine, version, r"excel\resiliency", "restricttolist"):
        listed = rf"software\policies\microsoft\office\{version}\excel\resiliency\addinlist"
        allowed = {str(machine.registry.value(rf"{hive}\{listed}", ADDIN)) for hive in ("HKCU", "HKLM")}
        if not allowed & {"1", "2"}:
            yield Line(
                BAD,
                "加载项",
                f"单位只允许名单里的加载项，名单里没有 {ADDIN}",
                f"{ADMINISTRATOR}。{USE_TWINS}",
            )


def _trust(machine: Machine, version: str) -> Iterator[Line]:
    """Whether the start folder is trusted; if not, what becomes of macros that are not."""
    why = _why_not_trusted(machine, version)
    if not why:
        yield Line(GOOD, "受信任位置", "Excel 的启动文件夹受信任，加载项会直接运行")
        return
    warnings = _value(machine, version, r"excel\security", "vbawarnings")
    if warnings == 1:
        yield Line(NOTE, "受信任位置", f"{why}；但这里允许所有的宏，加载项会运行")
    elif warnings in (3, 4):
        yield Line(
            BAD, "受信任位置", f"{why}，又禁止没有签名的宏：加载项不会运行", f"{ADMINISTRATOR}。{USE_TWINS}"
        )
    else:
        yield Line(NOTE, "受信任位置", f"{why}：打开 Excel 时要点“启用宏”，选项卡才会出现", ADMINISTRATOR)


def _why_not_trusted(machine: Machine, version: str) -> str:
    places = r"excel\security\trusted locations"
    if _number(machine, version, places, "alllocationsdisabled"):
        return "这里停用了所有受信任位置"
    shared = rf"software\policies\microsoft\office\{version}\common\security\trusted locations"
    if 0 in [
        machine.registry.value(rf"{hive}\{shared}", "allow user locations") for hive in ("HKCU", "HKLM")
    ]:
        return "单位只承认统一规定的受信任位置"
    if str(machine.start_folder).startswith("\\\\") and not _number(
        machine, version, places, "allownetworklocations"
    ):
        return "Excel 的启动文件夹在网络上，Excel 不信任网络上的位置"
    own = rf"HKCU\Software\Microsoft\Office\{version}\{places}"
    listed = [machine.registry.value(rf"{own}\Location{number}", "Path") for number in range(60)]
    folders = {expanded(machine, path).rstrip("\\/").lower() for path in listed if path}
    if folders and str(machine.start_folder).rstrip("\\/").lower() not in folders:
        return "Excel 的启动文件夹不在受信任位置里"
    return ""


def _disabled_item(machine: Machine, version: str) -> Iterator[Line]:
    """Excel puts a file that was open when it crashed on a list; the values hold its path as UTF-16, in lower case."""
    key = rf"HKCU\Software\Microsoft\Office\{version}\Excel\Resiliency\DisabledItems"
    wanted = ADDIN.lower()
    for value in machine.registry.values(key).values():
        if isinstance(value, bytes) and any(
            wanted in value[start:].decode("utf-16-le", "replace").lower() for start in (0, 1)
        ):
            cure = "请在 Excel：文件 → 选项 → 加载项 → 最下面“管理”选“禁用项目” → 转到 → 选中它 → 启用，然后重开 Excel"
            yield Line(BAD, "加载项", "Excel 上次出错后把它停用了", cure)
            return


def _value(machine: Machine, version: str, place: str, name: str) -> object:
    """A setting: the policy for this person or machine if there is one, else the person's own."""
    for start in (
        rf"HKCU\Software\Policies\Microsoft\Office\{version}",
        rf"HKLM\Software\Policies\Microsoft\Office\{version}",
        rf"HKCU\Software\Microsoft\Office\{version}",
    ):
        value = machine.registry.value(rf"{start}\{place}", name)
        if value is not None:
            return value
    return None


def _number(machine: Machine, version: str, place: str, name: str) -> bool:
    return _value(machine, version, place, name) == 1


def _number_of(machine: Machine, version: str, place: str, name: str) -> str:
    """Who switched something on: `policy`, `person`, or ""."""
    if not _number(machine, version, place, name):
        return ""
    own = machine.registry.value(rf"HKCU\Software\Microsoft\Office\{version}\{place}", name)
    policies = [
        machine.registry.value(rf"{hive}\Software\Policies\Microsoft\Office\{version}\{place}", name)
        for hive in ("HKCU", "HKLM")
    ]
    return "policy" if 1 in policies else "person" if own == 1 else ""
