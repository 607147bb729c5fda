"""The site of a small project of its own: the build script and the MkDocs hook."""

import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from runner_fixtures import python, sample
from site_fixtures import read


@pytest.fixture
def site(project, monkeypatch):
    """A function that builds the project's site in this process and reads one of its pages."""
    monkeypatch.delenv("ANSWERS_PAGES", raising=False)

    def build_and_read(name: str = "", strict: bool = False) -> BeautifulSoup:
        config = load_config(str(project / "mkdocs.yml"), strict=strict)
        build(config)
        return read(project / "site", name)

    return build_and_read


def test_an_answer_on_the_site(page, project, site):
    page(sample("answer.md"), "training/05-é.md")
    found = site("training/05-é", strict=True)
    assert [value.text for value in found.select(".computed")] == ["1.5", "0.25 s", "1.5"]
    assert found.select_one("details.code summary").text == "How this is measured"
    image = found.select_one(".tabbed-block img")
    assert (project / "site/training/05-é" / image["src"]).read_text().startswith("<svg ")
    assert (image["width"], image["height"]) == ("288", "192")
    home = read(project / "site")
    assert "1 answers, 1 claims, 1 figures" in home.text
    links = home.select(".questions__item a")
    assert [link["href"] for link in links] == ["training/05-%C3%A9/"]
    assert "5Does more data help?Yes, by a little." in home.text
    assert "6Is this open?Open: no answer yet" in home.text
    cells = [cell.text for cell in home.select(".claims tbody :is(th, td)")]
    assert cells == ["More data", "More data helps.", "2 of 2 seeds", "1.5 points"]


def test_an_error_stands_in_its_place_and_stops_a_strict_build(page, site, caplog):
    page("# T\n\n" + python("x = 1\n1 / 0") + "\nAfter.\n", "bad.md")
    page("`{python} 6 * 7`", "good one.md")
    found = site("bad")
    message = "docs/bad.md:5: ZeroDivisionError: division by zero"
    assert found.select_one("[role=alert] p").text == message
    assert ">    5 | 1 / 0" in found.select_one("[role=alert] pre").text
    assert "After." in found.text
    assert [r.getMessage().split("\n")[0] for r in caplog.records if r.levelname == "ERROR"] == [
        message
    ]
    with pytest.raises(Abort, match=r"^Aborted with 1 errors in strict mode!$"):
        site(strict=True)
    assert site("good one").select_one(".computed").text == "42"


def test_a_percent_sign_stays_with_its_number(page, site):
    page("`{python} 6 * 7` % of 50 %, `7 % 2`\n\n" + python("7 % 2"), "percent.md")
    paragraph, block = site("percent").select("p:has(.computed), pre")
    assert paragraph.text == "42\N{NO-BREAK SPACE}% of 50\N{NO-BREAK SPACE}%, 7 % 2"
    assert block.text.strip() == "7 % 2"


def test_a_formula_is_set_and_one_that_cannot_be_is_an_error(page, site, caplog):
    page("# T\n\nFirst $x < 1$,\nthen $\\frac{1$.\n", "formulas.md")
    found = site("formulas")
    assert found.select_one(".arithmatex math").text.startswith("x<1")
    (error,) = [r.getMessage() for r in caplog.records if r.levelname == "ERROR"]
    assert error.startswith(
        "docs/formulas.md:4: the formula '\\\\frac{1': ParseError: KaTeX parse error: "
    )
    assert ">    4 | then" in error


def test_a_page_that_is_not_utf8_is_served_with_its_error(page, site):
    page("# T\n", "a.md").path.write_bytes(b"# T\n\nCaf\xe9.\n")
    found = site("a")
    assert found.select_one("[role=alert] p").text.startswith("docs/a.md:3: this line is not UTF-8")
    assert "Caf\N{REPLACEMENT CHARACTER}." in found.text


def test_a_page_that_is_not_asked_for_is_shown_as_it_is_written(page, site, monkeypatch):
    page("`{python} 6 * 7` ![Of another page](c/gap.svg)", "a b.md")
    page("`{python} 6 * 7` ![A gap](gap.svg)", "c.md")
    monkeypatch.setenv("ANSWERS_PAGES", "a b.md")
    assert site("a b", strict=True).select_one(".computed").text == "42"
    found = site("c")
    assert found.code.text == "{python} 6 * 7"
    assert found.em.text == "gap.svg is not drawn"


def test_the_last_good_site_stays(page, project, build_site):
    page("`{python} 6 * 7`", "a b.md")
    status, output, errors = build_site()
    assert (status, errors) == (0, "")
    assert output.startswith("running docs/a b.md\n")
    assert output.splitlines()[-1].startswith("built site/: open it with ")
    assert read(project / "site", "a b").select_one(".computed").text == "42"

    page("`{python} 6 / 0`", "a b.md")
    status, output, errors = build_site("--why", "docs/a b.md")
    assert status == 1
    assert "running docs/a b.md (the page's code changed)\n" in output
    assert errors == (
        "\ndocs/a b.md:1: ZeroDivisionError: division by zero\n>    1 | `{python} 6 / 0`\n"
        "\n1 error; site/ is left as it was\n"
    )

    page("`{python} 6 * 7` and [a link](missing.md)", "a b.md")
    status, output, errors = build_site()
    assert status == 1
    assert "a link 'missing.md', but the target is not found" in errors
    assert "INFO" not in errors
    assert "built" not in output

    assert read(project / "site", "a b").text.count("42") == 1
    assert "a link" not in read(project / "site", "a b").text


@pytest.mark.parametrize("name", ["docs/none.md", "mkdocs.yml", "docs"])
def test_a_page_that_is_none(build_site, capfd, name):
    with pytest.raises(SystemExit, match=r"^2$"):
        build_site(name)
    assert f"argument PAGE: {name} is no page below docs/" in capfd.readouterr().err
