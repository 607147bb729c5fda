"""Claims with other random numbers: each library as if its seed were another one."""

import random

import pytest
import torch

import other_seeds
from processes import started
from runner_fixtures import python

DRAWS = """
import random, subprocess, sys
import numpy as np
import torch
from optuna.samplers import RandomSampler
from sklearn.utils import check_random_state

def draws(seed):
    torch.manual_seed(seed)
    random.seed(seed)
    generator = torch.Generator().manual_seed(seed)
    return [
        torch.rand(1).item(),
        torch.rand(1, generator=generator).item(),
        random.random(),
        np.random.default_rng(seed).random(),
        check_random_state(seed).rand(),
        RandomSampler(seed=seed)._rng.rng.rand(),
    ]
"""
CLAIMS = """
from answers_lib.claims import claim

print(draws(3))
claim("Always.", [True] * 4, margin=[2.0, 1.0, 3.0, 2.0], per="seeds")
claim("Mostly.", [True, True, False], at_least=2)
claim("Sometimes.", [True, False, True, False], margin=[1.0, -0.5, 1.0, -0.25], per="seeds")
"""
PROGRAM = """
program = "import torch; torch.manual_seed(3); print(torch.rand(1).item())"
done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
assert float(done.stdout) == draws(3)[0], done.stderr
"""


@pytest.fixture
def run(docs, request):
    """A function that runs the command on the pages of a test: status and report."""
    scripts = str(request.config.rootpath / "scripts")

    def with_shift(shift: int) -> tuple[int, str]:
        # In a process of its own: the fork server of this one has begun without the shift.
        program = f"""
import sys
from pathlib import Path
sys.path.insert(0, {scripts!r})
import other_seeds
sys.exit(other_seeds.main(["{shift}"], Path({str(docs)!r})))
"""
        process = started(["-c", program], docs.parent)
        output, _ = process.communicate()
        return process.returncode, output

    return with_shift


def expected(seed):
    """What plain libraries draw from this seed."""
    space = {}
    exec(DRAWS, space)
    state = random.getstate(), torch.get_rng_state()
    found = space["draws"](seed)
    random.setstate(state[0])
    torch.set_rng_state(state[1])
    return found


def test_every_library_draws_as_from_another_seed(page, run):
    drawn = f"assert draws(3) == {expected(1003)}, draws(3)"
    page(python(DRAWS + drawn + PROGRAM), "draws.md")
    assert run(1000) == (0, "# Seeds + 1000: 0 of 0 claims held\n")


def test_a_claim_that_does_not_hold_stops_nothing(page, run):
    page(python(DRAWS + CLAIMS), "claims.md")
    page(python("x = 1 / 0"), "stops.md")
    assert run(7) == (
        1,
        "# Seeds + 7: 2 of 3 claims held\n\n"
        "## Pages that stopped\n\n**docs/stops.md**\n\n"
        "- docs/stops.md:2: ZeroDivisionError: division by zero\n\n"
        "## Claims that did not hold\n\n**docs/claims.md**\n\n"
        "- Sometimes. (held in 2 of 4 seeds, missed by at most 0.5)\n",
    )


def test_a_page_that_is_none(docs, capsys):
    with pytest.raises(SystemExit, match=r"^2$"):
        other_seeds.main(["1", "docs/none.md"], docs)
    message = "argument PAGE: docs/none.md is no page below docs/"
    assert message in capsys.readouterr().err
