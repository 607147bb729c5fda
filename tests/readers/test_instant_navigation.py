"""A click on a link changes the page without loading the site anew."""

from readers.visiting import VIEWS, Visit, new_context

NOT_IN_MENU = ["building-on-a-cluster/"]  # as mkdocs.yml has it
MARK = "window.mark = 'still here'"
# The title changes first: only when the footer is another one is the page there.
LEAVE = "document.querySelector('.md-footer').dataset.left = ''"


def test_a_walk_through_the_whole_site(browser, site, sitemap):
    with new_context(browser, VIEWS[0]) as context:
        visit = Visit(context.new_page(), site.url)
        visit.open("")
        visit.page.evaluate(MARK)
        seen = [""]
        while (link := visit.page.locator(".md-footer__link--next")).count():
            visit.page.evaluate(LEAVE)
            link.click()
            visit.page.locator(".md-footer:not([data-left])").wait_for(state="attached")
            visit.look()
            seen.append(visit.page.url.removeprefix(site.url))
            assert visit.page.evaluate("window.mark") == "still here", seen[-1]
            assert visit.faults == [], seen[-1]
        assert sorted([*seen, *NOT_IN_MENU]) == sorted(sitemap)


def test_from_a_question_and_back(browser, site):
    with new_context(browser, VIEWS[3]) as context:
        visit = Visit(context.new_page(), site.url)
        visit.open("")
        visit.page.evaluate(MARK)
        visit.page.locator(".questions__item a").nth(4).click()
        visit.page.wait_for_url("**/training/05-batch-size/")
        visit.page.locator(".katex").first.wait_for()
        visit.page.go_back()
        visit.page.wait_for_url(site.url)
        visit.page.locator(".questions__item a").first.wait_for()
        assert visit.page.evaluate("window.mark") == "still here"
