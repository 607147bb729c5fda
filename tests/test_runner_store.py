import json
import os
import threading
from contextlib import suppress

import pytest

from answers_lib.claims import Claim
from answers_lib.fingerprint import digest
from runner.result import PageResult
from runner.shown import Markdown, Printed, Shown
from runner.store import Store, Stored, write_whole

RESULT = PageResult(
    (
        Shown(
            (Printed("printed é\n"), Claim("C $x$.", 7, 8, "seeds", 0.5), Markdown("| a |")),
            {"loss": "<svg/>"},
        ),
        Shown(text="0.93"),
    ),
    notebook="{}",
    seconds=1.5,
    files={"docs/data.csv": "1" * 64},
    remembered=("slow-1.pkl",),
)
DEPENDS = {"torch": "2.13.0", "the page's code": "0" * 64}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "pages")


@pytest.fixture
def kept(store, page):
    """The path of a stored result."""
    store.save(page("# T"), RESULT, DEPENDS)
    return store.path(page("# T"), DEPENDS)


def test_nothing_is_stored_at_first(store, page):
    assert store.find(page("# T"), DEPENDS) is None
    assert store.last(page("# T")) is None


@pytest.mark.usefixtures("kept")
def test_what_is_saved_is_loaded(store, page):
    assert store.find(page("# T"), DEPENDS) == RESULT
    assert store.last(page("# T")) == Stored(RESULT, DEPENDS)


def test_a_result_of_other_dependencies_is_another(kept, store, page):
    other = {**DEPENDS, "torch": "2.14.1"}
    assert store.find(page("# T"), other) is None
    store.save(page("# T"), PageResult(seconds=9), other)
    assert store.find(page("# T"), DEPENDS) == RESULT
    os.utime(kept, ns=(1, 1))
    assert store.last(page("# T")) == Stored(PageResult(seconds=9), other)
    store.find(page("# T"), DEPENDS)
    assert store.last(page("# T")) == Stored(RESULT, DEPENDS)


def test_the_results_used_last_stay(store, page):
    paths = []
    for n in range(5):
        depends = {"torch": str(n)}
        store.save(page("# T"), PageResult(remembered=(f"{n}.pkl",)), depends)
        paths.append(store.path(page("# T"), depends))
        os.utime(paths[-1], ns=(n, n))
    store.find(page("# T"), {"torch": "0"})
    store.save(page("", "b.md"), PageResult(remembered=("b.pkl",)), DEPENDS)
    assert store.prune() == {"0.pkl", "3.pkl", "4.pkl", "b.pkl"}
    assert [path.exists() for path in paths] == [True, False, False, True, True]


def test_where_it_lives(store, page):
    path = store.path(page("", "training/5 é.md"), DEPENDS)
    assert path.parent == store.directory / "training/5 é.md"
    assert path.name == digest(json.dumps(DEPENDS, sort_keys=True))[:16] + ".json"


def test_the_same_result_gives_the_same_bytes(kept, store, page):
    before = kept.read_bytes()
    store.save(page("# T"), RESULT, DEPENDS)
    assert kept.read_bytes() == before


def damaged(content: bytes) -> dict[str, bytes]:
    record = json.loads(content)
    record["content"]["result"]["seconds"] = 2.5
    flipped = bytearray(content)
    flipped[content.index(b"0.93")] ^= 1
    return {
        "empty": b"",
        "truncated": content[: len(content) // 2],
        "one bit": bytes(flipped),
        "a letter cut in two": content[: content.index("é".encode()) + 1],
        "another number": json.dumps(record).encode(),
        "no digest": b'{"content": {}}',
        "a list": b"[]",
        "null": b"null",
        "bytes": b"\x80\x81",
    }


@pytest.mark.parametrize("how", damaged(b'{"content": {"result": {"a": "\xc3\xa9 0.93"}}}'))
def test_a_damaged_result_is_refused(kept, store, page, how):
    kept.write_bytes(damaged(kept.read_bytes())[how])
    with pytest.raises(ValueError, match=r"^the stored result is damaged$"):
        store.find(page("# T"), DEPENDS)


def test_every_flipped_bit_is_noticed_or_means_nothing(kept, store, page):
    content = kept.read_bytes()
    for position in range(0, len(content), 7):
        flipped = bytearray(content)
        flipped[position] ^= 1 << position % 8
        kept.write_bytes(flipped)
        with suppress(ValueError):
            assert store.find(page("# T"), DEPENDS) == RESULT


def test_a_result_of_another_form_is_refused(store, page):
    written = page("# T")
    store.save(written, RESULT, DEPENDS)
    older = {"shown": [{"printed": "", "values": [], "picture": ""}], "notebook": "", "seconds": 1}
    content = {"depends": DEPENDS, "result": older}
    record = {"digest": digest(json.dumps(content, sort_keys=True)), "content": content}
    write_whole(store.path(written, DEPENDS), json.dumps(record))
    with pytest.raises(ValueError, match=r"^the stored result is damaged$"):
        store.find(written, DEPENDS)


def test_whoever_reads_meanwhile_sees_one_whole_file(tmp_path):
    path, seen, done = tmp_path / "a.json", set(), threading.Event()
    texts = [str(n) * 100_000 for n in range(2)]
    write_whole(path, texts[0])

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_text(encoding="utf-8"))

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(100):
        write_whole(path, texts[n % 2])
    done.set()
    reader.join()
    assert seen <= set(texts)


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "a.json"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert os.listdir(tmp_path) == ["a.json"]
    assert path.read_text() == "old"


def test_lines_end_the_same_on_every_system(tmp_path):
    write_whole(tmp_path / "sub/a.json", "a\nb")
    assert (tmp_path / "sub/a.json").read_bytes() == b"a\nb"
