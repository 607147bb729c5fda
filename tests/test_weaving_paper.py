"""The answers to the self-check, as they stand at the end of a printed page."""

from runner.running import run_page
from runner_fixtures import sample
from weaving.answers import weave
from weaving.paper import answers_on_paper

CHECKS = """---
question: |
  Why?
---
# T

/// predict
Guess.

- [x] Now :: It is.
- [ ] Never :: It is not.
///

/// check
How many?

- [=] 4 :: The sum is `{python} 2 + 2`,
  and no more.
- [ ] 5 :: Too many.
///

/// check
Which, and where?

- [x] One :: It is one.
- [ ] Two :: It is none.
- [x] Three :: It is *one*, too.
///
"""


def test_right_options_with_their_reasons(page, rendered):
    written = page(CHECKS)
    found = rendered(answers_on_paper(weave(written, run_page(written))))
    assert found.select_one("section.on-paper")["data-search-exclude"] == ""
    assert [item.text for item in found("li")] == [
        "4 The sum is 4, and no more.",
        "One It is one. Three It is one, too.",
    ]
    assert [strong.text for strong in found("strong")][1:] == ["4", "One", "Three"]
    assert not found.select(".computed")  # this value stands on the page once already


def test_a_page_that_checks_nothing_has_no_answers():
    assert answers_on_paper("# T\n\nText.\n") == ""


def test_the_sample_answer(page, rendered):
    written = page(sample("answer.md"))
    found = rendered(answers_on_paper(weave(written, run_page(written))))
    assert [item.text for item in found("li")] == ["1 The gain is 1.5."]
