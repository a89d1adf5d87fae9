"""`kg query`: answers as tables and in the standard formats, and errors that say what to do."""

from __future__ import annotations

import csv
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kg.errors import InputProblem, QueryProblem, QueryRefused, QuerySyntax, UsageProblem
from kg.graph import query
from kg.graph.store import Snapshot
from tests.factory import BASE


def answered(snapshot: Snapshot, text: str, format: str = "table") -> tuple[query.Answer, str]:
    out = io.BytesIO()
    answer = query.run(snapshot, text, out, format=format, base_iri=BASE)
    return answer, out.getvalue().decode("utf-8")


def test_a_table_has_a_line_for_each_row_and_short_names(snapshot: Snapshot) -> None:
    answer, text = answered(
        snapshot, "SELECT ?strike ?date { ?strike a kg:Strike ; kg:date ?date } ORDER BY ?date"
    )
    assert answer == query.Answer("select", rows=2)
    assert text.splitlines() == [
        "strike                              date",
        "----------------------------------  ----------",
        "strike/2024-01-16-iran-panjgur      2024-01-16",
        "strike/2024-01-18-pakistan-saravan  2024-01-18",
    ]


def test_long_values_are_wrapped_and_never_cut(snapshot: Snapshot) -> None:
    text = query.text_of("evidence-for", {"event": "strike/2024-01-18-pakistan-saravan"}, BASE)
    _, told = answered(snapshot, text)
    assert "killing at least nine people, Iran said." in told
    assert max(map(len, told.splitlines())) < 160


def test_wide_and_combining_characters_keep_the_columns_straight() -> None:
    lines = list(query.table(["a", "b"], [["東京", "x"], ["e\u0301", "y"], ["long", "z"]]))
    assert lines[2:] == ["東京  x", "e\u0301     y", "long  z"]


def test_numbers_stand_to_the_right() -> None:
    assert list(query.table(["deaths"], [["9"], ["11"]]))[2:] == ["     9", "    11"]


def test_the_default_graph_is_the_union_unless_the_query_names_one(snapshot: Snapshot) -> None:
    everything = answered(snapshot, "SELECT (COUNT(*) AS ?n) { ?s kg:mention ?m }", "csv")[1]
    entities = answered(
        snapshot, "SELECT (COUNT(*) AS ?n) FROM <graph/entities> { ?s kg:mention ?m }", "csv"
    )[1]
    assert int(everything.split()[1]) > 0
    assert entities.split()[1] == "0"


def test_standard_formats_are_what_they_say(snapshot: Snapshot) -> None:
    text = "SELECT ?label { <actor/iran> rdfs:label ?label }"
    assert (
        json.loads(answered(snapshot, text, "json")[1])["results"]["bindings"][0]["label"]["value"] == "Iran"
    )
    assert list(csv.reader(io.StringIO(answered(snapshot, text, "csv")[1]))) == [["label"], ["Iran"]]
    assert answered(snapshot, text, "tsv")[1] == '?label\n"Iran"\n'
    assert "<literal>Iran</literal>" in answered(snapshot, text, "xml")[1]


def test_ask_is_answered_yes_or_no(snapshot: Snapshot) -> None:
    assert answered(snapshot, "ASK { ?s a kg:Strike }") == (query.Answer("ask", truth=True), "yes\n")
    assert answered(snapshot, "ASK { ?s a kg:Comet }") == (query.Answer("ask", truth=False), "no\n")
    assert json.loads(answered(snapshot, "ASK { ?s a kg:Strike }", "json")[1])["boolean"] is True


def test_a_described_node_is_readable_turtle(snapshot: Snapshot) -> None:
    answer, text = answered(snapshot, "DESCRIBE actor:iran")
    assert answer.form == "graph"
    assert '\nactor:iran a kg:Actor, kg:State ;\n    rdfs:label "Iran" ;' in text


def test_a_constructed_graph_with_blank_nodes_can_be_written(snapshot: Snapshot) -> None:
    _, text = answered(snapshot, "CONSTRUCT { [] kg:about ?s } WHERE { ?s a kg:State }", "turtle")
    assert text.count("kg:about actor:") == 2


