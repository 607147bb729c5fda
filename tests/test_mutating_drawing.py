"""Mutants that are drawn: of what a page measures, the same ones for the same seed."""

from collections import Counter

from mutating.drawing import candidates, draw
from runner_fixtures import python, sample

CODE = """\
import matplotlib.pyplot as plt

history = fit(lr=0.5, epochs=40)
best = history.max()
spare = best - 30
assert spare > 3
claim("It falls by more than 30.", spare > 0)
fig, ax = plt.subplots(num="loss", figsize=(6, 4))
print(best)"""


def changes(mutants):
    return [(mutant.line, mutant.old, mutant.new, mutant.why) for mutant in mutants]


def test_what_measures_is_changed_and_nothing_else(page):
    assert changes(candidates(page("Text.\n\n" + python(CODE)))) == [
        (6, "lr=0.5, ", "", "an argument dropped"),
        (6, "epochs=40", "", "an argument dropped"),
        (6, "0.5", "0.25", "another number"),
        (6, "0.5", "1.0", "another number"),
        (6, "40", "20", "another number"),
        (6, "40", "39", "another number"),
        (6, "40", "41", "another number"),
        (6, "40", "80", "another number"),
        (7, "max", "min", "another name"),
    ]


def test_a_mutant_is_the_page_with_its_change(page):
    mutant = candidates(page(python(CODE)))[0]
    assert mutant.changed_page.source == python(CODE.replace("lr=0.5, ", ""))
    assert mutant.changed_block == "\n" + CODE.replace("lr=0.5, ", "") + "\n"
    assert mutant.change == ("- history = fit(lr=0.5, epochs=40)\n+ history = fit(epochs=40)")
    assert mutant.place == "docs/training/05-x.md:4: an argument dropped"


def test_the_same_seed_draws_the_same(page):
    pages = [page(sample("mutants.md")), page(python(CODE), "training/06-y.md")]
    drawn = draw(pages, 6, seed=1)
    assert changes(draw(pages, 6, seed=1)) == changes(drawn)
    assert changes(draw(pages, 6, seed=2)) != changes(drawn)
    assert Counter(mutant.page.name for mutant in drawn) == {
        "training/05-x.md": 3,
        "training/06-y.md": 3,
    }


def test_none_is_drawn_twice_and_no_more_than_there_are(page):
    pages = [page(python(CODE))]
    drawn = draw(pages, 100, seed=1)
    assert sorted(changes(drawn)) == sorted(changes(candidates(pages[0])))


def test_a_block_in_a_list_is_left_alone(page):
    indented = "- one\n\n    ```python\n    x = 40\n    y = 1\n    ```\n"
    assert candidates(page(indented)) == []
