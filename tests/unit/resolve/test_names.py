"""Names of nodes: a function of the articles alone in a fresh build, kept once they are published."""

from __future__ import annotations

from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Knowledge
from kg.resolve import KeptNames, Resolution, resolve
from kg.resolve.names import distinct, keep
from tests.resolve_factory import Telling, day
from tests.unit.resolve.exchange import all_five

FIVE = all_five()


def resolved(tellings: tuple[Telling, ...], kept: KeptNames | None = None, revision: str = "r") -> Resolution:
    return resolve(
        [t.article for t in tellings], [t.extraction for t in tellings], kept_names=kept, revision=revision
    )


def shape(world: Knowledge) -> object:
    """The knowledge without names: every node known by its evidence."""

    def evidence(members: object) -> object:
        return sorted((m.mention.article, m.mention.span.begin) for m in members)  # type: ignore[attr-defined]

    of = {e.id: str(evidence(e.members)) for e in (*world.strikes, *world.actions, *world.statements)}
    of |= {a.id: a.label for a in (*world.actors, *world.places)}
    of |= {c.id: str([(m.article, m.span.begin) for m in c.mentions]) for c in world.casualties}
    return (
        sorted(
            (of[s.id], s.label, sorted(of[a] for a in s.attackers), sorted(of[r] for r in s.in_response_to))
            for s in world.strikes
        ),
        sorted((of[a.id], a.type, sorted(of[i] for i in a.initiators)) for a in world.actions),
        sorted((of[s.id], s.content) for s in world.statements),
        sorted((of[c.id], sorted(of[s] for s in c.strikes)) for c in world.casualties),
        sorted((a.label, a.articles) for a in world.actors),
    )


@settings(max_examples=25)
@given(st.permutations(FIVE))
def test_the_order_of_articles_changes_nothing(order: list[Telling]) -> None:
    assert resolved(tuple(order)).knowledge == resolved(FIVE).knowledge


@settings(max_examples=20)
@given(st.permutations(FIVE), st.integers(1, 5))
def test_batches_change_nothing_but_the_names_kept(order: list[Telling], size: int) -> None:
    kept, grown = KeptNames(), None
    for end in range(size, len(order) + size, size):
        grown = resolved(tuple(order[:end]), kept, f"r{end}")
        kept = grown.names
    assert grown is not None
    assert shape(grown.knowledge) == shape(resolved(FIVE).knowledge)


@pytest.mark.parametrize("gone", range(5))
def test_removing_an_article_gives_what_building_without_it_gives(gone: int) -> None:
    rest = tuple(t for i, t in enumerate(FIVE) if i != gone)
    all_names = resolved(FIVE).names
    assert shape(resolved(rest, all_names).knowledge) == shape(resolved(rest).knowledge)


def test_a_published_name_is_kept_when_a_better_dated_article_comes() -> None:
    undated, dated = FIVE[3], FIVE[0]
    first = resolved((undated,), revision="r1")
    ids = {s.id for s in first.knowledge.strikes}
    assert ids == {"strike/undated-iran-pakistan", "strike/undated-pakistan-iran"}
    second = resolved((undated, dated), first.names, "r2")
    assert {s.id for s in second.knowledge.strikes} == ids
    assert all(s.when for s in second.knowledge.strikes)


def strike_of(id: str, when: str | None, town: bool = False) -> Telling:
    t = Telling(id).says("Iran struck Pakistan near Panjgur.").states(ir="state/iran", pk="state/pakistan")
    t.place("p", "Panjgur", entry="place/panjgur", state="state/pakistan")
    t.strike("struck", "ir", "pk", ("p",) if town else (), day(when) if when else None)
    return t


def test_after_a_merge_the_older_name_stays_and_the_other_leads_to_it() -> None:
    # Two undated tellings fit two days each and stand alone; when one of the days goes, they belong together.
    one, two = strike_of("a", "2024-01-16", True), strike_of("b", "2024-02-16", True)
    vague = strike_of("c", None, True)
    first = resolved((one, two, vague), revision="r1")
    assert len(first.knowledge.strikes) == 3
    second = resolved((one, vague), first.names, "r2")
    assert [s.id for s in second.knowledge.strikes] == ["strike/2024-01-16-iran-pakistan"]
    assert second.knowledge.replaced == (
        ("strike/undated-iran-pakistan", "strike/2024-01-16-iran-pakistan", "r2"),
    )
    assert second.knowledge.strikes[0].replaces == ("strike/undated-iran-pakistan",)


def test_after_a_split_the_name_stays_with_the_larger_part() -> None:
    evidence = {"x": ["1", "2", "3"]}
    _, kept = keep(evidence, KeptNames(), "r1")
    chosen, _ = keep({"x-one": ["1"], "x-two": ["2", "3"]}, kept, "r2")
    assert chosen == {"x-two": "x", "x-one": "x-one"}


def test_a_new_event_never_takes_a_name_that_leads_elsewhere() -> None:
    _, kept = keep({"a": ["1"], "b": ["2"]}, KeptNames(), "r1")
    _, kept = keep({"a": ["1", "2"]}, kept, "r2")
    assert kept.replaced == (("b", "a", "r2"),)
    chosen, kept = keep({"a": ["1", "2"], "b": ["3"]}, kept, "r3")
    assert chosen["b"].startswith("b-")
    assert kept.replaced == (("b", "a", "r2"),)


def test_given_up_names_lead_straight_to_where_they_end() -> None:
    _, kept = keep({"a": ["1"]}, KeptNames(), "r0")
    _, kept = keep({"a": ["1"], "b": ["2"], "c": ["3"]}, kept, "r1")
    _, kept = keep({"b": ["2", "3"], "a": ["1"]}, kept, "r2")
    _, kept = keep({"a": ["1", "2", "3"]}, kept, "r3")
    assert kept.replaced == (("b", "a", "r3"), ("c", "a", "r2"))


def test_names_are_told_apart_by_what_the_nodes_are_and_not_by_their_order() -> None:
    candidates = [("s", "north", "1"), ("s", "south", "2"), ("t", "", "3")]
    for order in permutations(candidates):
        assert dict(zip(order, distinct(order), strict=True)) == {
            candidates[0]: "s-north",
            candidates[1]: "s-south",
            candidates[2]: "t",
        }


def test_nodes_alike_in_all_their_parts_are_counted_through() -> None:
    assert distinct([("s", "x"), ("s", "x"), ("t",)]) == ["s-x", "s-x-2", "t"]


def test_two_reports_from_one_span_are_two_nodes() -> None:
    t = (
        Telling("a")
        .says("Iran said that the strike on the border town broke the law.")
        .states(ir="state/iran")
    )
    t.statement("said", "ir", "the strike on the border town broke the law")
    t.statement("said", "ir", "the strike on the border town broke the law")
    t.statement("said", "ir", "the law")
    t.statement("said", "ir", "the law")
    assert len({s.id for s in resolved((t,)).knowledge.statements}) == 3


def test_kept_names_survive_json() -> None:
    names = resolved(FIVE).names
    assert msgspec.json.decode(msgspec.json.encode(names), type=KeptNames) == names


def test_two_articles_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="share an id"):
        resolved((FIVE[0], FIVE[0]))


def test_two_nodes_with_the_same_words_for_evidence_do_not_exchange_their_names() -> None:
    evidence = {"actor/a-president": ("actor:a#1-9",), "actor/another": ("actor:a#1-9",)}
    chosen, kept = keep(evidence, KeptNames(), "1")
    again, _ = keep(evidence, kept, "2")
    assert chosen == again == {name: name for name in evidence}
