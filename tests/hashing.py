"""Programs run under several hash seeds: what they print must not follow the order of a set."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def printed(script: str, *arguments: str, seeds: tuple[str, ...] = ("0", "1", "42")) -> set[str]:
    """What a Python program prints, once for each hash seed; one text where it is always the same."""
    return {
        subprocess.run(
            [sys.executable, "-c", script, *arguments],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in seeds
    }
