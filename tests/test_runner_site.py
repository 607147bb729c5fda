"""The site of a small project of its own: the build script and the MkDocs hook."""

import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from runner_fixtures import python, sample
from site_fixtures import read


@pytest.fixture
def site(project):
    """A function that builds the project's site in this process and reads one of its pages."""

    def build_and_read(name: str = "", strict: bool = False) -> BeautifulSoup:
        config = load_config(str(project / "mkdocs.yml"), strict=strict)
        build(config)
        return read(project / "site", name)

    return build_and_read


def test_an_answer_on_the_site(page, project, site):
    page(sample("answer.md"), "training/05-é.md")
    found = site("training/05-é", strict=True)
    values = [value.text for value in found.select(".computed")]
    assert values == ["1.5", "1.5", "1.5", "0.25 s", "1.5"]
    assert found.select_one("details.code summary").text == "How this is measured"
    image = found.select_one(".tabbed-block img")
    assert (project / "site/training/05-é" / image["src"]).read_text().startswith("<svg ")
    assert (image["width"], image["height"]) == ("288", "192")
    home = read(project / "site")
    assert "1 answers, 1 claims, 1 figures" in home.text
    links = home.select(".questions__item a")
    assert [link["href"] for link in links] == ["training/05-%C3%A9/"]
    assert "5Does more data help?Yes, by a little." in home.text
    cells = [cell.text for cell in home.select("details.claims-of td")]
    assert cells == ["More data helps.", "2 of 2 seeds", "1.5 points"]


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


def test_a_page_that_is_not_asked_for_is_shown_as_it_is_written(page, project, build_site):
    page("`{python} 6 * 7` ![Of another page](c/gap.svg)", "a b.md")
    page("`{python} 6 * 7` ![A gap](gap.svg)", "c.md")
    assert build_site("docs/a b.md")[0] == 0
    assert read(project / "site", "a b").select_one(".computed").text == "42"
    found = read(project / "site", "c")
    assert found.code.text == "{python} 6 * 7"
    assert found.em.text == "gap.svg is not drawn"


def test_a_page_in_a_new_part_is_on_the_home_page(page, project, site):
    page(sample("answer.md"), "architectures/01-x.md")
    site(strict=True)
    found = read(project / "site").select_one("section.part")
    assert (found.h2.text, found.a["href"]) == ("Architectures", "architectures/01-x/")


def test_plain_files_and_figures_join_the_site(page, project, site):
    page("# T\n", "a.md")
    (project / "docs/assets").mkdir()
    (project / "docs/assets/data.csv").write_text("1,2")
    (project / "docs/.#a.md").write_text("an editor's own")
    site("a", strict=True)
    assert (project / "site/assets/data.csv").read_text() == "1,2"
    (project / "docs/a.md").unlink()
    site(strict=True)
    assert not (project / "site/a").exists()


def test_the_last_good_site_stays(page, project, build_site):
    page("`{python} 6 * 7`", "a b.md")
    status, output, errors = build_site()
    assert (status, errors) == (0, "")
    assert output.startswith("running docs/a b.md (it has no stored result)\n")
    assert output.splitlines()[-1].startswith("built site/: open it with ")
    assert read(project / "site", "a b").select_one(".computed").text == "42"

    page("`{python} 6 / 0`", "a b.md")
    status, output, errors = build_site("--why", "docs/a b.md")
    assert (status, errors) == (0, "")
    assert "the page's code changed" in output
    assert "running" not in output
    status, output, errors = build_site("docs/a b.md")
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


@pytest.mark.parametrize("jobs", ["-1", "0", "two"])
def test_a_number_of_jobs_that_is_none(build_site, capfd, jobs):
    with pytest.raises(SystemExit, match=r"^2$"):
        build_site("--jobs", jobs)
    message = f"argument --jobs: {jobs} is no number of pages: give 1 or more"
    assert message in capfd.readouterr().err


def test_a_build_with_nothing_to_do_does_nothing(page, project, build_site):
    page("`{python} 6 * 7`", "a.md")
    assert build_site()[0] == 0
    before = (project / "site/a/index.html").stat().st_mtime_ns
    status, output, errors = build_site()
    assert (status, errors) == (0, "")
    assert output.startswith("nothing has changed: site/: open it with ")
    assert (project / "site/a/index.html").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "change",
    [
        lambda project: (project / "docs/index.md").write_text("# New\n"),
        lambda project: (project / "site/index.html").unlink(),
        lambda project: (project / "site/index.html").write_text("x"),
        lambda project: (project / "scripts/new.py").touch(),
    ],
)
def test_what_makes_a_site_stale(project, build_site, change):
    assert build_site()[0] == 0
    change(project)
    assert build_site()[1].splitlines()[-1].startswith("built site/: ")


def test_after_a_build_of_one_page_the_others_are_looked_at(page, build_site):
    page("`{python} 6 * 7`", "a.md")
    page("`{python} 6 * 8`", "b.md")
    assert build_site("docs/a.md")[0] == 0
    status, output, errors = build_site()
    assert (status, errors) == (0, "")
    assert output.splitlines()[-1].startswith("built site/: ")
    assert build_site()[1].startswith("nothing has changed: ")


def test_what_no_build_has_made_is_never_removed(project, build_site):
    for name in ("pub", "pub.old", ".pub.old", ".pub.notes"):
        (project / name).mkdir()
        (project / name / "mine.txt").write_text("mine")
    status, _, errors = build_site("--site-dir", "pub")
    assert (status, errors) == (
        1,
        f"{project / 'pub'} holds files that no build of this project has made: name another "
        "directory, or remove it yourself\n",
    )
    (project / "pub/mine.txt").unlink()
    assert build_site("--site-dir", "pub")[0] == 0
    assert build_site("--site-dir", "pub", "docs/index.md")[0] == 0
    assert (project / "pub/index.html").exists()
    for name in ("pub.old", ".pub.old", ".pub.notes"):
        assert (project / name / "mine.txt").read_text() == "mine"
