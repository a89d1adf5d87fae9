"""How long the gazetteer takes to open, and how many names and links it answers a second.

    python -m benchmarks.gazetteer

Names are matched in the words of the project's own seeds; links are those of tests/accuracy/links.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
_OPENING = """
import time
import kg.model
begin = time.perf_counter()
from kg.gazetteer import load
assert load().get("state/iran")
print(time.perf_counter() - begin)
"""


def opening(times: int = 5) -> float:
    """Seconds from importing kg.gazetteer to its first answer, the median of fresh processes."""
    taken = []
    for _ in range(times):
        done = subprocess.run(
            [sys.executable, "-c", _OPENING], capture_output=True, text=True, check=True, cwd=ROOT
        )
        taken.append(float(done.stdout))
    return statistics.median(taken)


def matching(rounds: int = 5) -> float:
    """Words a second in which names are found; the first round, with empty caches, counts."""
    from kg.gazetteer import load

    book = load()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    words = [re.findall(r"\w+|[^\w\s]", text) for text in texts]
    begin = time.perf_counter()
    for _ in range(rounds):
        for text in words:
            book.match(text)
    return rounds * sum(map(len, words)) / (time.perf_counter() - begin)


def linking(rounds: int = 3) -> float:
    """Links a second: actors and places of the evaluation set, each judged anew."""
    from tests.accuracy.links.measure import outcomes

    count = len(outcomes())
    begin = time.perf_counter()
    for _ in range(rounds):
        outcomes()
    return rounds * count / (time.perf_counter() - begin)


def main() -> None:
    """Prints the three figures."""
    size = (ROOT / "kg" / "gazetteer" / "gazetteer.sqlite").stat().st_size
    print(f"size on disk        {size / 1e6:8.1f} MB")
    print(f"import and open     {opening() * 1000:8.1f} ms")
    print(f"names in text       {matching():8,.0f} words/s")
    print(f"links               {linking():8,.0f} links/s")


if __name__ == "__main__":
    main()
