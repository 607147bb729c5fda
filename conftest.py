"""Every page of docs/ is a test as well: pytest collects its blocks with the build's set-up."""

from pathlib import Path

import matplotlib.pyplot as plt
import torch

from runner.isolation import set_environment
from runner.parsing import page_sybil

ROOT = Path(__file__).parent

# As in the build: remembered experiments in the same place, so that a build after the tests
# trains nothing twice; one thread, or the last digits differ; and no screen.
set_environment(ROOT / ".cache")
torch.set_num_threads(1)
plt.switch_backend("agg")

pytest_plugins = ["runner_fixtures", "site_fixtures"]
pytest_collect_file = page_sybil(ROOT / "docs").pytest()
