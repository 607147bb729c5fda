import io

from rich.console import Console

from runner.progress import Display, summary
from runner_fixtures import NAME, python, sample


def test_what_a_pipe_shows_and_the_table_at_the_end(page, build, capsys):
    page(sample("answer.md"), "training/05-x.md")
    page("# Text", "text.md")
    page(python("1 / 0"), "bad.md")
    page("# %%\n1", "labs/l.py")
    console = Console(width=100, force_terminal=False)
    names = [NAME, "bad.md"]
    with Display(console) as display:
        build(watcher=display, names=names)
    console.print(summary(build.outcomes))
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "running docs/bad.md (it has no stored result)"
    assert printed[1] == "   done docs/bad.md: failed"
    assert printed[2] == "running docs/training/05-x.md (it has no stored result)"
    assert printed[3].startswith("   done docs/training/05-x.md: ")
    seconds = f"{build.outcomes[-1].result.seconds:.1f}"
    assert [line.split() for line in printed[4:]] == [
        ["page", "seconds", "blocks", "claims", "figures", "data", "state"],
        ["docs/bad.md", "failed"],
        ["docs/labs/l.py", "never", "run"],
        ["docs/training/05-x.md", seconds, "2", "1", "1", "ran"],
    ]
    build(names=names)
    console.print(summary(build.outcomes))
    assert capsys.readouterr().out.splitlines()[-1].split()[-1] == "kept"


def test_a_dry_table_says_why(page, build):
    page("`{python} 1`", "a.md")
    build(dry=True)
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(summary(build.outcomes, why=True))
    assert console.export_text().splitlines()[1].split("  ")[-1].strip() == (
        "it has no stored result"
    )
