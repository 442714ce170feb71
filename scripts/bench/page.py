"""How long the page 看板 takes to answer a filter, in Chromium without a window: changed, laid out, and measured there."""

from __future__ import annotations

import importlib.util
import shutil
import tempfile
from pathlib import Path

_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-dev-shm-usage",
)

_MEASURE = """
const done = arguments[arguments.length - 1], form = document.getElementById('b-filters');
const changed = (field, value, event) => {
  const before = performance.now();
  field.value = value;
  field.dispatchEvent(new Event(event, {bubbles: true}));
  document.body.getBoundingClientRect();
  return performance.now() - before;
};
const times = [];
for (const field of form.querySelectorAll('select')) {
  const step = Math.max(1, Math.floor(field.options.length / 40));
  for (let at = 0; at < field.options.length; at += step) {
    times.push(changed(field, field.options[at].value, 'change'));
  }
  times.push(changed(field, '', 'change'));
}
done(times);
"""


def filter_milliseconds(board: Path) -> float | None:
    """The longest answer to any of the page's filters; None where there is no Chromium to ask."""
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        return None
    if importlib.util.find_spec("selenium") is None:
        return None
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.support.ui import WebDriverWait

    with tempfile.TemporaryDirectory() as profile:
        options = Options()
        options.binary_location = str(shutil.which("chromium"))
        for argument in (*_ARGUMENTS, f"--user-data-dir={profile}"):
            options.add_argument(argument)
        driver = webdriver.Chrome(
            options=options, service=Service(executable_path=str(shutil.which("chromedriver")))
        )
        try:
            driver.set_script_timeout(120)
            driver.set_window_size(1366, 768)
            driver.get(board.resolve().as_uri())
            WebDriverWait(driver, 60).until(lambda page: page.execute_script(_READY))
            return max(driver.execute_async_script(_MEASURE))
        finally:
            driver.quit()


_READY = "return document.readyState === 'complete' && !document.getElementById('b-filters').hidden"
