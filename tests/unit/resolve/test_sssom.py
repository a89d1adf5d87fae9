"""The table of links that people review: written, read, decided on, applied."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputProblem
from kg.model import Actor, ActorClass, Knowledge, Link, Place
from kg.resolve.sssom import Row, apply, decide, dump, parse, propose, read, rows_of, write
from tests import factory

WD = "http://www.wikidata.org/entity/"
BASE = "http://localhost:7878/"
JILANI = Row("actor/jilani", "Jilani", f"{WD}Q111934640", False, 0.75, "by last name alone")
ACCEPTED = Row("actor/jilani", "Jilani", f"{WD}Q1", True, 1.0, author="A. Reader", date="2024-02-01")
REJECTED = Row(
    "actor/jilani",
    "Jilani",
    f"{WD}Q111934640",
    False,
    0.75,
    rejected=True,
    author="A. Reader",
    date="2024-02-01",
)


def knowledge(*links: Link) -> Knowledge:
    return Knowledge(
        actors=(Actor("actor/jilani", ActorClass.PERSON, "Jilani", links=links),),
        places=(Place("place/panjgur", "Panjgur"),),
    )


def links_after(decisions: tuple[Row, ...], *links: Link) -> tuple[Link, ...]:
    return apply(knowledge(*links), decisions)[0].actors[0].links


def test_rows_survive_writing_and_reading(tmp_path: Path) -> None:
    rows = (ACCEPTED, REJECTED, Row("place/panjgur", "Panjgur, “the town”\tand so on", None))
    path = tmp_path / "links.sssom.tsv"
    write(path, rows, BASE)
    assert set(read(path)) == set(rows)
    assert path.read_text(encoding="utf-8") == dump(reversed(rows), BASE)


def test_no_file_is_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path / "links.sssom.tsv") == ()


def test_an_accepted_link_is_certain_and_replaces_what_the_rules_found() -> None:
    (link,) = links_after((ACCEPTED,), Link(f"{WD}Q111934640", 0.97, True, "rule"))
    assert (link.target, link.certain, link.score) == (f"{WD}Q1", True, 1.0)
    assert "A. Reader" in link.basis


def test_an_accepted_link_leaves_links_to_other_knowledge_bases_alone() -> None:
    other = Link("https://www.geonames.org/1168446", 0.9, True, "rule")
    assert other in links_after((ACCEPTED,), other)


def test_a_rejected_link_does_not_come_back_however_certain_the_rules_are() -> None:
    assert links_after((REJECTED,), Link(f"{WD}Q111934640", 0.99, True, "rule")) == ()


def test_a_proposal_that_nobody_signed_changes_nothing() -> None:
    link = Link(f"{WD}Q5", 0.8, False, "rule")
    assert links_after((JILANI,), link) == (link,)


def test_a_decision_about_a_node_that_is_gone_is_reported() -> None:
    gone = Row("actor/nobody", "Nobody", f"{WD}Q2", author="A. Reader")
    assert apply(knowledge(), (gone, ACCEPTED))[1] == (gone,)


def test_proposals_never_touch_a_decision() -> None:
    again = Row(JILANI.node, "Jilani", JILANI.target, True, 0.99, "online")
    assert propose((REJECTED,), (again,)) == (REJECTED,)


def test_a_node_with_an_accepted_link_gets_no_more_proposals() -> None:
    assert propose((ACCEPTED,), (JILANI,)) == (ACCEPTED,)


def test_a_proposal_takes_the_place_of_not_found() -> None:
    assert propose((Row("actor/jilani", "Jilani", None),), (JILANI,)) == (JILANI,)


def test_a_signed_proposal_is_refused() -> None:
    with pytest.raises(ValueError, match="signed"):
        propose((), (ACCEPTED,))


def test_a_verdict_replaces_the_proposal_it_is_about() -> None:
    assert decide((JILANI,), REJECTED) == (REJECTED,)


def test_accepting_another_link_rejects_the_one_accepted_before() -> None:
    second = Row("actor/jilani", "Jilani", f"{WD}Q3", True, 1.0, author="B. Reader")
    by_target = {row.target: row.rejected for row in decide((ACCEPTED,), second)}
    assert by_target == {f"{WD}Q1": True, f"{WD}Q3": False}


def test_a_verdict_needs_a_name() -> None:
    with pytest.raises(ValueError, match="name of the person"):
        decide((), JILANI)


def test_nodes_without_a_link_are_listed_with_their_mentions() -> None:
    rows = rows_of(factory.knowledge())
    assert any(row.target is not None for row in rows)
    assert all("no link" in row.basis for row in rows if row.target is None)


HEADER = (
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tauthor_label\n"
)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("graph:actor/x\tX\tskos:relatedMatch\twd:Q1\tsemapv:LexicalMatching\t1\t", "no kind of link"),
        ("graph:actor/x\tX\towl:sameAs\twd:Q1\tsemapv:ManualMappingCuration\t1\t", "without a name"),
        ("graph:actor/x\tX\towl:sameAs\twd:Q1\tsemapv:LexicalMatching\thigh\t", "no number"),
        ("graph:actor/x\tX\towl:sameAs\twd:Q1\tsemapv:LexicalMatching\t7\t", "out of range"),
        ("graph:event/x\tX\towl:sameAs\twd:Q1\tsemapv:LexicalMatching\t1\t", "no actor and no place"),
        ("graph:actor/x\tX\towl:sameAs\tzz:Q1\tsemapv:LexicalMatching\t1\t", "“zz” is not declared"),
        ("graph:actor/x\tX\towl:sameAs\tQ1\tsemapv:LexicalMatching\t1\t", "no CURIE"),
    ],
)
def test_a_row_that_cannot_be_meant_is_refused_with_its_line(line: str, says: str) -> None:
    with pytest.raises(InputProblem, match=says) as refused:
        parse(f"#curie_map:\n#  graph: {BASE}\n{HEADER}{line}\n")
    assert "line 4" in refused.value.message


def test_a_table_without_the_columns_of_sssom_is_refused() -> None:
    with pytest.raises(InputProblem, match="object_id"):
        parse("subject_id\tpredicate_id\n")


def test_a_file_written_for_another_base_iri_still_applies() -> None:
    (row,) = parse(dump((ACCEPTED,), "https://example.org/kg/"))
    assert row.node == "actor/jilani"
