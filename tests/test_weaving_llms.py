import re

from weaving.llms import llms
from weaving.origin import About


def test_every_answer_with_its_address_and_what_it_says(page):
    meta = "---\nquestion: Why?\ndescription: Because.\n---\n# {}\n"
    pages = [
        page(meta.format("One"), "training/01-a.md"),
        page("---\nquestion: How?\n---\n# Two\n", "training/02-b.md"),
        page(meta.format("Three"), "more-nets/01-c.md"),
    ]
    text = llms(About("https://e.org/", "Trained", "Questions."), pages)
    assert text == (
        "# Trained\n\n> Questions.\n\n"
        "## Training\n\n"
        "- [One](https://e.org/training/01-a/index.md): Because.\n"
        "- [Two](https://e.org/training/02-b/index.md): How?\n\n"
        "## More nets\n\n"
        "- [Three](https://e.org/more-nets/01-c/index.md): Because.\n"
    )
    # The form that https://llmstxt.org asks for.
    form = r"# .+\n\n> .+\n(\n## .+\n\n(- \[.+\]\(https://\S+\): .+\n)+)+"
    assert re.fullmatch(form, text)
