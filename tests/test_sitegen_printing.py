import pytest

from sitegen import printing

PAGE = '<link href="a.css"><p>Text <a class="pdf" href="key.pdf">As a PDF</a></p><img src="b.svg">'


@pytest.fixture
def site(tmp_path):
    page = tmp_path / "site" / "key" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    (page.parent / "a.css").write_text("p { color: red }", encoding="utf-8")
    return tmp_path / "site"


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """A browser that writes down that it printed; what it does is in the argument."""

    def install(script: str):
        path = tmp_path / "browser"
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setattr(printing, "browser", lambda: str(path))
        return tmp_path / "printed.txt"

    return install


COPY = """
for word; do case $word in --print-to-pdf=*) echo PDF > "${word#*=}";; esac; done
echo "$word" >> "$(dirname "$0")/printed.txt"
"""


def test_a_page_is_printed_again_only_when_something_on_it_changed(site, printer, tmp_path):
    log = printer(COPY)
    kept = tmp_path / "kept"
    for _ in range(2):
        printing.print_pages(site, kept)
    assert (site / "key" / "key.pdf").read_text() == "PDF\n"
    assert log.read_text().splitlines() == [(site / "key" / "index.html").as_uri()]
    (site / "key" / "a.css").write_text("p { color: blue }", encoding="utf-8")
    printing.print_pages(site, kept)
    assert len(log.read_text().splitlines()) == 2


def test_a_browser_that_prints_nothing(site, printer, tmp_path):
    printer("echo no display >&2; exit 1")
    with pytest.raises(printing.NotPrintedError) as error:
        printing.print_pages(site, tmp_path / "kept")
    assert str(error.value) == f"{tmp_path}/browser did not print key/: no display"
    assert not (site / "key" / "key.pdf").exists()


def test_a_site_without_pdfs_has_no_links_to_them():
    assert "As a PDF" not in printing.without_links(PAGE)
    assert "Text</p>" in printing.without_links(PAGE)
