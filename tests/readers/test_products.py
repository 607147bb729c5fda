"""Worksheet, key and flashcards hold what the pages hold: questions, bullets, numbers."""

import pytest
from bs4 import BeautifulSoup

from runner.page import find_pages
from sitegen.printing import browser


def soup(html: str) -> BeautifulSoup:
    """HTML, its formulas as the TeX that they are set from."""
    found = BeautifulSoup(html, "html.parser")
    for formula in found.select(".arithmatex"):
        tex = formula.find("annotation")
        formula.replace_with(tex.text if tex else formula.text.strip()[2:-2])
    return found


def text(element) -> str:
    """Its letters without spaces: a link to the glossary puts one before a comma."""
    for link in element.select(".headerlink"):
        link.decompose()
    return "".join(element.get_text().split())


@pytest.fixture(scope="module")
def answers(site, request):
    """Place, question and bullets of every answer, as its page shows them."""
    found = {}
    for page in find_pages(request.config.rootpath / "docs"):
        if page.is_answer:
            html = (site.directory / page.place / "index.html").read_text(encoding="utf-8")
            article = soup(html).article
            bullets = article.select_one("p:has(> strong:-soup-contains('In an exam')) ~ ul")
            question = article.select("div.question > :not(.question__place)")
            found[page.place] = ("".join(map(text, question)), text(bullets))
    return found


def sheets(site, name):
    html = (site.directory / name / "index.html").read_text(encoding="utf-8")
    return soup(html).select("section.sheet")


def test_the_worksheet_has_every_question(site, answers):
    texts = sorted(text(sheet) for sheet in sheets(site, "worksheet"))
    assert len(texts) == len(answers)
    for question, _ in answers.values():
        assert any(question in found for found in texts), question


def test_the_key_has_every_bullet_and_the_figure(site, answers):
    found = sheets(site, "key")
    for question, bullets in answers.values():
        (sheet,) = [sheet for sheet in found if question in text(sheet)]
        assert bullets in text(sheet)
        assert (site.directory / "key" / sheet.img["src"]).is_file()


def test_the_deck_has_every_question_and_bullet(site, answers):
    lines = (site.directory / "flashcards.txt").read_text(encoding="utf-8").splitlines()
    notes = [line.split("\t") for line in lines if not line.startswith("#")]
    cards = {guid.removeprefix("trained-answers/"): rest for guid, *rest in notes}
    assert set(cards) == set(answers)
    for place, (question, bullets) in answers.items():
        front, back, _ = cards[place]
        assert text(soup(front)) == question
        assert bullets in text(soup(back))


@pytest.mark.skipif(not browser(), reason="no Chromium, no PDF")
@pytest.mark.parametrize("name", ["worksheet", "key"])
def test_the_pages_for_paper(site, name):
    pdf = site.directory / name / f"{name}.pdf"
    content = pdf.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
