import pytest

from lab_minutes import Exercise, estimated_total, exercises, promised_total
from runner.page import find_pages

NAME = "labs/a.py"
LAB = """# %% [markdown]
# # A lab
#
# It takes about 45 minutes.

# %%
import torch

x = 1
print(x)

# %% [markdown]
# Text before.
#
# ### Exercise 1: one [more](../../a-page-with-a-long-address/) (4 min)
#
# Add one.

# %% tags=["check"] jupyter={"source_hidden": true}
def check(f):
    return "right"


# %%
# Your turn
def f(x):
    return x


print(check(f))

# %% tags=["solution"] jupyter={"source_hidden": true}
# One more.
def f(x):
    return x + 1


assert check(f) == "right"

# %%
plt.rcParams.update({"figure.figsize": (6.4, 3.6)})

# %%
plt.plot(x)
plt.show()
"""


def pytest_generate_tests(metafunc):
    if "lab" in metafunc.fixturenames:
        labs = [page for page in find_pages(metafunc.config.rootpath / "docs") if page.is_lab]
        metafunc.parametrize("lab", labs, ids=lambda page: page.slug)


def test_minutes_by_hand(page):
    lab = page(LAB, NAME)
    # Eight words, a function of two lines in the cell to write in; three minutes, one new line.
    of_exercise = 8 / 180 + 2 * 5 / 60 + 3 + 1
    assert exercises(lab) == [
        Exercise(
            "Exercise 1: one [more](../../a-page-with-a-long-address/)",
            4,
            pytest.approx(of_exercise),
        )
    ]
    # Beside it: nine words, x = 1, a figure with two lines.
    assert estimated_total(lab) == pytest.approx(of_exercise + 9 / 180 + 3 * 5 / 60 + 1)
    assert promised_total(lab) == 45


def test_a_lab_promises_no_time(page):
    lab = page(LAB.replace("about 45 minutes", "long"), NAME)
    with pytest.raises(AssertionError, match=r"^docs/labs/a\.py: no “about … minutes”$"):
        promised_total(lab)


def test_an_exercise_takes_the_minutes_of_its_title(lab):
    found = exercises(lab)
    assert len(found) >= 4
    assert [e.promised for e in found] == [pytest.approx(e.estimated, abs=0.8) for e in found]


def test_a_lab_takes_the_minutes_it_promises(lab):
    assert promised_total(lab) == pytest.approx(estimated_total(lab), abs=3)


def test_the_home_page_promises_the_same(lab):
    home = lab.path.parents[1].joinpath("index.md").read_text(encoding="utf-8")
    assert (
        f"({lab.name.removesuffix('.py')}.ipynb)**, a lab of {promised_total(lab)} minutes" in home
    )
