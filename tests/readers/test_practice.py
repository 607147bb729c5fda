"""All questions in one sitting, with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from readers.visiting import NARROW, View, Visit, new_context


@pytest.fixture
def page(browser, site):
    with new_context(browser, View(NARROW, "light"), covered=True) as context:
        visit = Visit(context.new_page(), site.url)
        visit.go("practice/")
        visit.page.locator("practice-session form").wait_for()
        yield visit.page
        assert visit.faults == []


def place(page) -> str:
    return page.locator(".practice__place").inner_text()


def count(page) -> int:
    return int(re.fullmatch(r"Question \d+ of (\d+)", place(page))[1])


def answer(page, right: bool):
    """Answer what is asked, all fields at once, and check it with Enter."""
    page.locator("practice-session form").evaluate(ANSWER, right)
    page.get_by_role("button", name="Check", exact=True).press("Enter")


# The lists are as the page has them: who writes the marks knows the answers.
ANSWER = """
(form, right) => {
  for (const asked of form.querySelectorAll(".asked")) {
    const options = [...asked.querySelectorAll(".option")]
    options.forEach((option, i) => {
      const field = option.closest("li").querySelector("input, select")
      const mark = option.dataset.mark
      if (field?.type === "radio") field.checked = right ? mark === "x" : mark !== "x"
      else if (field?.type === "checkbox") field.checked = right ? mark === "x" : true
      else if (field) field.value = right ? mark : field.options[1].value
      else if (mark === "=") asked.querySelector("input").value = right ? option.textContent : "-7"
    })
  }
}
"""


def test_it_asks_all_that_the_pages_ask(page, site):
    pages = [*site.directory.glob("training/*/"), *site.directory.glob("generalization/*/")]
    text = "".join((page / "index.html").read_text(encoding="utf-8") for page in pages)
    asked = text.count("<predict-first") + text.count("<check-yourself")
    assert count(page) == asked > 0


def test_with_keys_alone(page):
    fields = "practice-session :is(input, select):focus"
    expect(page.locator(fields)).to_have_count(1)
    answer(page, right=True)
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    page.keyboard.press("Enter")
    assert place(page).startswith("Question 2 of")
    expect(page.locator(fields)).to_have_count(1)


def test_what_was_wrong_comes_back_now_and_at_the_next_visit(page):
    asked = page.locator("practice-session form > p").first
    wrong = asked.text_content()
    answer(page, right=False)
    for _ in range(4):
        page.get_by_role("button", name="Next").press("Enter")
        answer(page, right=True)
    page.get_by_role("button", name="Next").press("Enter")
    expect(asked).to_have_text(wrong)
    assert place(page).endswith(", once more")
    page.reload()
    expect(asked).to_have_text(wrong)


def test_all_answered_right_is_the_full_score(page):
    number = count(page)
    for _ in range(number):
        answer(page, right=True)
        page.get_by_role("button", name="Next").press("Enter")
    assert place(page) == f"{number} of {number} right at the first try"


def test_the_score_names_what_to_read_again(page, site):
    answer(page, right=False)
    page.get_by_role("button", name="stop and see the score").press("Enter")
    assert place(page) == "0 of 1 right at the first try"
    (link,) = page.locator("practice-session li a").all()
    link.press("Enter")
    page.locator(".question__place").wait_for()
    assert page.url.startswith(f"{site.url}training/") or "generalization/" in page.url


def test_again_from_the_score(page):
    number = count(page)
    answer(page, right=True)
    page.get_by_role("button", name="stop and see the score").press("Enter")
    assert place(page) == "1 of 1 right at the first try"
    page.get_by_role("button", name="practice again").press("Enter")
    assert place(page) == f"Question 1 of {number}"
