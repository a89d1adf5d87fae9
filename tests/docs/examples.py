"""The README's console examples, as a reader runs them; `python -m tests.docs.examples` writes answers anew.

An example is a line `$ kg ...` of a ```console block; the lines below it are what it prints on stdout.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A command line and what the README says it prints."""

    command: str
    answer: str


def examples(readme: str) -> list[Example]:
    """All console examples, in order."""
    found = []
    for block in _BLOCK.findall(readme):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, answer = part.partition("\n")
            found.append(Example(command, answer.rstrip()))
    return found


def prepare(folder: Path) -> None:
    """What the reader of the README has: the seeds, and a folder of articles."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "my-articles").mkdir()
    shutil.copy(ROOT / "seeds" / "pakistan-iran-wire.txt", folder / "my-articles" / "1.txt")


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command of an example, run in `folder`."""
    line = re.sub(r"^kg ", f"{sys.executable} -m kg ", command)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KG_")}
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def main() -> None:
    """Run all examples and write what they print into the README."""
    readme = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        prepare(folder)
        for example in examples(readme):
            ran = run(example.command, folder)
            if ran.returncode:
                sys.exit(f"{example.command} failed: {ran.stderr}")
            old = f"$ {example.command}\n{example.answer}"
            new = f"$ {example.command}\n{ran.stdout.rstrip()}"
            readme = readme.replace(old.rstrip() + "\n", new.rstrip() + "\n", 1)
    README.write_text(readme, encoding="utf-8")


if __name__ == "__main__":
    main()
