"""The pages in a real browser: signed in as each of the four, with their map, chart and tree, in both languages."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import uvicorn
from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException,
    StaleElementReferenceException,
    WebDriverException,
)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from quaychain.api.app import create_app

from ..api.pages.crane_story import CraneStory
from ..api.world import World, shown

pytestmark = pytest.mark.browser

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PATIENCE = 20


@dataclass
class Site:
    """The app on a loopback port, with the story of the cranes in it."""

    story: CraneStory
    address: str

    def token(self, member: str) -> str:
        return self.story.world.token(member)


@dataclass
class Reader:
    """Somebody at a browser. `requested` are all addresses that the browser asked for."""

    browser: webdriver.Chrome
    site: Site
    requested: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def sign_in(self, member: str, goto: str = "/") -> None:
        """By a printed link: the token stands after the # and reaches no server that way."""
        self.browser.delete_all_cookies()
        self.browser.get("about:blank")
        self.browser.get(f"{self.site.address}/sign-in?goto={goto}#{self.site.token(member)}")
        self.wait(lambda: self.browser.find_elements(By.CSS_SELECTOR, ".who"))

    def open(self, address: str) -> None:
        self.browser.get(self.site.address + address)

    def find(self, selector: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, selector)

    def wait(self, condition: Callable[[], Any]) -> Any:
        passing = (NoSuchElementException, StaleElementReferenceException)
        return WebDriverWait(self.browser, _PATIENCE, ignored_exceptions=passing).until(lambda _: condition())

    def run(self, script: str) -> Any:
        return self.browser.execute_script(script)

    def collect(self) -> None:
        """Take up what the browser asked for and complained of since."""
        for entry in self.browser.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self.requested.append(message["params"]["request"]["url"])
        self.complaints += [entry["message"] for entry in self.browser.get_log("browser")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    world = World(tmp_path_factory.mktemp("site"))
    story = CraneStory(world)
    story.tell()
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(world.services), log_level="warning"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Site(story, f"http://127.0.0.1:{listener.getsockname()[1]}")
    server.should_exit = True
    thread.join(timeout=10)
    world.engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("no Chromium with its chromedriver on the PATH (Debian: apt-get install chromium chromium-driver)")
    options = Options()
    options.binary_location = program
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--window-size=1440,1000",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    try:
        started = webdriver.Chrome(options=options, service=Service(driver))
    except WebDriverException as error:
        pytest.skip(f"the browser that is there doesn't start: {error.msg}")
    yield started
    started.quit()


@pytest.fixture
def reader(browser: webdriver.Chrome, site: Site) -> Iterator[Reader]:
    """A reader of whom it is checked afterwards that nothing went wrong, and that nothing left this machine."""
    person = Reader(browser, site)
    yield person
    person.collect()
    assert person.complaints == []
    assert person.requested
    elsewhere = [
        each for each in person.requested if not each.startswith((site.address + "/", "data:", "about:", "blob:"))
    ]
    assert elsewhere == []


def test_the_manufacturer_sees_its_board(reader: Reader) -> None:
    reader.sign_in("maker", f"/board/{reader.site.story.order_id}")
    assert "#" not in reader.browser.current_url
    assert "QC-STS-2026-01" in reader.find("h1").text
    assert len(reader.browser.find_elements(By.CSS_SELECTOR, ".plan tbody tr")) == 20
    bars = reader.run(
        "return [...document.querySelectorAll('.plan tbody .lane')].map(lane => lane.getBoundingClientRect().width)"
    )
    assert all(width > 200 for width in bars)
    assert "20 days late" in reader.find("main").text
    reader.find(".attention a").click()
    assert reader.browser.current_url.endswith("#snags")
    reader.find(".leave").click()
    reader.wait(lambda: reader.browser.find_elements(By.ID, "token"))
    reader.open("/board")
    assert "/sign-in" in reader.browser.current_url


def test_customs_sees_both_pre_checks_side_by_side(reader: Reader) -> None:
    reader.sign_in("customs")
    assert reader.browser.current_url == reader.site.address + "/desk"
    reader.find("tbody a").click()
    reader.wait(lambda: reader.find(".check-head"))
    heads = [each.text for each in reader.browser.find_elements(By.CSS_SELECTOR, ".check-head b")]
    assert heads == ["Pre-check 1", "Pre-check 2"]
    first = reader.find(".findings tbody tr").text
    assert "superseded" in first
    assert "present" in first
    reader.find(".findings td a").click()
    reader.wait(lambda: "EU declaration of conformity" in reader.find("h1").text)
    pdf = reader.find(".actions a").get_attribute("href")
    head = reader.run(f"return fetch({json.dumps(pdf)}).then(answer => answer.text()).then(text => text.slice(0, 5))")
    assert head == "%PDF-"


def test_the_bank_sees_its_sheet_and_prints_one_page(reader: Reader) -> None:
    reader.sign_in("bank_a")
    reader.wait(lambda: "/evidence/0x" in reader.browser.current_url)
    assert "Evidence sheet" in reader.find("h1").text
    widths = reader.run(
        "const whole = document.querySelector('.shares').getBoundingClientRect().width;"
        "return [...document.querySelectorAll('.shares .share')]"
        ".map(part => Math.round(100 * part.getBoundingClientRect().width / whole))"
    )
    assert widths == [80, 15, 5]
    assert reader.find("[data-print]").is_displayed()
    printed = reader.browser.execute_cdp_cmd(
        "Page.printToPDF", {"preferCSSPageSize": True, "paperWidth": 8.27, "paperHeight": 11.69}
    )
    assert base64.b64decode(printed["data"]).count(b"/Type /Page\n") == 1


def test_the_buyer_sees_voyage_tree_and_readings(reader: Reader) -> None:
    reader.sign_in("buyer", f"/history/{reader.site.story.order_id}")
    reader.wait(lambda: reader.find(".map").get_attribute("data-drawn"))
    assert len(reader.find(".map path.track").get_attribute("d") or "") > 150
    assert len(reader.find(".map path.land").get_attribute("d") or "") > 10_000
    assert len(reader.browser.find_elements(By.CSS_SELECTOR, ".map path.place")) == 5

    reader.wait(lambda: reader.find(".chart").get_attribute("data-drawn"))
    assert _ink(reader) > 500
    assert "300 readings" in reader.find(".chart-words").text
    Select(reader.find(".series-picker select")).select_by_index(1)
    reader.wait(lambda: "°C" in reader.find(".chart-words").text)

    closed = next(
        each
        for each in reader.browser.find_elements(By.CSS_SELECTOR, ".tree details")
        if not each.get_attribute("open")
    )
    inside = closed.find_element(By.CSS_SELECTOR, ":scope > .twigs .tree-line")
    assert not _seen(reader, inside)
    closed.find_element(By.CSS_SELECTOR, "summary").send_keys("\n")
    assert _seen(reader, inside)
    old = next(each for each in reader.browser.find_elements(By.CSS_SELECTOR, ".twig-gone"))
    new = next(each for each in reader.browser.find_elements(By.CSS_SELECTOR, ".twig-later"))
    assert "410059" in old.text
    assert "410301" in new.text
    for configuration, seen in (("maintained", (False, True)), ("built", (True, False)), ("every", (True, True))):
        reader.run(f"document.querySelector('.view-picker input[value={configuration}]').click()")
        assert (_seen(reader, old), _seen(reader, new)) == seen

    rows = len(reader.browser.find_elements(By.CSS_SELECTOR, ".timeline .event"))
    more = reader.find(".timeline .more a")
    reader.run("document.querySelector('.timeline .more a').scrollIntoView()")
    more.click()
    reader.wait(lambda: len(reader.browser.find_elements(By.CSS_SELECTOR, ".timeline .event")) > rows)
    assert "cursor" not in reader.browser.current_url


def test_another_language_has_its_glyphs(reader: Reader) -> None:
    reader.sign_in("maker", f"/board/{reader.site.story.order_id}")
    reader.find(".languages button").click()
    reader.wait(lambda: reader.find("html").get_attribute("lang") == "zh-Hans")
    assert reader.browser.current_url.endswith(f"/board/{reader.site.story.order_id}")
    assert "里程碑" in reader.find("main").text
    assert "华海港口机械" in reader.find(".who").text
    loaded = reader.run(
        "return document.fonts.ready.then(() => [...document.fonts]"
        ".filter(face => face.family.includes('Noto Sans SC') && face.status === 'loaded').length)"
    )
    assert loaded > 3
    assert reader.run("return document.fonts.check('16px \"Noto Sans SC Variable\"', '里程碑订单')")
    reader.find(".languages button").click()
    reader.wait(lambda: reader.find("html").get_attribute("lang") == "en")


@pytest.mark.parametrize("width", [390, 768])
def test_nothing_is_wider_than_a_small_screen(reader: Reader, width: int) -> None:
    story = reader.site.story
    pages = {
        "maker": f"/board/{story.order_id}",
        "customs": f"/desk/{shown('import')}",
        "bank_a": f"/evidence/{shown('receivable M14')}",
        "buyer": f"/history/{story.order_id}",
        "carrier": "/overview",
    }
    screen = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    reader.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    try:
        for member, address in pages.items():
            reader.sign_in(member, address)
            assert reader.run("return document.documentElement.scrollWidth") <= width, address
    finally:
        reader.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_refused_token_is_said_so(reader: Reader) -> None:
    reader.browser.delete_all_cookies()
    reader.browser.get("about:blank")
    reader.browser.get(f"{reader.site.address}/sign-in#qct_{'x' * 43}")
    alert = reader.wait(lambda: reader.browser.find_elements(By.CSS_SELECTOR, "[role=alert]"))
    assert "The token was refused" in alert[0].text


def _seen(reader: Reader, element: WebElement) -> bool:
    """Whether an element can be seen; Selenium's own answer doesn't know closed <details>."""
    return bool(reader.browser.execute_script("return arguments[0].checkVisibility()", element))


def _ink(reader: Reader) -> int:
    """Pixels of the chart that are not blank."""
    return int(
        reader.run(
            "const canvas = document.querySelector('.chart canvas');"
            "const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;"
            "let ink = 0; for (let at = 3; at < data.length; at += 4) { if (data[at] > 0) { ink += 1; } } return ink;"
        )
    )
