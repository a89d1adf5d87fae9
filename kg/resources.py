"""Where the files that ship with the package stand: in the wheel inside `kg`, in a checkout beside it.

`pyproject.toml` puts `ontology/`, `queries/` and `seeds/` into the wheel as `kg/_ontology`, `kg/_queries` and
`kg/_seeds`; an editable install has them only as folders of the checkout.
"""

from __future__ import annotations

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
