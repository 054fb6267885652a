"""The benches run from end to end; what they measure here, in a hurry, is not looked at."""

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("bench", sorted(HERE.glob("bench_*.py")), ids=lambda path: path.stem)
def test_a_bench_runs(bench):
    done = subprocess.run([sys.executable, bench, "--quick"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "(goal " in done.stdout
