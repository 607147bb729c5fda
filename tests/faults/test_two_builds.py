"""Two builds at once in one checkout: the second waits, says so, and runs nothing twice."""

from concurrent.futures import ThreadPoolExecutor

import build as script
from processes import PATIENCE, until
from runner.lock import alone
from runner_fixtures import NAME, Builder, python

WAITS = "another build is at work here: waiting for it\n"


def test_whoever_is_alone_does_not_wait(tmp_path, capfd):
    for _ in range(2):
        with alone(tmp_path / "new/lock"):
            pass
    assert capfd.readouterr().err == ""


def test_a_page_that_two_builds_need_runs_once(page, docs, build, tmp_path, capfd):
    code = (
        "import pathlib, time\n"
        f"folder = pathlib.Path({str(tmp_path)!r})\n"
        "with open(folder / 'ran', 'a') as file:\n"
        "    file.write('once ')\n"
        "while not (folder / 'go').exists(): time.sleep(0.01)"
    )
    page(python(code))
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(build)
        until((tmp_path / "ran").exists, "the first build runs the page")
        other = Builder(docs, **build.options)
        second = pool.submit(other)
        until(lambda: capfd.readouterr().err == WAITS, "the second build waits")
        (tmp_path / "go").touch()
        assert first.result(PATIENCE) == {NAME: ["it has no stored result"]}
        assert second.result(PATIENCE) == {}
    assert (tmp_path / "ran").read_text() == "once "
    assert other.outcomes[0].result == build.outcomes[0].result


def test_the_build_script_waits_before_it_touches_the_site(page, project, build_site, capfd):
    page("# T\n", "a.md")
    (project / ".site.1.old").mkdir()  # as if the other build were in the middle of the swap
    (project / ".site.1.old/.built").touch()
    with ThreadPoolExecutor(1) as pool:
        with alone(project / ".cache/build.lock"):
            second = pool.submit(script.main, [])
            until(lambda: capfd.readouterr().err == WAITS, "the build waits")
            assert not (project / "site").exists()
        assert second.result(PATIENCE) == 0
    assert (project / "site/a/index.html").exists()
