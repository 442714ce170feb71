"""A real browser for the tests of pages: Chromium without a window and without a network, as people open a file with it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from system_parts import program

DESKTOP, PHONE = (1366, 768), (375, 812)

ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--lang=zh-CN",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One browser for all tests; each opens its own page in it with `show`."""
    options = Options()
    options.binary_location = program("chromium", "chromium")
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(
        options=options, service=Service(executable_path=program("chromedriver", "chromium-driver"))
    )
    driver.set_script_timeout(60)
    try:
        yield driver
    finally:
        driver.quit()


def show(
    browser: webdriver.Chrome,
    page: Path,
    address: str = "",
    size: tuple[int, int] = DESKTOP,
    script: bool = True,
    media: str = "",
) -> None:
    """Open a file fresh at this width and height; `address`: from # on; `media`: `print` for how it is printed."""
    browser.get("about:blank")
    browser.get_log("browser")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
    width, height = size
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media})
    browser.get(page.resolve().as_uri() + address)


def complaints(browser: webdriver.Chrome) -> list[str]:
    """What the console says since the page was opened: errors, refusals of the page's own policy, warnings."""
    return [f"{entry['level']} {entry['message']}" for entry in browser.get_log("browser")]


def printed(browser: webdriver.Chrome, path: Path) -> Path:
    """The page as the browser prints it, as a PDF."""
    options: dict[str, Any] = {"printBackground": True, "preferCSSPageSize": True}
    path.write_bytes(base64.b64decode(browser.execute_cdp_cmd("Page.printToPDF", options)["data"]))
    return path
