import pytest

from runner.shown import Shown
from weaving.answers import weave
from weaving_fixtures import SVG, ran


def test_a_figure_has_its_size_and_its_place(page):
    source = "`{python} 1`\n\n![A loss](loss.svg)\n\n![Else](other.svg)\n"
    woven = weave(page(source), ran(Shown(text="1", figures={"loss": SVG})))
    assert woven.endswith(
        '![A loss](05-x/loss.svg){ width="40" height="20" loading="lazy" }\n\n![Else](other.svg)\n'
    )


@pytest.mark.parametrize("written", ['{ width="30" }', "{: .wide width=30 }"])
def test_attributes_of_a_figure_join_its_own(page, rendered, written):
    source = f"`{{python}} 1`\n\n![A loss](loss.svg){written}\n"
    found = rendered(weave(page(source), ran(Shown(text="1", figures={"loss": SVG}))))
    assert (found.img["width"], found.img["loading"]) == ("30", "lazy")
    assert found.img.get("height") is None
    assert "{" not in found.text


def test_a_figure_in_code_is_left_alone(page, rendered):
    source = "`![A](loss.svg)` ![B](loss.svg)\n\n```markdown\n![C](loss.svg)\n```\n\n`{python} 1`\n"
    found = rendered(weave(page(source), ran(Shown(text="1", figures={"loss": SVG}))))
    assert [code.text for code in found("code")] == ["![A](loss.svg)", "![C](loss.svg)\n"]
    assert len(found("img")) == 1


def test_a_value_in_an_alt_text_is_plain(page, rendered):
    source = "![From `{python} a[0]` to `{python} b`](loss.svg)"
    shown = ran(Shown(text='0.9"', figures={"loss": SVG}), Shown(text="*1.5* & [x]"))
    image = rendered(weave(page(source), shown)).img
    assert image["alt"] == 'From 0.9" to *1.5* & [x]'
    assert (image["width"], image["height"]) == ("40", "20")


def test_a_percent_sign_in_an_alt_text(page, rendered):
    source = "![From 5 % to `{python} x` %](loss.svg)\n\nThen 7 %\n"
    found = rendered(weave(page(source), ran(Shown(text="9", figures={"loss": SVG}))))
    assert found.img["alt"] == "From 5 % to 9 %"
    assert found.text.strip() == "Then 7\N{NO-BREAK SPACE}%"


def test_a_figure_of_a_page_with_spaces_and_letters(page, rendered):
    woven = weave(
        page("![A](loss.svg)\n\n`{python} 1`", "training/7 é.md"),
        ran(Shown(text="1", figures={"loss": SVG})),
    )
    assert rendered(woven).img["src"] == "7%20%C3%A9/loss.svg"


def test_a_value_in_a_caption(page, rendered):
    source = "/// figure-caption\nUp by `{python} x`.\n///\n"
    found = rendered("text\n\n" + weave(page(source), ran(Shown(text="2"))))
    assert found.select_one("figcaption .computed").text == "2"


def test_a_value_in_the_alt_text_of_another_pages_figure_is_plain(page, rendered):
    source = "`{python} 1` ![From `{python} x`](../01-a/gap.svg)\n"
    found = rendered(weave(page(source), ran(Shown(text="1"), Shown(text="*2*"))))
    assert found.img["alt"] == "From *2*"
    assert found.select_one(".computed").text == "1"
