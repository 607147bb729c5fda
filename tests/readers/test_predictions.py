"""The page asks before it tells; what a reader answered stays on the reader's device."""

import pytest
from playwright.sync_api import expect

from readers.visiting import NARROW, WIDE, View, Visit, new_context

PLACE = "training/02-loss-and-accuracy"
COVERED = "Covered until you have answered above."
RIGHT, WRONG = "Yes, and for long", "No: a lower loss means more right answers"
CHECK = "check-yourself:has-text('one tenth of')"
# The answer's first word and its figure, be they seen or not.
ANSWER = "h2#short-answer ~ p:has-text('Accuracy counts')"


@pytest.fixture
def context(browser):
    with new_context(browser, View(NARROW, "dark"), covered=True) as context:
        yield context


@pytest.fixture
def page(context, site):
    visit = Visit(context.new_page(), site.url)
    visit.go(f"{PLACE}/")
    visit.page.get_by_text(COVERED).wait_for()
    yield visit.page
    assert visit.faults == []


def answer(page, option):
    page.get_by_label(option, exact=True).press("Space")
    page.get_by_role("button", name="Show", exact=True).press("Enter")


def covered(page):
    return page.get_by_text(COVERED).is_visible() and not page.locator(ANSWER).is_visible()


def test_an_answer_uncovers_the_short_answer_and_every_reason(page):
    assert covered(page)
    answer(page, WRONG)
    expect(page.locator(ANSWER)).to_be_visible()
    expect(page.get_by_text(COVERED)).to_have_count(0)
    assert page.locator("predict-first output").inner_text() == (
        "Your answer is not right. The reasons say why."
    )
    items = page.locator("predict-first li")
    assert items.first.inner_text().startswith(WRONG)
    verdicts = items.locator(".answer").all_inner_texts()
    assert sorted(verdicts) == ["No.", "No.", "No.", "Right."]
    assert all(reason.is_visible() for reason in items.locator(".reason").all())


@pytest.mark.parametrize("shown", [False, True])
def test_barriers(context, site, shown):
    visit = Visit(context.new_page(), site.url)
    visit.go(f"{PLACE}/")
    visit.page.get_by_text(COVERED).wait_for()
    if shown:
        answer(visit.page, WRONG)
    visit.start_axe()
    assert visit.violations() == []


def test_without_an_answer_it_asks_for_one(page):
    page.get_by_role("button", name="Show", exact=True).press("Enter")
    said = page.locator("predict-first output").inner_text()
    assert said == "Answer first: a guess is better than nothing."
    expect(page.get_by_label(RIGHT, exact=True)).to_be_focused()
    assert covered(page)


def test_the_device_remembers_and_forgets(page, site):
    answer(page, WRONG)
    page.get_by_role("button", name="Try again").press("Enter")
    answer(page, RIGHT)
    page.reload()
    expect(page.locator(ANSWER)).to_be_visible()
    expect(page.get_by_label(RIGHT)).to_be_checked()
    page.goto(site.url)
    said = page.locator("reader-progress")
    expect(said).to_contain_text("You have answered 1 of")
    expect(said).to_contain_text(", 0 of them right at the first try.")
    (done,) = page.locator(".questions__done").all()
    assert done.inner_text() == "answered"
    said.get_by_role("button", name="forget it").press("Enter")
    expect(said).not_to_contain_text("You have answered")
    assert page.evaluate("localStorage.length") == page.evaluate(
        "Object.keys(localStorage).filter(key => key.includes('__')).length"
    )
    page.goto(f"{site.url}{PLACE}/")
    expect(page.get_by_text(COVERED)).to_be_visible()


def test_the_home_page_tells_no_answer_before_it_was_given(page, site):
    lines = page.locator(".questions__answer")
    page.goto(site.url)
    expect(page.locator("reader-progress button")).to_have_count(1)
    assert not any(line.is_visible() for line in lines.all())
    page.goto(f"{site.url}{PLACE}/")
    answer(page, WRONG)
    page.goto(site.url)
    expect(page.locator(".questions__answer:visible")).to_have_count(1)
    page.get_by_role("button", name="show all answers now").press("Enter")
    assert all(line.is_visible() for line in lines.all())


def test_who_wants_the_answer_gets_it_at_once(page):
    page.get_by_role("button", name="just show me the answer").press("Enter")
    expect(page.locator(ANSWER)).to_be_visible()
    page.reload()
    expect(page.get_by_text(COVERED)).to_be_visible()


def test_on_all_pages(page, site):
    page.get_by_label("on all pages").press("Space")
    page.get_by_role("button", name="just show me the answer").press("Enter")
    page.reload()
    expect(page.locator(ANSWER)).to_be_visible()


@pytest.mark.parametrize("hash", ["#short-answer", "#__figure-caption_1"])
def test_a_link_that_leads_under_the_cover(context, site, hash):
    page = context.new_page()
    page.goto(f"{site.url}{PLACE}/{hash}")
    expect(page.locator(ANSWER)).to_be_visible()


