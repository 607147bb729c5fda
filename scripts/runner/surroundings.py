"""What surrounds a page while it runs: the same for every page, whoever runs it and where."""

import os
from pathlib import Path
from typing import Any

SCRIPTS = str(Path(__file__).resolve().parents[1])
DIRECTORY_VARIABLE = "ANSWERS_CACHE"  # as answers_lib.memo knows it

# What every process of a page starts with.
FIXED = {
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    # No byte code beside the sources, where `mkdocs serve` would take it for an edit. Not
    # PYTHONPYCACHEPREFIX: with it, all of torch would be compiled anew, which takes a minute.
    "PYTHONDONTWRITEBYTECODE": "1",
}
# With a screen, plt.show() warns that agg has none; start-up files can run any code.
DROPPED = ("DISPLAY", "WAYLAND_DISPLAY", "MATPLOTLIBRC", "PYTHONSTARTUP", "PYTHONWARNINGS")


def set_environment(cache: Path) -> None:
    """Set what every process started from now on inherits; it remembers experiments in `cache`."""
    for name in DROPPED:
        os.environ.pop(name, None)
    os.environ.update(FIXED)
    # Start-up files and settings of a user's own would decide what a lab prints.
    # The fork server imports `runner.recording` before it is told of this process's sys.path.
    places = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys([SCRIPTS, *filter(None, places)]))
    (cache / "ipython").mkdir(parents=True, exist_ok=True)
    os.environ["IPYTHONDIR"] = str((cache / "ipython").resolve())
    os.environ["JUPYTER_CONFIG_DIR"] = str((cache / "jupyter").resolve())
    os.environ.setdefault(DIRECTORY_VARIABLE, str((cache / "experiments").resolve()))


def reset_matplotlib() -> None:
    """Start from Matplotlib's own settings: not those of a matplotlibrc of this user or folder."""
    import matplotlib as mpl

    defaults: dict[Any, Any] = {**mpl.rcParamsDefault}
    defaults.pop("backend")
    mpl.rcParams.update(defaults)
