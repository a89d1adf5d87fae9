"""No command, option or setting without a word about it in the documentation, and none that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kg.cli.app import app
from kg.config import Config, load

ROOT = Path(__file__).parents[2]
DOCUMENTED = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name."""
    for name, command in app.commands.items():
        if isinstance(command, click.Group):
            yield from ((f"kg {name} {leaf}", c) for leaf, c in command.commands.items())
        else:
            yield f"kg {name}", command


def section(name: str) -> str:
    """What docs/cli.md says under the heading of a command, with what it says of all of them."""
    head, *sections = re.split(r"^## ", DOCUMENTED, flags=re.MULTILINE)
    (found,) = [text for text in sections if re.match(rf"{name}\b", text)]
    return head + found


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=lambda v: v if isinstance(v, str) else "")
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    text = section(name)
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert re.search(rf"{re.escape(option)}\b", text), f"{name} {option}"


def test_no_option_is_documented_that_is_not_there() -> None:
    known = {"--help", "--version", "--config"}
    for _, command in commands():
        known |= {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    own = "\n".join(line for line in readme.splitlines() if "kg " in line and "curl" not in line)
    mentioned = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", DOCUMENTED + own))
    assert mentioned <= known


def test_every_setting_of_kg_toml_can_be_written_as_documented(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", DOCUMENTED, re.DOTALL)
    path = tmp_path / "kg.toml"
    path.write_text(block)
    config = load(path)
    assert config.serve.timeout == 30
    for name in Config.__struct_fields__:
        assert f"[{name}]" in block


def test_every_format_that_is_offered_is_documented() -> None:
    for name, command in commands():
        for parameter in command.params:
            if isinstance(parameter.type, click.Choice):
                for choice in parameter.type.choices:
                    assert f"`{choice}`" in section(name), f"{name}: {choice}"


def test_the_links_of_the_readme_lead_somewhere() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", readme):
        assert (ROOT / target).exists(), target
    for folder in ("ontology", "queries", "seeds", "docs", "tests", "benchmarks"):
        assert (ROOT / folder).is_dir()
