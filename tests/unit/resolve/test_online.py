"""Online runs against a local server that speaks Wikidata's API and reconciliation, badly at times."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from kg.errors import UsageProblem
from kg.model import Actor, ActorClass, Article, Knowledge, Link, PartialDate, Place
from kg.resolve.online import Answers, Asker, Manners, OnlineProblem
from kg.resolve.proposals import Question, ask_service, ask_wikidata, distinct, questions, unshared
from kg.resolve.sssom import Row, decide, propose

WD = "http://www.wikidata.org/entity/"


def statement(value: dict[str, Any], rank: str = "normal") -> dict[str, Any]:
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value}}, "rank": rank}


def entity(label: str, *aliases: str, **claims: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "labels": {"en": {"language": "en", "value": label}},
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]},
        "descriptions": {"en": {"language": "en", "value": f"made up: {label}"}},
        "claims": claims,
    }


def item(id: str) -> dict[str, Any]:
    return statement({"entity-type": "item", "id": id})


# Made up in the shape of Wikidata's answers; the ids mean nothing.
HUMAN = {"P31": [item("Q5")]}
ITEMS = {
    "Q9001": entity("Jalil Jilani", "Jalil Abbas Jilani", P27=[item("Q843")], P39=[item("Q9901")], **HUMAN),
    "Q9002": entity("Jalil Jilani", P27=[item("Q30")], **HUMAN),
    "Q9003": entity("Panjgur", P31=[item("Q9902")], P17=[item("Q843")],
                    P625=[statement({"latitude": 26.97, "longitude": 64.09})]),
    "Q9004": entity("Panjgur", P31=[item("Q9902")], P17=[item("Q843")],
                    P625=[statement({"latitude": 33.0, "longitude": 73.0})]),
    "Q9005": entity("Kakar", P31=[item("Q9903")]),
    "Q9006": entity("Jaish ul-Adl", "Jaish al-Adl", P31=[item("Q9904")]),
    "Q9007": entity("Rahim Bux", P569=[statement({"time": "+1790-01-01T00:00:00Z"})], **HUMAN),
}  # fmt: skip
SEARCHES = {
    "Jalil Abbas Jilani": ["Q9001", "Q9002"],
    "Panjgur": ["Q9003", "Q9004"],
    "Kakar": ["Q9005"],
    "Jaish al-Adl": ["Q9006"],
    "Army of Justice": ["Q9006"],
    "Rahim Bux": ["Q9007"],
}


@dataclass
class Service:
    """What the server was asked, and the faults it still has to show: answered before anything else."""

    url: str = ""
    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    state = Service()
    service_silent = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            state.asked.append(self.path)
            state.agents.append(self.headers["User-Agent"])
            if self.fault():
                return
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/reconcile":
                self.answer({"versions": ["0.2"], "name": "Local", "identifierSpace": "http://local.test/"})
            elif query.get("action") == "wbsearchentities":
                found = SEARCHES.get(query["search"], [])
                self.answer({"search": [{"id": id, "label": query["search"]} for id in found], "success": 1})
            else:
                self.answer({"entities": {id: ITEMS[id] for id in query["ids"].split("|")}})

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            state.asked.append(self.path)
            if self.fault():
                return
            queries = json.loads(form["queries"][0])
            found = {"Panjgur": [{"id": "p1", "name": "Panjgur", "score": 99.0, "match": True, "type": []}]}
            self.answer({name: {"result": found.get(asked["query"], [])} for name, asked in queries.items()})

        def fault(self) -> bool:
            if not state.faults:
                return False
            kind = state.faults.pop(0)
            if kind == "rate limit":
                self.answer({}, 429, {"Retry-After": "7"})
            elif kind == "maxlag":
                self.answer({"error": {"code": "maxlag", "lag": 6}}, 200, {"Retry-After": "5"})
            elif kind == "error":
                self.answer({}, 503)
            elif kind == "refused":
                self.answer({}, 403)
            elif kind == "no json":
                self.answer(None)
            elif kind == "closed for an hour":
                self.answer({}, 429, {"Retry-After": "3600"})
            elif kind == "silent":
                service_silent.wait(60)  # longer than the client waits
            elif kind == "hang up":
                self.connection.close()
            else:
                self.answer({"error": {"code": kind}})
            return True

        def answer(self, body: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
            payload = b"<html>" if body is None else json.dumps(body).encode()
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield state
    service_silent.set()
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Time:
    """A clock that only sleeping moves."""

    seconds: float = 0.0
    opened: list[Answers] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> Iterator[Time]:
    time = Time()
    yield time
    for answers in time.opened:
        answers.close()


def asker(
    folder: Path, clock: Time, day: date = date(2024, 2, 1), tries: int = 4, timeout: float = 5
) -> Asker:
    manners = Manners("someone@example.org", tries=tries, timeout=timeout)
    answers = Answers(folder / "corpus.sqlite")
    clock.opened.append(answers)
    return Asker(manners, answers, sleep=clock.sleep, now=lambda: clock.seconds, today=lambda: day)


JILANI = Question(
    "actor/jilani", "Jalil Abbas Jilani", ("Jalil Abbas Jilani", "Jilani"), ActorClass.PERSON, "Q843",
    on_date=PartialDate("2024-01-19"),
)  # fmt: skip
PANJGUR = Question("place/panjgur", "Panjgur", ("Panjgur",), None, "Q843", (64.1, 26.97))
KAKAR = Question("actor/kakar", "Kakar", ("Kakar",), ActorClass.PERSON, "Q843")
ALL = (JILANI, PANJGUR, KAKAR)


def run(service: Service, folder: Path, clock: Time, asked: tuple[Question, ...] = ALL) -> dict[str, str]:
    rows = ask_wikidata(asked, asker(folder, clock), api=f"{service.url}/w/api.php")
    return {row.node: (row.target or "").removeprefix(WD) for row in rows}


def test_statements_choose_among_namesakes(service: Service, tmp_path: Path, clock: Time) -> None:
    # By country, by distance; and a family name that is an item of its own is no person.
    assert run(service, tmp_path, clock) == {"actor/jilani": "Q9001", "place/panjgur": "Q9003"}


def test_proposals_are_never_certain_and_say_why(service: Service, tmp_path: Path, clock: Time) -> None:
    rows = list(ask_wikidata(ALL, asker(tmp_path, clock), api=f"{service.url}/w/api.php"))
    assert all(not row.certain and not row.decided and row.score <= 0.9 for row in rows)
    assert "country" in rows[0].basis


def test_somebody_of_another_century_is_not_proposed(service: Service, tmp_path: Path, clock: Time) -> None:
    bux = Question("actor/bux", "Rahim Bux", ("Rahim Bux",), ActorClass.PERSON, on_date=PartialDate("2024"))
    assert run(service, tmp_path, clock, (bux,)) == {}


def test_the_client_says_who_it_is_and_keeps_a_second_between_requests(
    service: Service, tmp_path: Path, clock: Time
) -> None:
    run(service, tmp_path, clock)
    assert all("conflict-kg/" in agent and "someone@example.org" in agent for agent in service.agents)
    assert clock.seconds >= len(service.asked) - 1
    assert all("maxlag=5" in path for path in service.asked)


def test_without_a_contact_nothing_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="reached"):
        Asker(Manners("me"), Answers(tmp_path / "corpus.sqlite"))


@pytest.mark.parametrize(
    ("faults", "at_least"),
    [
        (["rate limit"], 7.0),
        (["maxlag"], 5.0),
        (["error", "error"], 6.0),
        (["no json"], 2.0),
        (["hang up"], 2.0),
        (["maxlag", "rate limit", "error"], 20.0),
    ],
)
def test_a_service_in_trouble_is_given_time_and_asked_again(
    service: Service, tmp_path: Path, clock: Time, faults: list[str], at_least: float
) -> None:
    service.faults = list(faults)
    assert run(service, tmp_path, clock, (PANJGUR,)) == {"place/panjgur": "Q9003"}
    assert clock.seconds >= at_least


def test_a_service_that_stays_silent_is_asked_again_after_a_while(
    service: Service, tmp_path: Path, clock: Time
) -> None:
    service.faults = ["silent"]
    patience = asker(tmp_path, clock, timeout=1)
    rows = list(ask_wikidata((PANJGUR,), patience, api=f"{service.url}/w/api.php"))
    assert [row.node for row in rows] == ["place/panjgur"]
    assert clock.seconds >= 2.0


def test_a_run_that_breaks_off_goes_on_where_it_stopped(
    service: Service, tmp_path: Path, clock: Time
) -> None:
    whole = run(service, tmp_path / ".", clock)
    service.asked.clear()
    other = tmp_path / "other"
    other.mkdir()
    service.faults = []
    proposals = ask_wikidata(ALL, asker(other, clock), api=f"{service.url}/w/api.php")
    first = next(proposals)
    service.faults = ["error"] * 4
    with pytest.raises(OnlineProblem, match="does not answer"):
        list(proposals)
    before = len(service.asked)
    assert first.node == "actor/jilani"
    assert run(service, other, clock) == whole
    assert not any("Jilani" in path for path in service.asked[before:])


def test_a_kept_answer_is_not_asked_for_again_until_it_is_old(
    service: Service, tmp_path: Path, clock: Time
) -> None:
    run(service, tmp_path, clock, (PANJGUR,))
    service.asked.clear()
    run(service, tmp_path, clock, (PANJGUR,))
    assert service.asked == []
    list(ask_wikidata((PANJGUR,), asker(tmp_path, clock, date(2024, 6, 1)), api=f"{service.url}/w/api.php"))
    assert len(service.asked) == 2


def test_answers_are_kept_with_their_date_in_the_corpus_database(
    service: Service, tmp_path: Path, clock: Time
) -> None:
    run(service, tmp_path, clock, (PANJGUR,))
    kept = sqlite3.connect(tmp_path / "corpus.sqlite")
    assert kept.execute("SELECT DISTINCT given FROM online_answers").fetchall() == [("2024-02-01",)]
    kept.close()


def test_a_service_that_closes_for_an_hour_is_left_alone(
    service: Service, tmp_path: Path, clock: Time
) -> None:
    service.faults = ["closed for an hour"]
    with pytest.raises(OnlineProblem, match="429"):
        run(service, tmp_path, clock)
    assert clock.seconds < 60
    assert len(service.asked) == 1


@pytest.mark.parametrize("fault", ["refused", "badvalue"])
def test_a_refusal_is_not_tried_again(service: Service, tmp_path: Path, clock: Time, fault: str) -> None:
    service.faults = [fault]
    with pytest.raises(OnlineProblem):
        run(service, tmp_path, clock)
    assert len(service.asked) == 1


def test_nobody_there_is_an_error_after_the_last_try(tmp_path: Path, clock: Time) -> None:
    with pytest.raises(OnlineProblem, match="does not answer"):
        list(ask_wikidata(ALL, asker(tmp_path, clock, tries=2), api="http://127.0.0.1:9/w/api.php"))


def test_a_reconciliation_service_is_asked_in_batches(service: Service, tmp_path: Path, clock: Time) -> None:
    many = tuple(Question(f"place/p{n}", f"Nowhere {n}", (f"Nowhere {n}",)) for n in range(11))
    rows = list(ask_service((*many, PANJGUR), asker(tmp_path, clock), f"{service.url}/reconcile"))
    assert [(row.node, row.target, row.certain) for row in rows] == [
        ("place/panjgur", "http://local.test/p1", False)
    ]
    assert len(service.asked) == 3


def test_a_page_that_is_no_reconciliation_service_is_refused(
    service: Service, tmp_path: Path, clock: Time
) -> None:
    with pytest.raises(OnlineProblem, match="identifierSpace"):
        list(ask_service(ALL, asker(tmp_path, clock), f"{service.url}/w/api.php?ids=Q9001"))


def test_one_id_is_never_proposed_for_two_nodes(service: Service, tmp_path: Path, clock: Time) -> None:
    twice = tuple(
        Question(f"actor/{n}", name, (name, "Jaish al-Adl"), ActorClass.ARMED_GROUP)
        for n, name in (("jaish", "Jaish al-Adl"), ("army", "Army of Justice"))
    )
    rows = list(ask_wikidata(twice, asker(tmp_path, clock), api=f"{service.url}/w/api.php"))
    assert len(rows) == 2
    assert distinct(rows) == ()
    assert len(distinct(rows[:1])) == 1
    assert distinct(rows[:1], (Row("actor/other", "Other", rows[0].target, True, 1.0),)) == ()


def test_what_half_a_run_proposed_is_withdrawn_once_another_node_claims_the_id() -> None:
    first = Row("actor/jaish", "Jaish al-Adl", f"{WD}Q9006", score=0.7)
    second = Row("actor/army", "Army of Justice", f"{WD}Q9006", score=0.7)
    settled = Row("actor/bux", "Rahim Bux", f"{WD}Q9007", True, 1.0, author="A. Reader")
    earlier = (first, settled)
    assert unshared(earlier, (first,)) == earlier
    assert unshared(earlier, (first, second)) == (settled,)
    assert unshared((Row("actor/army", "Army of Justice", None),), (first,)) != ()


def test_a_decision_survives_every_online_run(service: Service, tmp_path: Path, clock: Time) -> None:
    first = tuple(ask_wikidata(ALL, asker(tmp_path, clock), api=f"{service.url}/w/api.php"))
    verdict = Row(
        "actor/jilani", "Jilani", f"{WD}Q9001", rejected=True, author="A. Reader", date="2024-02-02"
    )
    reviewed = decide(propose((), first), verdict)
    again = propose(reviewed, ask_wikidata(ALL, asker(tmp_path, clock), api=f"{service.url}/w/api.php"))
    assert again == reviewed
    assert verdict in again


def world(*links: Link) -> Knowledge:
    article = Article("a1", "text", issued=PartialDate("2024-01-19"))
    pakistan = Actor(
        "actor/pakistan", ActorClass.STATE, "Pakistan", links=(Link(f"{WD}Q843"),), articles=("a1",)
    )
    jilani = Actor(
        "actor/jilani",
        ActorClass.PERSON,
        "Jilani",
        member_of=("actor/pakistan",),
        links=links,
        articles=("a1",),
    )
    villagers = Actor("actor/villagers", ActorClass.POPULATION, "Villagers")
    panjgur = Place("place/panjgur", "Panjgur", country="actor/pakistan", point=(64.1, 26.97))
    return Knowledge(
        (article,), (pakistan, jilani, villagers), (panjgur, Place("place/village", "a village"))
    )


def test_the_unlinked_and_the_likely_are_asked_for_with_what_is_known_of_them() -> None:
    asked = {question.node: question for question in questions(world(Link(f"{WD}Q1", 0.7, False)))}
    assert set(asked) == {"actor/jilani", "place/panjgur"}
    assert (asked["actor/jilani"].state, asked["actor/jilani"].on_date) == ("Q843", PartialDate("2024-01-19"))
    assert (asked["place/panjgur"].state, asked["place/panjgur"].point) == ("Q843", (64.1, 26.97))


def test_what_a_person_has_settled_is_not_asked_and_what_was_rejected_not_proposed(
    service: Service, tmp_path: Path, clock: Time
) -> None:
    accepted = Row("place/panjgur", "Panjgur", f"{WD}Q9003", True, 1.0, author="A. Reader")
    rejected = Row("actor/jilani", "Jilani", f"{WD}Q9001", rejected=True, author="A. Reader")
    (asked,) = questions(world(), (accepted, rejected))
    assert asked.excluded == {f"{WD}Q9001"}
    renamed = Question(
        asked.node, JILANI.label, JILANI.names, asked.cls, asked.state, excluded=asked.excluded
    )
    assert run(service, tmp_path, clock, (renamed,)) == {}
