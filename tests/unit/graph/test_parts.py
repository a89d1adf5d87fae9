"""Publication in parts: what has changed is written, and the outcome is what writing everything gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import store
from kg.graph.content import Content, exchange_parts, replace_content
from kg.graph.parts import Part
from kg.graph.rdf import parts, quads
from kg.graph.store import open_snapshot, publish, publish_parts
from kg.model import Knowledge, Link
from tests.factory import BASE, WIRE, knowledge


@st.composite
def worlds(draw: st.DrawFn) -> Knowledge:
    """The small world with nodes left out, renamed, linked, and told by other outlets."""
    world = knowledge()

    def some(nodes: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(node for node in nodes if draw(st.booleans()))

    label = draw(st.sampled_from(("Islamic Republic of Iran", world.actors[0].label)))
    links = draw(st.sampled_from(((), (Link("http://www.wikidata.org/entity/Q794", 0.5, False, "name"),))))
    publisher = draw(st.sampled_from(("Wire & Co", "wire co", "The Border Gazette", None)))
    places = tuple(replace(p, point=draw(st.sampled_from((p.point, (61.5, 27.25))))) for p in world.places)
    return replace(
        world,
        articles=(world.articles[0], replace(world.articles[1], publisher=publisher)),
        actors=(replace(world.actors[0], label=label, links=links), *some(world.actors[1:])),  # type: ignore[arg-type]
        places=some(places),
        strikes=some(world.strikes),
        actions=some(world.actions),
        statements=some(world.statements),
        casualties=some(world.casualties),
        contradictions=some(world.contradictions),
        corrections=some(world.corrections),
        replaced=some(world.replaced),
    )


def filled(world: Knowledge) -> tuple[ox.Store, Content, dict[str, bytes]]:
    held = ox.Store()
    content = replace_content(held, quads(world, BASE, ontology=False), {})
    return held, content, {part.name: part.digest for part in parts(world, BASE, ontology=False)}


@given(worlds(), worlds())
def test_exchanging_the_parts_that_changed_gives_what_writing_everything_gives(
    before: Knowledge, after: Knowledge
) -> None:
    held, content, known = filled(before)
    exchange_parts(held, parts(after, BASE, ontology=False), known, content, BASE)
    assert set(held) == set(quads(after, BASE, ontology=False))
    counted = Content()
    for quad in held:
        counted.count(quad, 1)
    assert (content.digest, content.quads) == (counted.digest, counted.quads)


@given(worlds())
def test_a_part_that_has_not_changed_is_not_made_again(world: Knowledge) -> None:
    held, content, known = filled(world)

    def untouched(part: Part) -> Part:
        return Part(part.graph, part.subject, part.made_of, lambda: pytest.fail(f"{part.name} was made"))

    assert (
        exchange_parts(held, map(untouched, parts(world, BASE, ontology=False)), known, content, BASE)
        == known
    )


def test_an_article_that_is_gone_takes_its_graph_along() -> None:
    world = knowledge()
    held, content, known = filled(world)
    kept = [
        part for part in parts(world, BASE, ontology=False) if not part.name.startswith("graph/article/wire")
    ]
    exchange_parts(held, kept, known, content, BASE)
    assert not [graph for graph in held.named_graphs() if "wire" in str(graph)]
    assert not [graph for graph in content.digests if "wire" in graph]


def test_two_parts_of_one_name_are_an_error() -> None:
    held, content, known = filled(knowledge())
    part = next(iter(parts(knowledge(), BASE)))
    with pytest.raises(ValueError, match="two parts"):
        exchange_parts(held, [part, part], known, content, BASE)


def test_a_revision_in_parts_is_the_revision_of_the_same_quads(tmp_path: Path) -> None:
    world = knowledge()
    before = replace(world, articles=(replace(world.articles[0], title="Another title"), WIRE))
    publish_parts(tmp_path / "grown", parts(before, BASE), base_iri=BASE, recipe="1")
    grown = publish_parts(tmp_path / "grown", parts(world, BASE), base_iri=BASE, recipe="1")
    fresh = publish(tmp_path / "fresh", quads(world, BASE), base_iri=BASE)
    assert grown.partition("-")[2] == fresh.partition("-")[2]
    assert store.manifest(tmp_path / "grown").quads == store.manifest(tmp_path / "fresh").quads


def test_parts_made_by_another_program_are_made_anew(tmp_path: Path) -> None:
    part = Part("g", "s", "the same", list)
    publish_parts(tmp_path, [*parts(knowledge(), BASE), part], base_iri=BASE, recipe="1")
    triple = ox.NamedNode(f"{BASE}s"), ox.NamedNode(f"{BASE}p"), ox.Literal("more")
    more = Part("g", "s", "the same", lambda: [triple])
    publish_parts(tmp_path, [*parts(knowledge(), BASE), more], base_iri=BASE, recipe="2")
    assert ox.Quad(*triple, ox.NamedNode(f"{BASE}g")) in open_snapshot(tmp_path).store


def test_after_a_publication_of_plain_quads_parts_are_made_anew(tmp_path: Path) -> None:
    world = knowledge()
    publish_parts(tmp_path, parts(world, BASE), base_iri=BASE, recipe="1")
    publish(tmp_path, [], base_iri=BASE)
    publish_parts(tmp_path, parts(world, BASE), base_iri=BASE, recipe="1")
    assert set(open_snapshot(tmp_path).store) == set(quads(world, BASE))
