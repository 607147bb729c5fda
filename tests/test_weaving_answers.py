import pytest

from answers_lib.claims import Claim
from runner.errors import page_error
from runner.markup import title
from runner.result import PageResult
from runner.running import run_page
from runner.shown import Markdown, Printed, Shown
from runner_fixtures import python, sample
from weaving.answers import weave, weave_failed
from weaving_fixtures import COMPUTED, SVG, ran

META = "---\nquestion: |\n  Why *this*?\n---\n"


def test_a_page_without_code_is_its_body(page):
    assert weave(page("---\ntitle: T\n---\n\n# T\n\nText.\n"), PageResult()) == "# T\n\nText.\n"


def test_a_value(page):
    woven = weave(page("a `{python} x` b\n"), ran(Shown(text="0.93")))
    assert woven == f"a {COMPUTED.format('0.93')} b\n"


def test_a_time(page):
    woven = weave(page("`{python timing} t`"), ran(Shown(text="2 s")))
    kind, title = "computed computed--timing", "Measured by this build"
    assert woven == f'<span class="{kind}" title="{title}">2 s</span>'


def test_a_value_is_taken_as_it_is(page, rendered):
    (value,) = rendered(weave(page("`{python} x`"), ran(Shown(text=r"a\1 $x$ *b*"))))("span")
    assert value.text == r"a\1 $x$ *b*"


def test_printed_text_and_values_follow_their_block(page):
    block = python("x", ' title="T"')
    woven = weave(page(block + "\nEnd.\n"), ran(Shown((Printed("a\nb\n"), Markdown("| c |")))))
    assert woven == (
        f"{block.strip()}\n\n"
        '<div class="result" markdown="1">\n\n```text\na\nb\n```\n\n</div>\n\n'
        '<div class="result" markdown="1">\n\n| c |\n\n</div>\n\nEnd.\n'
    )


def test_printed_backticks_end_nothing(page, rendered):
    woven = weave(page(python("x")), ran(Shown((Printed("a\n```\n````\nb"),))))
    assert [block.text for block in rendered(woven).select(".result pre")] == ["a\n```\n````\nb\n"]


def test_a_claim(page, rendered):
    claim = Claim("It *holds* by $x$.", 7, 8, "seeds", 0.5, "points")
    found = rendered(weave(page(python("x")), ran(Shown((claim,)))))
    (text,), (evidence,) = found.select(".claim__text"), found.select(".claim__evidence")
    assert str(text) == (
        '<p class="claim__text">It <em>holds</em> by <span class="arithmatex">\\(x\\)</span>.</p>'
    )
    assert evidence.text == "held in 7 of 8 seeds, with at least 0.5 points to spare"
    assert found.select_one(".claim")["class"] == ["claim", "claim--partly"]


def test_a_claim_that_always_held(page):
    woven = weave(page(python("x")), ran(Shown((Claim("A.", 8, 8, "seeds"),))))
    assert '<div class="claim" markdown="1">' in woven
    assert "<summary>1 claim checked, in 8 of 8 seeds</summary>" in woven


@pytest.mark.parametrize(
    ("held", "summary"),
    [
        ([8, 8], "2 claims checked, each in 8 of 8 seeds"),
        ([8, 7, 8], "3 claims checked, 2 in 8 of 8 seeds, 1 in 7 of 8 seeds"),
    ],
)
def test_claims_stand_in_one_line(page, rendered, held, summary):
    claims = tuple(Claim(f"{n}.", n, 8, "seeds", at_least=7) for n in held)
    found = rendered(weave(page(python("x")), ran(Shown(claims))))
    (details,) = found.select("details.claims")
    assert details.summary.text == summary
    assert details.has_attr("data-search-exclude")
    assert ("claims--partly" in details["class"]) == (7 in held)
    assert len(details.select(".claim__text")) == len(held)


def test_folds_that_follow_one_another_are_one(page, rendered):
    source = python("a", ' fold="How"') + "\n\n" + python("b", ' fold="And"') + "\nText.\n\n"
    claims = [Claim("C.", 8, 8, "seeds")]
    shown = Shown((Printed("first"), *claims)), Shown((Printed("second"), *claims))
    found = rendered(weave(page(source + python("c", ' fold="Why"')), ran(*shown, Shown())))
    folds = found.select("details.code")
    assert [fold.summary.text for fold in folds] == ["How", "Why"]
    assert [code.text for code in folds[0]("code")] == ["a\n", "b\n"]
    assert [result.text.strip() for result in found.select(".result")] == ["first", "second"]
    assert [line.summary.text for line in found.select("details.claims")] == [
        "2 claims checked, each in 8 of 8 seeds"
    ]


def test_a_folded_block(page, rendered):
    source = python("x = 1\n\ny = 2", ' fold="The set-up" linenums="1"')
    found = rendered(weave(page(source), ran(Shown((Printed("a"),)))))
    details = found.select_one("details.code")
    assert details.summary.text == "The set-up"
    assert details.select_one("td.code").text.strip() == "x = 1\n\ny = 2"
    assert not details.select(".result")
    assert found.select_one(".result").text.strip() == "a"


