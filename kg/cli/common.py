"""What the commands share: their options, and how they write."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, Any, TypeVar

import click
import msgspec

from kg.config import Config, graph_folder, load
from kg.errors import EnvironmentProblem

Command = TypeVar("Command", bound=Callable[..., Any])


class Settled:
    """The settings of this run: kg.toml, read when a command first asks for it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    @cached_property
    def config(self) -> Config:
        """kg.toml, or what holds without one."""
        return load(self._path)

    def graph(self, given: Path | None) -> Path:
        """The graph folder that a command works on."""
        return graph_folder(given, self.config)


pass_settled = click.make_pass_decorator(Settled)


def graph_option(command: Command) -> Command:
    """`--graph DIR`."""
    return click.option(
        "--graph",
        "graph",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="The graph folder (default: $KG_GRAPH, or kg.toml's, or ./graph).",
    )(command)


def json_option(command: Command) -> Command:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Write JSON for a program to read.")(command)


def output_option(command: Command) -> Command:
    """`--output FILE`."""
    return click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write to FILE instead of standard output.",
    )(command)


@contextmanager
def to_output(path: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(path)
    except OSError as error:
        raise EnvironmentProblem(f"{path} cannot be written: {error.strerror}", "check the folder") from error
    finally:
        part.unlink(missing_ok=True)
    say(f"wrote {path}")


def say(message: str) -> None:
    """A line for the person at the terminal: on stderr."""
    click.echo(message, err=True)


def show_json(value: object) -> None:
    """A value as indented JSON on stdout."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def show_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows under their heads on stdout, columns aligned, nothing cut off."""
    lines = [tuple(heads), *(tuple(cell.replace("\n", " ") for cell in row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(heads))]
    for number, line in enumerate(lines):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        if number == 0:
            click.echo("  ".join("-" * width for width in widths))


def on_terminal() -> bool:
    """True when a person watches stderr, so that progress may be drawn there."""
    return sys.stderr.isatty()


def plural(count: int, noun: str) -> str:
    """`3 articles`, `1 article`, `1,204 words`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
