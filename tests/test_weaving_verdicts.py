from runner.result import PageResult
from weaving.answers import weave
from weaving_fixtures import html

LIST = "- **False:** “A.” **Not:** B.\n- **Disputed:** “C.”\n"


def test_each_verdict_has_its_class(page, request):
    woven = weave(page(f"## Why\n\n{LIST}\n## False\n\n{LIST}\n## Else\n\n{LIST}"), PageResult())
    found = html(woven, request.config.rootpath)
    assert [(mark.text, mark.get("class")) for mark in found("strong")] == [
        *[("False:", None), ("Not:", None), ("Disputed:", None)],
        ("False:", ["verdict", "verdict--false"]),
        ("Not:", None),
        ("Disputed:", ["verdict", "verdict--open"]),
        *[("False:", None), ("Not:", None), ("Disputed:", None)],
    ]


def test_a_page_without_misconceptions(page):
    assert weave(page(LIST), PageResult()) == LIST