def test_results_in_a_tab_stay_in_it(page, rendered):
    source = '=== "A"\n\n    ```python fold="F"\n    x = 1\n    ```\n\n    End.\n'
    shown = Shown((Printed("a\n\nb"), Claim("C.", 1, 1, "repeats")))
    tab = rendered(weave(page(source), ran(shown))).select_one(".tabbed-block")
    assert tab.select_one("details code").text == "x = 1\n"
    assert tab.select_one(".result pre").text == "a\n\nb\n"
    assert tab.select_one(".claim__text").text == "C."
    assert tab.find_all("p")[-1].text == "End."


def test_a_value_in_a_table(page, rendered):
    source = "| a | b |\n| --- | --- |\n| `{python} x` | 1 |\n"
    found = rendered(weave(page(source), ran(Shown(text="2"))))
    assert [cell.text for cell in found.select("td")] == ["2", "1"]


def test_the_question_stands_under_the_heading(page, rendered):
    woven = weave(page(META + "\n# A title\n\n## Short answer\n"), PageResult())
    assert woven == (
        '# A title\n\n<div class="question" markdown="1">\n'
        '<p class="question__place">Training · Question 5</p>\n\n'
        "Why *this*?\n\n</div>\n\n## Short answer\n"
    )
    assert rendered(woven).select_one(".question em").text == "this"


def test_the_sample_answer(page, rendered):
    answer = page(sample("answer.md"))
    found = rendered(weave(answer, run_page(answer)))
    assert found.select_one(".question pre").text == "raise RuntimeError\n"
    assert [value.text for value in found.select(".computed")] == [
        "1.5",
        "1.5",
        "1.5",
        "0.25 s",
        "1.5",
    ]
    assert found.select_one(".claim__evidence").text == (
        "held in 2 of 2 seeds, with at least 1.5 points to spare"
    )
    assert found.img["alt"] == "The gain is 1.5 points"
    assert found.select_one(".tabbed-block figcaption").text.strip() == "Figure 1. Up by 1.5."


def test_errors_stand_after_their_blocks(page):
    written = page("# T\n\n" + python("x = 1\n1 / 0") + "\nText.\n\n" + python("y = 1"))
    errors = [page_error(written, 5, "<first>"), page_error(written, 10, "second")]
    first, second = (
        f'<div class="page-error" role="alert"><p>docs/training/05-x.md:{line}: {text}</p>'
        for line, text in ((5, "&lt;first&gt;"), (10, "second"))
    )
    woven = weave_failed(written, errors)
    assert f"1 / 0\n```\n\n{first}<pre>" in woven
    assert f"y = 1\n```\n\n{second}<pre>" in woven
    assert woven.count("page-error") == 2
    assert woven.index("Text.") > woven.index("first")


def test_an_error_after_the_last_block_stands_first(page):
    written = page(META + "# T\n\nText.\n")
    woven = weave_failed(written, [page_error(written, 7, "wrong")])
    assert woven.lstrip().startswith('<div class="page-error" role="alert"><p>docs/training/05-x.')
    assert '<p class="question__place">Training · Question 5</p>' in woven


def test_a_page_that_cannot_be_parsed_shows_why(page):
    written = page("# T\n\n```python\nx = 1\n")
    woven = weave_failed(written, [page_error(written, 3, "this fence is never closed")])
    assert "<p>docs/training/05-x.md:3: this fence is never closed</p>" in woven
    assert woven.endswith("# T\n\n```python\nx = 1\n")


def test_a_failed_page_shows_its_code_and_no_broken_image(page, rendered):
    source = python("x = 1", ' fold="F"') + "\n![A loss](loss.svg)\n"
    woven = weave_failed(page(source), [])
    assert rendered(woven).select_one("pre").text == "x = 1\n"
    assert rendered(woven).em.text == "loss.svg is not drawn"


def test_a_result_of_another_source_is_refused(page):
    with pytest.raises(ValueError, match="zip"):
        weave(page("`{python} 1`"), PageResult())


def test_a_percent_sign_stays_with_its_number(page, rendered):
    source = "`{python} 6` % of 50 % and `7 % 2`\n\n![From `{python} 7` % to 9 %](loss.svg)\n"
    shown = ran(Shown(text="6", figures={"loss": SVG}), Shown(text="7"))
    found = rendered(weave(page(source), shown))
    assert found.p.text == "6\N{NO-BREAK SPACE}% of 50\N{NO-BREAK SPACE}% and 7 % 2"
    assert found.img["alt"] == "From 7 % to 9 %"


def test_a_comment_in_code_is_no_heading(page, rendered):
    source = META + "\n" + python("# set the seed first\nx = 1") + "\n# A title\n\nText.\n"
    found = rendered(weave(page(source), ran(Shown())))
    assert found.pre.text == "# set the seed first\nx = 1\n"
    assert found.select_one("h1 + .question em").text == "this"
    assert title(page(source)) == "A title"
    assert title(page("---\ntitle: Another\n---\n\n# A title\n")) == "Another"
