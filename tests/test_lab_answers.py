"""What students write in the exercises of a lab, and what its checks say to it.

`samples/answers/` has a file for every lab whose checks give messages. Its cells are answers to
one exercise each, most of them wrong, headed by what the check has to say:

    # %% 2: 1000 images, batches of 64: 16 updates, not 15
    def updates(n, B): return n // B
"""

import contextlib
import io
import re

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest

from runner.page import find_pages, read_page
from runner.percent import read_lab
from runner_fixtures import SAMPLES

ANSWERS = SAMPLES / "answers"
HEAD = re.compile(r"^# %% (\d+): (.*)\n", re.MULTILINE)


def answers(name):
    """The answers to each exercise: {2: [("1000 images, …", "def updates(…")]}."""
    _, *parts = HEAD.split((ANSWERS / name).read_text(encoding="utf-8"))
    found = {}
    for number, message, code in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        found.setdefault(int(number), []).append((message, code))
    return found


def said(code, names):
    """What code prints, on one line, run with a copy of these names."""
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(code, dict(names))
    return printed.getvalue().removesuffix("\n").replace("\n", " ")


def exercises(lab):
    """The cell to write in of every exercise, and the names that are defined before it."""
    names = {}
    for cell in read_lab(lab).cells:
        if cell.source.startswith("# Your turn"):
            yield cell.source, names
        if cell.cell_type == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(cell.source, names)


@pytest.fixture
def docs_of_site(request):
    return request.config.rootpath / "docs"


@pytest.fixture
def no_figures(monkeypatch):
    monkeypatch.setattr(plt, "show", lambda: plt.close("all"))
    with mpl.rc_context():
        yield


@pytest.mark.parametrize("name", sorted(path.name for path in ANSWERS.iterdir()))
def test_a_check_says_what_is_wrong(name, docs_of_site, no_figures):
    lab, tried = read_page(docs_of_site, f"labs/{name}"), answers(name)
    numbers = []
    for number, (turn, names) in enumerate(exercises(lab), start=1):
        check = turn.rstrip().split("\n")[-1]
        found = [(said(code + check, names), code) for _, code in tried[number]]
        assert found == tried[number]
        assert said(turn, names) != "right"  # nothing written yet
        assert sum(message != "right" for message, _ in found) >= 2
        numbers.append(number)
    assert numbers == list(tried)


def test_every_lab_with_messages_has_answers(docs_of_site):
    labs = [page for page in find_pages(docs_of_site) if page.is_lab]
    checked = [page for page in labs if 'tags=["check"]' in page.source]
    assert [page.path.name for page in checked] == sorted(path.name for path in ANSWERS.iterdir())
