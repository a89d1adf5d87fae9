"""Where the files that ship with the package stand: in the wheel inside `kg`, in a checkout beside it.

`pyproject.toml` puts `ontology/`, `queries/` and `seeds/` into the wheel as `kg/_ontology`, `kg/_queries` and
`kg/_seeds`; an editable install has them only as folders of the checkout.
"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

from kg.errors import EnvironmentProblem


def folder(name: str) -> Path:
    """The folder `name` ("ontology", "queries", "seeds") of this installation.

    Raises EnvironmentProblem when the installation lacks it.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / f"_{name}", package.parent / name):
        if candidate.is_dir():
            return candidate
    raise EnvironmentProblem(
        f"this installation of conflict-kg has no {name} folder",
        "install it again: pip install --force-reinstall conflict-kg",
    )


# Derived from what is hashed, or written while the program runs or weights are trained.
_NOT_PART_OF_IT = {".pyc", ".sqlite", ".sqlite-wal", ".sqlite-shm", ".sqlite-journal"}


@cache
def rooms_digest(*names: str) -> str:
    """Sixteen hexadecimal digits of all that stands in rooms of the package (folders or files of `kg`).

    Code, lexicons, weights and compiled facts alike: what was made by one state of them is told from what was
    made by another.
    """
    package = Path(__file__).resolve().parent
    hashed = blake2b(digest_size=8)
    for name in names:
        root = package / name
        files = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file())
        for path in files:
            passing = path.suffix[1:].isdigit() or path.parent.name.startswith("tmp")
            if passing or path.suffix in _NOT_PART_OF_IT:
                continue
            hashed.update(f"{path.relative_to(package).as_posix()}\0".encode())
            with path.open("rb") as opened:
                while octets := opened.read(1 << 20):
                    hashed.update(octets)
    return hashed.hexdigest()
