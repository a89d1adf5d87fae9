"""A person's decisions hold in every build, are recorded, and are handed back when they fit nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputProblem
from kg.model import ActorClass
from kg.resolve import Decision, Quote, Resolution, Verdict, load
from tests.resolve_factory import Telling, day

Resolve = Callable[..., Resolution]


def strike(id: str, when: str) -> Telling:
    t = Telling(id).says("Iran struck Pakistan hard.").states(ir="state/iran", pk="state/pakistan")
    t.strike("struck", "ir", "pk", when=day(when))
    return t


def decision(verdict: Verdict, *nodes: str | Quote, target: str | None = None) -> Decision:
    return Decision(verdict, nodes, "A. Smith", "2024-02-01", target)


A, B = strike("a", "2024-01-16"), strike("b", "2024-01-17")
SAME = strike("c", "2024-01-16")


def test_two_events_that_a_person_says_are_one_become_one(resolved: Resolve) -> None:
    nodes = ("strike/2024-01-16-iran-pakistan", "strike/2024-01-17-iran-pakistan")
    resolution = resolved(A, B, corrections=[decision(Verdict.SAME_EVENT, *nodes)])
    assert [s.articles for s in resolution.knowledge.strikes] == [("a", "b")]
    record = resolution.knowledge.corrections[0]
    assert (record.verdict, record.author, record.date) == ("same-event", "A. Smith", "2024-02-01")
    assert record.nodes == (resolution.knowledge.strikes[0].id,)


def test_the_decision_still_holds_in_the_next_build(resolved: Resolve) -> None:
    nodes = ("strike/2024-01-16-iran-pakistan", "strike/2024-01-17-iran-pakistan")
    corrections = [decision(Verdict.SAME_EVENT, *nodes)]
    first = resolved(A, B, corrections=corrections)
    second = resolved(A, B, SAME, corrections=corrections, kept=first.names, revision="r2")
    assert [s.articles for s in second.knowledge.strikes] == [("a", "b", "c")]
    assert second.unapplied == ()


def test_one_event_that_a_person_says_is_two_becomes_two(resolved: Resolve) -> None:
    quotes = (Quote("a", "struck"), Quote("c", "struck"))
    assert len(resolved(A, SAME).knowledge.strikes) == 1
    resolution = resolved(A, SAME, corrections=[decision(Verdict.DIFFERENT_EVENT, *quotes)])
    assert sorted(s.articles for s in resolution.knowledge.strikes) == [("a",), ("c",)]


def test_a_wrong_report_is_taken_out(resolved: Resolve) -> None:
    resolution = resolved(A, SAME, corrections=[decision(Verdict.WRONG_REPORT, Quote("c", "struck"))])
    assert [s.articles for s in resolution.knowledge.strikes] == [("a",)]


def test_what_a_decision_is_about_and_why_is_recorded_even_where_nothing_is_left_of_it(
    resolved: Resolve,
) -> None:
    wrong = replace(decision(Verdict.WRONG_REPORT, Quote("c", "struck")), note="It was a parade.")
    (kept,) = resolved(A, SAME, corrections=[wrong]).knowledge.corrections
    assert (kept.meant, kept.note, kept.nodes) == ("“struck” in c", "It was a parade.", ())


def test_actors_are_joined_and_parted_at_a_persons_word(resolved: Resolve) -> None:
    def person(id: str, name: str) -> Telling:
        return Telling(id).says(f"{name} spoke.").actor("p", name, ActorClass.PERSON)

    x, y = person("a", "Ali Karimi"), person("b", "Karimi")
    assert len(resolved(x, y).knowledge.actors) == 1
    parted = resolved(
        x, y, corrections=[decision(Verdict.DIFFERENT_ACTOR, Quote("a", "Ali Karimi"), Quote("b", "Karimi"))]
    )
    assert len(parted.knowledge.actors) == 2
    z = person("c", "Abu Omar")
    joined = resolved(x, z, corrections=[decision(Verdict.SAME_ACTOR, "actor/ali-karimi", "actor/abu-omar")])
    assert [a.articles for a in joined.knowledge.actors] == [("a", "c")]


def test_a_link_is_set_and_forbidden_at_a_persons_word(resolved: Resolve) -> None:
    t = Telling("a").says("Ali Karimi spoke.").actor("p", "Ali Karimi", ActorClass.PERSON)
    linked = resolved(t, corrections=[decision(Verdict.LINK, "actor/ali-karimi", target="Q1")])
    link = linked.knowledge.actors[0].links[0]
    assert (link.target, link.certain) == ("http://www.wikidata.org/entity/Q1", True)
    assert "A. Smith" in link.basis
    forbidden = resolved(A, corrections=[decision(Verdict.NEVER_LINK, "actor/iran")])
    assert next(a for a in forbidden.knowledge.actors if a.id == "actor/iran").links == ()


def test_a_place_is_linked_at_a_persons_word(resolved: Resolve) -> None:
    t = Telling("a").says("A bomb hit Mafa.").place("m", "Mafa")
    linked = resolved(t, corrections=[decision(Verdict.LINK, "place/mafa", target="Q1")])
    assert [link.target for link in linked.knowledge.places[0].links] == ["http://www.wikidata.org/entity/Q1"]
    assert linked.unapplied == ()


def test_a_decision_about_what_is_not_there_is_handed_back_with_the_reason(resolved: Resolve) -> None:
    lost = decision(Verdict.SAME_EVENT, "strike/1999-01-01-a-b", "strike/2024-01-16-iran-pakistan")
    resolution = resolved(A, corrections=[lost])
    assert [(u.decision, u.reason) for u in resolution.unapplied] == [
        (lost, "nothing in the graph is strike/1999-01-01-a-b")
    ]
    assert resolution.knowledge.corrections == ()


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (Quote("nowhere.txt", "struck"), "there is no article nowhere.txt"),
        (Quote("a", "truck"), "nothing in the graph is “truck” in a; it must hold a mention whole: “struck”"),
        (Quote("a", "fled"), "nothing in the graph is “fled” in a"),
    ],
)
def test_a_quote_that_fits_nothing_is_told_the_mention_that_it_has_a_part_of(
    resolved: Resolve, quote: Quote, reason: str
) -> None:
    resolution = resolved(A, corrections=[decision(Verdict.WRONG_REPORT, quote)])
    assert [u.reason for u in resolution.unapplied] == [reason]


def test_the_file_is_read_as_documented(tmp_path: Path) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(
        '[[correction]]\nverdict = "same-event"\nauthor = "A. Smith"\ndate = 2024-02-01\n'
        'nodes = ["strike/x", { article = "a.txt", quote = "the attack" }]\n'
    )
    assert load(path) == (
        Decision(Verdict.SAME_EVENT, ("strike/x", Quote("a.txt", "the attack")), "A. Smith", "2024-02-01"),
    )
    assert load(tmp_path / "none.toml") == ()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[[correction]", "is not TOML"),
        ("[correction]\nverdict = 1", "only"),
        ('[[correction]]\nverdict = "merge"', "no verdict 'merge'"),
        ('[[correction]]\nverdict = "same-event"\nnodes = ["x"]', "needs two nodes"),
        ('[[correction]]\nverdict = "wrong-report"\nnodes = ["x"]', "author and date"),
        (
            '[[correction]]\nverdict = "wrong-report"\nnodes = ["x"]\nauthor = "a"\ndate = "yesterday"',
            "'yesterday' is no day",
        ),
        (
            '[[correction]]\nverdict = "link"\nnodes = ["x"]\nauthor = "a"\ndate = 2024-01-01',
            "needs a target",
        ),
        ('[[correction]]\nverdict = "link"\nauthr = "a"', "unknown key 'authr'"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / "corrections.toml"
    path.write_text(text)
    with pytest.raises(InputProblem, match=wrong):
        load(path)
