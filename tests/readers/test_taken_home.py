"""What the built site offers to take home and to share, as its readers' programs find it."""

import io
import re
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from runner.page import find_pages
from runner.store import Store
from weaving.wheel import wheel, wheel_name


def pytest_generate_tests(metafunc):
    if "answer" in metafunc.fixturenames:
        pages = find_pages(metafunc.config.rootpath / "docs")
        answers = [page for page in pages if page.is_answer]
        metafunc.parametrize("answer", answers, ids=lambda page: page.name)


@pytest.fixture
def html(site, answer):
    path = site.directory / answer.place / "index.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def file_at(site, address):
    """The file of the site at an address."""
    assert address.startswith(site.url)
    return site.directory / address.removeprefix(site.url)


def test_the_library_is_there(site):
    assert (site.directory / wheel_name()).read_bytes() == wheel()


def test_llms_txt_names_every_answer(site, request):
    text = (site.directory / "llms.txt").read_text(encoding="utf-8")
    addresses = re.findall(r"\]\((\S+)\): .", text)
    answers = [p for p in find_pages(request.config.rootpath / "docs") if p.is_answer]
    assert sorted(addresses) == sorted(f"{site.url}{page.place}/index.md" for page in answers)
    assert all(file_at(site, address).is_file() for address in addresses)


def test_what_stands_below_an_answer(site, answer, html):
    here = f"{site.url}{answer.place}/"
    notebook, markdown, source = html.select(".take-home a")
    assert file_at(site, urljoin(here, notebook["href"])).suffix == ".ipynb"
    assert notebook["download"] == f"{answer.slug}.ipynb"
    assert file_at(site, urljoin(here, markdown["href"])).name == "index.md"
    assert source["href"].endswith(f"/blob/main/docs/{answer.name}")


def test_every_figure_can_be_used_elsewhere(site, answer, html, request):
    result = Store(request.config.rootpath / ".cache/pages").last(answer).result
    links = [link["download"] for link in html.select(".reuse a[download]")]
    assert sorted(links) == sorted(f"{f}.{kind}" for f in result.figures for kind in ("svg", "png"))
    folder = site.directory / answer.place / "figures"
    assert sorted(path.name for path in folder.iterdir()) == sorted(links)
    for path in folder.glob("*.png"):
        assert f"{site.url}{answer.place}/" in Image.open(path).text["Source"]


def test_a_shared_link_shows_the_question_and_its_figure(site, answer, html):
    tags = {tag["property"]: tag["content"] for tag in html.select("meta[property^='og:']")}
    assert tags["og:title"] == html.h1.find(string=True).strip()
    assert tags["og:description"] == answer.meta["description"]
    assert tags["og:url"] == f"{site.url}{answer.place}/"
    image = Image.open(io.BytesIO(file_at(site, tags["og:image"]).read_bytes()))
    assert image.size == (int(tags["og:image:width"]), int(tags["og:image:height"]))
    assert html.select_one("meta[name='twitter:card']")["content"] == "summary_large_image"
