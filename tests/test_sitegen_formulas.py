import pytest
from bs4 import BeautifulSoup

from sitegen.formulas import in_words, mark_dollars, rendered


@pytest.fixture
def failures():
    return []


@pytest.fixture
def render(failures):
    return lambda html: rendered(html, lambda *failure: failures.append(failure))


def text_of(html, selector):
    return [element.text for element in BeautifulSoup(html, "html.parser").select(selector)]


def test_a_formula_is_set_for_the_eye_and_for_the_ear(render, failures):
    html = render('<p>a <span class="arithmatex">\\(x &lt; \\frac12\\)</span> b</p>')
    assert text_of(html, "p > span.arithmatex math mo") == ["<"]
    assert text_of(html, ".katex-html[aria-hidden=true] .mrel") == ["<"]
    assert html.startswith('<p>a <span class="arithmatex"><span class="katex">')
    assert html.endswith("</span></span> b</p>")
    assert failures == []


def test_a_formula_of_its_own_line(render):
    html = render('<div class="arithmatex">\\[\n\\sum_i x_i\n\\]</div><i>\\[1\\]</i>')
    assert len(text_of(html, "div > .katex-display math[display=block]")) == 1
    assert html.endswith("</div><i>\\[1\\]</i>")


def test_a_mark_stays_with_its_formula(render):
    formula = '<span class="arithmatex">\\(x\\)</span>'
    html = render(f"({formula}), {formula} y.")
    assert html.count('<span class="unbroken"><span class="arithmatex">') == 1
    assert '</span>),</span> <span class="arithmatex">' in html
    assert html.endswith("</span> y.")


def test_a_formula_that_is_refused_is_told_and_left(render, failures):
    html = '<span class="arithmatex">\\(\\frac{1\\)</span>'
    assert render(html) == html
    ((tex, why),) = failures
    assert tex == r"\frac{1"
    assert why.startswith("ParseError: KaTeX parse error: Unexpected end of input")


def test_formulas_of_a_notebook():
    soup = BeautifulSoup(
        "<div><p>$a &lt; b$ and <code>$c$</code>.</p><p>$$d$$</p></div>", "html.parser"
    )
    mark_dollars(soup.div)
    assert str(soup) == (
        '<div><p><span class="arithmatex">\\(a &lt; b\\)</span> and <code>$c$</code>.</p>'
        '<div class="arithmatex">\\[d\\]</div></div>'
    )


@pytest.mark.parametrize(
    ("html", "words"),
    [
        (r"as \(1/B\) does", "as 1/B does"),
        (r"\[ x^2 \le \sigma \] <p>", "x2≤σ <p>"),
        (r"\(a &lt; b\)", "a&lt;b"),
        (r"\(\frac{1\)", r"\(\frac{1\)"),
        ("(none)", "(none)"),
    ],
)
def test_formulas_in_words(html, words):
    assert in_words(html) == words
