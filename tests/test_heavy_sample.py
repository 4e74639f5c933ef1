"""A small seeded sample of each heavy trial (`make gauntlet`): real processes, real servers, both databases."""

import subprocess
import sys

import pytest

from tests.scratch import ROOT

TRIALS = ("races", "kills", "hostile", "crowd", "big")


@pytest.mark.parametrize("trial", TRIALS)
def test_small_sample_of_each_heavy_trial_passes(trial):
    command = [sys.executable, "-m", "tests.gauntlet", "--quick", trial]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)

    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-4000:]
    assert ", 0 failed" in run.stdout.splitlines()[-1]
