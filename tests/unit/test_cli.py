"""The command line as a person meets it: what goes where, which status it exits with, how it fails."""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from kg.build import Options, build
from kg.cli import run
from kg.cli.app import app
from kg.cli.graph import EXPORT_FORMATS, QUERY_FORMATS
from kg.graph import export, query

ROOT = Path(__file__).parents[2]
REPORT = "The army of Freedonia said on Monday that it had fired rockets at depot {}.\n"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of three articles, made without a language pipeline."""
    folder = tmp_path_factory.mktemp("cli")
    for number in range(3):
        (folder / f"{number}.txt").write_text(REPORT.format(number))
    build([folder], folder / "graph", Options(extractor="tests.fake_extractor"))
    return folder / "graph"


def started(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments], capture_output=True, text=True, check=False, cwd=ROOT
    )


def test_the_entry_point_starts_and_names_its_version() -> None:
    ran = started("--version")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("conflict-kg ")


def test_help_does_not_load_what_is_heavy() -> None:
    code = (
        "import sys\nfrom kg.cli import run\nrun(['--help'])\n"
        "heavy = ('spacy', 'onnxruntime', 'rdflib', 'pyoxigraph', 'flask', 'pyshacl')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", sorted(app.commands))
def test_every_command_explains_itself_and_its_options(name: str) -> None:
    command = app.commands[name]
    leaves = command.commands.values() if isinstance(command, click.Group) else [command]
    for leaf in leaves:
        assert leaf.help
        for parameter in leaf.params:
            assert isinstance(parameter, click.Argument) or parameter.help, (leaf.name, parameter.name)


def test_the_formats_offered_are_those_there_are() -> None:
    assert export.FORMATS == EXPORT_FORMATS
    assert query.FORMATS == QUERY_FORMATS


@pytest.mark.parametrize(
    ("arguments", "status", "complaint"),
    [
        (["nonsense"], 2, "No such command"),
        (["export", "--format", "docx"], 2, "docx"),
        (["build"], 2, "SOURCE"),
        (["build", "nowhere"], 3, "no file or folder nowhere"),
        (["export", "--graph", "nowhere"], 4, "there is no graph in nowhere"),
        (["query", "nonsense"], 4, "there is no graph"),
        (["build", "x", "--published", "yesterday"], 2, "no date"),
        (["build", "x", "--base-iri", "example.org"], 2, "base IRI"),
        (["--config", "none.toml", "info"], 2, "cannot be read"),
        (["evaluate", "none.json"], 3, "no gold file"),
        (["extract", " "], 2, "the text is empty"),
        (["extract", "Il governo ha detto " + "molte volte " * 30], 1, "not-english"),  # longer than a name
        (["build", "nowhere" * 50], 3, "no file or folder nowhere"),
        (["extract", "articles/none.txt"], 3, "no file or folder articles/none.txt"),
        (
            ["extract", "Il governo ha detto che la guerra è finita e che i soldati torneranno."],
            1,
            "not-english",
        ),
    ],
)
def test_a_failure_is_a_message_on_stderr_and_a_status(
    arguments: list[str],
    status: int,
    complaint: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    assert run(arguments) == status
    captured = capsys.readouterr()
    assert captured.out == ""
    assert complaint in captured.err
    assert "Traceback" not in captured.err


def test_of_an_attack_the_frames_that_were_tried_say_where_it_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = run(["extract", "--tried", "A bomb exploded in Bangui on Tuesday."])
    captured = capsys.readouterr()
    if status == 4:
        pytest.skip(f"no language weights: {captured.err}")
    assert (status, "shown without --tried" in captured.out) == (0, True)


def test_an_unknown_query_suggests_the_nearest(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "strike-on", "--graph", str(graph)]) == 2
    assert "did you mean strikes-on?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        OSError("IO error: No space left on device: While appending to file: store/1.sst"),
        sqlite3.OperationalError("database or disk is full"),
    ],
)
def test_a_full_disk_is_no_bug_and_says_what_to_do(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr("kg.graph.store.manifest", broken)
    assert run(["info"]) == 4
    told = capsys.readouterr().err
    assert "no space left" in told
    assert "make room" in told
    assert "Traceback" not in told


def test_a_bug_is_told_from_a_no(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("kg.graph.store.manifest", broken)
    assert run(["info"]) == 70
    assert "this is a bug" in capsys.readouterr().err


def test_data_goes_to_stdout_alone(graph: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["export", "--graph", str(graph), "--format", "ntriples"]) == 0
    captured = capfdbinary.readouterr()
    assert captured.err == b""
    assert all(line.endswith(b" .") for line in captured.out.splitlines())


def test_a_file_appears_only_when_it_is_whole(graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.nq"
    assert run(["export", "--graph", str(graph), "--format", "nquads", "--output", str(target)]) == 0
    assert target.read_text().endswith(" .\n")
    assert list(tmp_path.iterdir()) == [target]


def test_info_as_json_is_for_programs(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["info", "--graph", str(graph), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["current"]["revision"].startswith("000001-")
    assert told["current"]["base_iri"] == "http://localhost:7878/"


@pytest.mark.parametrize(("query_text", "status"), [("ASK { ?s ?p ?o }", 0), ("ASK { ?s ?s ?s }", 1)])
def test_a_question_answered_with_no_exits_1(
    graph: Path, tmp_path: Path, query_text: str, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "q.rq"
    path.write_text(query_text)
    assert run(["query", str(path), "--graph", str(graph)]) == status
    assert capfd.readouterr().out == ("no\n" if status else "yes\n")


def test_a_query_comes_from_standard_input_too(graph: Path) -> None:
    text = "SELECT (COUNT(?a) AS ?n) { ?a a kg:Article }"
    ran = subprocess.run(
        [sys.executable, "-m", "kg", "query", "-", "--graph", str(graph), "--format", "csv"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["n", "3"]


def test_the_environment_names_the_graph(
    graph: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KG_GRAPH", str(graph))
    assert run(["info"]) == 0
    assert str(graph) in capsys.readouterr().out


def test_a_parameter_without_a_value_is_a_usage_problem(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["query", "strikes-on", "--param", "country", "--graph", str(graph)]) == 2
    assert "--param country=Pakistan" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_failure(graph: Path) -> None:
    export_command = f"{sys.executable} -m kg export --graph {graph}"
    ran = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {export_command} | head -1"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(ran.stdout.splitlines()) == 1


def test_strict_turns_a_rejection_into_a_no_but_builds_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(REPORT.format("a"))
    (tmp_path / "empty.txt").touch()
    with_fake = Options(extractor="tests.fake_extractor")
    monkeypatch.setattr("kg.build.Options", lambda **given: with_fake)
    arguments = ["build", str(tmp_path), "--graph", str(tmp_path / "graph")]
    assert run([*arguments, "--strict"]) == 1
    captured = capsys.readouterr()
    assert "rejected: empty.txt: the file is empty [empty]" in captured.err
    assert "1 article in the graph" in captured.err
    assert run(arguments) == 0


def test_ctrl_c_ends_a_build_without_a_traceback(tmp_path: Path) -> None:
    arrived = tmp_path / "arrived"
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(f"The army said WAIT {arrived} and then nothing more.\n")
    code = (
        "import sys, kg.build, dataclasses; from kg.cli import main\n"
        "real = kg.build.Options\n"
        "kg.build.Options = lambda **given: real(extractor='tests.fake_extractor')\n"
        f"main(['build', {str(tmp_path / 'articles')!r}, '--graph', {str(tmp_path / 'graph')!r}])"
    )
    # A shell starts what it puts in the background with Ctrl-C ignored; a terminal's job has it.
    building = subprocess.Popen(
        [sys.executable, "-c", code],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        deadline = time.monotonic() + 300
        while not arrived.exists():
            assert time.monotonic() < deadline
            time.sleep(0.02)
        building.send_signal(signal.SIGINT)
        _, complaint = building.communicate(timeout=300)
    finally:
        building.kill()
        building.wait()
    assert building.returncode == 130
    assert complaint.strip().endswith("interrupted")
    assert "Traceback" not in complaint


def test_a_query_can_be_given_as_its_text(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "ASK { ?s a kg:Article }", "--graph", str(graph)]) == 0
    assert run(["query", "ASK { ?s a <http://x/nothing> }", "--graph", str(graph)]) == 1
    assert run(["query", "SELECT ?s", "--graph", str(graph)]) == 3
    assert "line 1" in capsys.readouterr().err
    assert run(["query", "strikes", "--graph", str(graph)]) == 2
    assert "there is no canned query" in capsys.readouterr().err


def test_an_empty_table_says_so(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "strikes-on", "-p", "country=Atlantis", "--graph", str(graph)]) == 0
    assert "nothing in the graph fits" in capsys.readouterr().err
    assert run(["query", "strikes-on", "-p", "country=Atlantis", "-f", "csv", "--graph", str(graph)]) == 0
    assert capsys.readouterr().err == ""


def test_a_graph_folder_that_cannot_be_made_is_no_bug(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    assert run(["build", str(tmp_path), "--graph", str(tmp_path / "a.txt" / "graph")]) == 4
    assert "--graph" in capsys.readouterr().err


def test_service_reaches_only_a_host_that_is_allowed(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "q.rq"
    path.write_text("SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }")
    assert run(["query", str(path), "--graph", str(graph)]) == 3
    assert "--allow-service" in capsys.readouterr().err
    assert run(["query", str(path), "--graph", str(graph), "--allow-service", "query.wikidata.org"]) == 3
    assert "may not reach" in capsys.readouterr().err
