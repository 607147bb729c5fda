"""Other random numbers, and claims that are noted instead of stopping their page.

Python imports this at its start when its directory is in PYTHONPATH, in the programs that a page
starts, too. SEED_SHIFT is added to every seed that is given as an integer. GLOBAL_STATE is where
the global generators begin: a draw without a seed differs from one state to another.
"""

import os
import random
from typing import Any

import numpy as np
import torch

from answers_lib import claims

SHIFT = int(os.environ.get("SEED_SHIFT", "0"))
seed_torch, seed_python, default_rng = torch.manual_seed, random.seed, np.random.default_rng
checked = claims.claim


class Generator(torch.Generator):
    """PyTorch's generator, shifted."""

    def manual_seed(self, seed: int) -> torch.Generator:
        """Begin at another place."""
        return super().manual_seed(seed + SHIFT)


class RandomState(np.random.RandomState):
    """NumPy's older generator, which scikit-learn and Optuna use, shifted."""

    def __init__(self, seed: Any = None) -> None:
        super().__init__(_shifted(seed))

    def seed(self, seed: Any = None) -> None:
        """Begin at another place."""
        super().seed(_shifted(seed))


def noted(sentence: str, held: Any, **options: Any) -> claims.Claim:
    """A claim that may have held in fewer repeats than it needs."""
    try:
        return checked(sentence, held, **options)
    except claims.ClaimError as error:
        return error.claim


def _shifted(seed: Any) -> Any:
    return seed + SHIFT if isinstance(seed, int) else seed


torch.Generator = Generator  # type: ignore[misc]
torch.manual_seed = lambda seed: seed_torch(seed + SHIFT)
random.seed = lambda seed=None: seed_python(_shifted(seed))  # type: ignore[assignment,misc]
np.random.default_rng = lambda seed=None: default_rng(_shifted(seed))
np.random.RandomState = RandomState  # type: ignore[misc]
claims.claim = noted

if "GLOBAL_STATE" in os.environ:
    state = int(os.environ["GLOBAL_STATE"])
    seed_torch(state)
    seed_python(state)
    np.random.seed(state)
