"""The wheel: it holds everything the program needs, and works where there is no checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel, built through the source distribution as a release is."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_what_the_program_reads_at_run_time(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "kg/_ontology/conflict-kg.ttl",
        "kg/_ontology/shapes.ttl",
        "kg/_queries/01-strikes-on.rq",
        "kg/_seeds/pakistan-iran-wire.txt",
        "kg/language/weights/model.onnx",
        "kg/read/furniture.toml",
        "kg/py.typed",
    ):
        assert wanted in names
    for folder in ("kg/extract/lexicon/", "kg/serve/templates/", "kg/serve/static/", "kg/gazetteer/"):
        assert any(name.startswith(folder) and not name.endswith(".py") for name in names), folder
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_wheel_is_no_larger_than_what_it_must_hold(wheel: Path) -> None:
    assert wheel.stat().st_size < 50 * 2**20
    assert not [n for n in zipfile.ZipFile(wheel).namelist() if n.startswith(("tests/", "benchmarks/"))]


def test_it_builds_and_answers_in_a_clean_environment_without_a_checkout(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)], check=True
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KG_"))}

    def kg(*arguments: str) -> str:
        ran = subprocess.run(
            [home / "bin" / "kg", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format", "json"], capture_output=True, text=True, check=True
    )
    assert "torch" not in {package["name"] for package in json.loads(listed.stdout)}
    (tmp_path / "article.txt").write_text(
        "Date: 2024-01-19\n\nIran fired missiles at Pakistan on Tuesday, the army said. "
        "Pakistan recalled its ambassador from Tehran.\n"
    )
    summary = json.loads(kg("build", "article.txt", "--json"))
    assert summary["published"]["articles"] == 1
    assert summary["published"]["events"]["Strike"] == 1
    answer = json.loads(kg("query", "strikes-on", "--param", "country=Pakistan", "--format", "json"))
    assert len(answer["results"]["bindings"]) >= 1
    assert "kg:Strike" in kg("export", "--format", "turtle")
