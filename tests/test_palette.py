"""The palette stands in three places, of which none can read another: here they are compared.

The library draws figures with the light colours, the runner knows what each becomes on dark paper,
and the site's style sheet has both.
"""

import re

import pytest

from answers_lib.figures import INK, MUTED, PAPER, RULE, SERIES
from runner.svg import DARK

PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")


@pytest.fixture(scope="module")
def pairs(request):
    """The light and the dark value of each colour of the style sheet, by name."""
    path = request.config.rootpath / "docs/assets/stylesheets/tokens.css"
    found = PAIR.findall(path.read_text(encoding="utf-8"))
    assert len({name for name, _, _ in found}) == len(found)
    return {name: (light, dark) for name, light, dark in found}


def test_figures_have_the_colours_of_the_site(pairs):
    names = ["ink", "muted", "rule", "paper", *(f"series-{n}" for n in range(len(SERIES)))]
    assert [pairs[name] for name in names] == list(DARK.items())


def test_the_light_colours_are_those_that_the_library_draws_with(pairs):
    drawn = {"ink": INK, "muted": MUTED, "rule": RULE, "paper": PAPER}
    assert {name: pairs[name][0] for name in drawn} == drawn
    series = [light for name, (light, _) in pairs.items() if name.startswith("series-")]
    assert series == list(SERIES)