def test_a_link_on_the_page_itself(page):
    page.get_by_role("link", name="Answer 1").press("Enter")
    expect(page.locator(ANSWER)).to_be_visible()


def test_the_browsers_own_search(page):
    # The browser tells so when it has found a text under the cover.
    page.locator(ANSWER).evaluate(
        "found => found.dispatchEvent(new Event('beforematch', { bubbles: true }))"
    )
    expect(page.locator(ANSWER)).to_be_visible()


def test_paper_is_never_covered(page):
    page.emulate_media(media="print")
    assert page.locator(ANSWER).evaluate("answer => answer.offsetHeight") > 40
    assert not page.locator("predict-first").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_the_answers_come_last(browser, site, scripts):
    with new_context(browser, View(WIDE, "light"), java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{site.url}training/05-batch-size/")
        answers, reasons = page.locator(".on-paper"), page.locator("check-yourself .reason")
        assert not answers.is_visible()
        page.emulate_media(media="print")
        option = page.locator("check-yourself .option", has_text="Overfitting")
        assert option.evaluate("option => option.getClientRects().length") == 1
        assert not any(reason.is_visible() for reason in reasons.all())
        assert not page.locator("check-yourself .option", has_text="1.5").is_visible()
        assert answers.locator("li").count() == page.locator("check-yourself").count()
        assert "It made a sixteenth of the updates" in answers.locator("li").first.inner_text()


def test_away_and_back(browser, site):
    with new_context(browser, View(WIDE, "light"), covered=True) as context:
        visit = Visit(context.new_page(), site.url)
        visit.go(f"{PLACE}/")
        visit.page.get_by_text(COVERED).wait_for()
        visit.page.evaluate("window.mark = true")
        visit.page.locator(".md-footer__link--next").click()
        visit.page.wait_for_url("**/03-*/")
        visit.page.go_back()
        visit.page.wait_for_url(f"**/{PLACE}/")
        expect(visit.page.get_by_text(COVERED)).to_have_count(1)
        assert visit.page.evaluate("window.mark")
        answer(visit.page, RIGHT)
        expect(visit.page.locator("predict-first output")).to_have_text("Your answer is right.")
        assert visit.faults == []


@pytest.mark.parametrize(
    ("number", "said", "own"),
    [
        ("900", "Your answer is right.", "900"),
        ("100", "Your answer is not right. The reasons say why.", "100"),
        ("7", "Your answer is not right. The reasons say why.", None),
        ("1,000", "Your answer is not right. The reasons say why.", "1000"),
        ("900 images", "Your answer is right.", "900"),
        ("900,0", "Your answer is right.", "900"),
        ("about 900", "Write a number, such as 12 or 0.5.", None),
        ("", "Answer first: a guess is better than nothing.", None),
    ],
)
def test_a_number_is_checked_where_it_stands(page, number, said, own):
    check = page.locator(CHECK)
    check.get_by_role("textbox").fill(number)
    check.get_by_role("textbox").press("Enter")
    assert check.locator("output").inner_text() == said
    marked = [item.inner_text().split()[0] for item in check.locator(".is-own .option").all()]
    assert marked == ([own] if own else [])


def word_beside(item):
    """What the style sheet writes beside an option, without its quotation marks."""
    option = item.locator(".option")
    return option.evaluate("option => getComputedStyle(option, '::after').content").strip('"')


def test_of_several_right_options_the_missed_ones_are_marked(context, site):
    visit = Visit(context.new_page(), site.url)
    visit.go("training/05-batch-size/")
    visit.page.get_by_text(COVERED).wait_for()
    asked = visit.page.locator("predict-first .asked")
    first, second = asked.all()
    first.get_by_label("the gradient is noisy", exact=True).press("Space")
    first.get_by_label("memory runs out", exact=True).press("Space")
    second.get_by_label("memory runs out", exact=True).press("Space")
    visit.page.get_by_role("button", name="Show", exact=True).press("Enter")
    words = {
        item.locator(".option").inner_text(): word_beside(item)
        for item in first.locator("li").all()
    }
    assert words == {
        "the gradient is noisy": "your answer",
        "memory runs out": "your answer",
        "training fails unless the learning rate is low": "you left it out",
        "batch norm gets poor statistics": "you left it out",
        "no learning rate trains the network": "none",
        "an epoch has too few updates": "none",
    }
    missed = second.locator(".is-missed .option")
    assert missed.all_inner_texts() == ["too few updates in the same number of epochs"]
    missed_bar, wrong_bar, right_bar = (
        first.locator("li", has_text=text).evaluate("li => getComputedStyle(li).borderLeftColor")
        for text in ("batch norm gets", "memory runs out", "the gradient is noisy")
    )
    assert missed_bar == wrong_bar != right_bar
    visit.page.get_by_role("button", name="Try again").press("Enter")
    expect(visit.page.locator("predict-first .is-missed")).to_have_count(0)
    assert visit.faults == []


def test_a_right_option_beside_the_chosen_one_is_not_missed(page):
    answer(page, WRONG)
    expect(page.locator("predict-first .is-missed")).to_have_count(0)