@pytest.mark.parametrize(
    ("text", "format"), [("DESCRIBE actor:iran", "csv"), ("SELECT * {}", "turtle"), ("ASK {}", "turtle")]
)
def test_a_format_that_does_not_fit_the_answer_is_a_usage_problem(
    snapshot: Snapshot, text: str, format: str
) -> None:
    with pytest.raises(UsageProblem, match="cannot be written as"):
        answered(snapshot, text, format)


def test_an_unknown_format_lists_the_known_ones(snapshot: Snapshot) -> None:
    with pytest.raises(UsageProblem, match="tsv"):
        answered(snapshot, "ASK {}", "yaml")


def test_a_syntax_error_tells_the_place(snapshot: Snapshot) -> None:
    with pytest.raises(QuerySyntax, match="line 2, column"):
        answered(snapshot, "SELECT * {\n ?s ?p }")


def test_an_undeclared_prefix_is_called_that(snapshot: Snapshot) -> None:
    with pytest.raises(QuerySyntax, match="prefix") as problem:
        answered(snapshot, "SELECT * { ?s a foo:Bar }")
    assert "kg" in problem.value.hint
    assert len(str(problem.value)) < 400


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { service<%s> { ?s ?p ?o } } } }",
        'SELECT * { ?s ?p "a\\"" . SERVICE <%s> { ?s ?p ?o } }',
        "SELECT * { # '\n SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE <%s> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused_and_nothing_is_sent(snapshot: Snapshot, text: str) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_response(500)
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with pytest.raises(QueryRefused, match="SERVICE"):
                answered(snapshot, text % f"http://127.0.0.1:{server.server_port}/")
        finally:
            server.shutdown()
            thread.join()
    assert asked == []


@pytest.mark.parametrize(
    "text",
    [
        'ASK { ?s ?p "SERVICE" }',
        "ASK { ?service ?p <http://x/SERVICE> }",
        "ASK { ?s ?p kg:SERVICE } # SERVICE",
        "ASK { ?s ?p 'x'@service }",
        "ASK { ?s ?p kg:a\\,SERVICE }",
    ],
)
def test_the_word_service_as_a_name_or_value_is_no_reason_to_refuse(snapshot: Snapshot, text: str) -> None:
    assert answered(snapshot, text)[1] == "no\n"


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a> <b> <c> }",
        "DROP ALL",
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p 1 } WHERE { SELECT ?s ?p { ?s ?p ?o } }",
        "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused(snapshot: Snapshot, text: str) -> None:
    with pytest.raises(QueryRefused, match="update"):
        answered(snapshot, text)


def test_an_evaluation_that_fails_is_a_query_problem(snapshot: Snapshot) -> None:
    with pytest.raises(QueryProblem):
        answered(snapshot, "SELECT (<http://x/unknown>(1) AS ?x) {}")


def test_a_file_with_a_header_takes_parameters(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("#+ summary: Mine\n#+ params:\n#+   who: a name\nASK { ?s ?p ?_who }", encoding="utf-8")
    assert query.text_of(str(path), {"who": "Iran"}, BASE).endswith('ASK { ?s ?p "Iran" }')
    with pytest.raises(UsageProblem, match="needs a value for who"):
        query.text_of(str(path), {}, BASE)


def test_a_file_without_a_header_takes_none(tmp_path: Path) -> None:
    path = tmp_path / "plain.rq"
    path.write_text("ASK {}", encoding="utf-8")
    assert query.text_of(str(path), {}, BASE) == "ASK {}"
    with pytest.raises(UsageProblem, match="no parameters"):
        query.text_of(str(path), {"who": "Iran"}, BASE)


def test_a_missing_file_and_a_wrong_header_are_input_problems(tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="cannot be read"):
        query.text_of(str(tmp_path / "none.rq"), {}, BASE)
    wrong = tmp_path / "wrong.rq"
    wrong.write_text("#+ summary: x\nASK { ?s ?p ?_undeclared }", encoding="utf-8")
    with pytest.raises(InputProblem, match="header"):
        query.text_of(str(wrong), {}, BASE)
