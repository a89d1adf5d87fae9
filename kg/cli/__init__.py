"""The command line: the only place that prints and exits. Data goes to stdout, all else to stderr.

Exit status: 0 done, 1 the answer is no, 2 usage, 3 input, 4 environment, 70 a bug, 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

from kg.cli.app import app
from kg.errors import EnvironmentProblem, KgError, UsageProblem

_BUG = 70
_INTERRUPTED = 130
_FULL = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT), "disk is full")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit with its status; `arguments` are those of the process unless given."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return the status to exit with; every failure is a message on stderr."""
    try:
        status = app.main(args=arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except KgError as error:
        _complain(error.message, error.hint)
        return error.exit_status
    except click.UsageError as error:
        where = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        _complain(error.format_message() + where)
        return UsageProblem.exit_status
    except click.ClickException as error:
        _complain(error.format_message())
        return error.exit_code
    except (BrokenPipeError, SystemExit):
        # The reader went away ("kg export | head"), which click turns into SystemExit(1): not an error.
        # Nothing more may be written to it, not even by the interpreter as it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return _INTERRUPTED
    except Exception as error:
        if _disk_is_full(error):
            _complain(
                "there is no space left on the disk",
                "make room and run the command again; what was published before is as it was",
            )
            return EnvironmentProblem.exit_status
        # Anything else is a bug of ours, and 1 (Python's own status) would read as "the answer is no".
        traceback.print_exc()
        _complain("this is a bug in conflict-kg", "please report it with the lines above")
        return _BUG
    return status if isinstance(status, int) else 0


def _disk_is_full(error: BaseException) -> bool:
    """True where a file could not be written for want of room, whichever library met it."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    # SQLite and the triple store have numbers of their own for it, or none.
    told = isinstance(error, OSError | sqlite3.Error) and any(words in str(error) for words in _FULL)
    return told or (error.__cause__ is not None and _disk_is_full(error.__cause__))


def _complain(message: str, hint: str = "") -> None:
    click.echo(f"{click.style('error:', fg='red', bold=True)} {message}", err=True)
    if hint:
        click.echo(f"{click.style('hint:', fg='yellow')} {hint}", err=True)


__all__ = ["main", "run"]
