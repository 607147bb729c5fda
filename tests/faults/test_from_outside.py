"""Nothing from outside a page decides its result: settings of the user, and of other pages."""

import shutil

from runner_fixtures import python
from site_fixtures import read

OUTSIDE = """import locale
import os
import time
from pathlib import Path

import matplotlib.pyplot as plt
from threadpoolctl import threadpool_info

import torch

settings = plt.rcParams["lines.linewidth"], plt.rcParams["font.size"]
threads = torch.get_num_threads(), sorted({pool["num_threads"] for pool in threadpool_info()})
hashes = hash("a")
place = Path.cwd().name, os.environ.get("DISPLAY"), locale.setlocale(locale.LC_ALL, ""), time.tzname
plt.subplots(num="loss", figsize=(2, 1))
plt.plot([1, 2])
plt.show()
"""
SHOWN = "`{python} (settings, threads, hashes, place)`\n\n![A line](loss.svg)\n"


def value(project) -> str:
    return read(project / "site", "a").select_one(".computed").text


def test_nothing_from_outside_decides_a_result(own, build_own, tmp_path):
    (own / "docs/a.md").write_text(python(OUTSIDE) + "\n" + SHOWN)
    assert build_own()[0] == 0
    plain = value(own), (own / "site/a/loss.svg").read_bytes()
    home = tmp_path / "home"
    (home / ".config/matplotlib").mkdir(parents=True)
    for folder in (home / ".config/matplotlib", own, own / "docs"):
        (folder / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 40\n")
    outside = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "MATPLOTLIBRC": str(own),
        "PYTHONHASHSEED": "7",
        "OPENBLAS_NUM_THREADS": "2",
        "OMP_NUM_THREADS": "2",
        "LC_ALL": "POSIX",
        "TZ": "Asia/Tokyo",
        "DISPLAY": ":0",
    }
    shutil.rmtree(own / ".cache")
    status, output = build_own(**outside)
    assert status == 0, output
    assert (value(own), (own / "site/a/loss.svg").read_bytes()) == plain


def test_what_a_page_sets_reaches_no_other(own, build_own):
    (own / "docs/a.md").write_text(
        python(
            "import torch, matplotlib.pyplot as plt\ntorch.set_printoptions(precision=2)\n"
            "torch.set_default_dtype(torch.float64)\nplt.rcParams['font.size'] = 40"
        )
    )
    (own / "docs/b.md").write_text(
        "```pycon\n>>> import torch, matplotlib.pyplot as plt\n>>> torch.tensor([1 / 3])\n"
        "tensor([0.3333])\n>>> torch.zeros(1).dtype, plt.rcParams['font.size']\n"
        "(torch.float32, 10.0)\n```\n"
    )
    status, output = build_own("--jobs", "1")
    assert status == 0, output
