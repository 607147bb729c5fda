"""Pages as editors and systems leave them: encodings, line ends, names, what is no file."""

import pytest

from runner_fixtures import python


def write(docs, name: str, content: bytes) -> None:
    path = docs / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"# T\n\nCaf\xe9.\n", 3),  # Latin-1
        ("# T\n\n`{python} 1`\n".encode("utf-16"), 1),
        (b"---\ntags: [\xff]\n---\n# T\n", 2),
        ("# T\r\n\r\né".encode()[:-1], 3),  # cut in the middle of a letter
    ],
)
def test_a_page_that_is_not_utf8_is_an_error_of_that_page(page, docs, build, content, line):
    write(docs, "a.md", content)
    page("`{python} 6 * 7`", "b.md")
    build()
    message = "this line is not UTF-8: save the page as UTF-8"
    assert build.errors == [f"docs/a.md:{line}: {message}"]
    assert build.outcomes[1].result.shown[0].text == "42"


def test_a_byte_order_mark_is_no_part_of_the_page(docs, build):
    source = "---\nquestion: Q\ndescription: D\ntags: [t]\n---\n# T\n\n" + python("1 / 0")
    write(docs, "training/05-x.md", source.encode("utf-8-sig"))
    build()
    assert build.errors == ["docs/training/05-x.md:9: ZeroDivisionError: division by zero"]
    assert build.outcomes[0].page.meta["question"] == "Q"


def test_line_ends_make_no_difference(page, docs, build):
    source = "---\ntags: [t]\n---\n# T\n\n" + python("x = 6\nx * 7") + "\n`{python} x * 7`\n"
    page(source, "a.md")
    build()
    stored = build.stored("a.md").read_bytes()
    for ends in ("\r\n", "\r"):
        write(docs, "a.md", source.replace("\n", ends).encode())
        assert build() == {}
        assert build.outcomes[0].page.source == source
    write(docs, "a.md", source.replace("x * 7`", "x / 0`").replace("\n", "\r\n").encode())
    build()
    assert build.errors == ["docs/a.md:11: ZeroDivisionError: division by zero"]
    assert build.stored("a.md").read_bytes() == stored


@pytest.mark.parametrize(
    "name", ["a b.md", "é/ü ß.md", "日本語.md", "it's & <more>.md", "a%20b.md"]
)
def test_a_page_by_any_name(page, build, name):
    page("`{python} 1`\n", name)
    assert build() == {name: ["it has no stored result"]}
    assert build() == {}
    page("\n`{python} 1 / 0`\n", name)
    build()
    assert build.errors == [f"docs/{name}:2: ZeroDivisionError: division by zero"]


def test_a_page_that_cannot_be_read_stops_the_build_with_a_line(project, docs, build_site):
    (docs / "gone.md").symlink_to(docs / "nowhere.md")
    path = docs / "gone.md"
    assert build_site() == (1, "", f"{path}: No such file or directory; site/ is left as it was\n")
