"""The ontology: complete, documented, in step with the program, and without blank nodes."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import vocab
from kg.model import ActionType, ActorClass, DateBasis, Factuality, Weapon
from kg.resources import folder

KG = str(vocab.kg)
SHARED = Path(__file__).parents[4] / "shared"
Described = dict[str, dict[str, set[str]]]


def described(*names: str) -> Described:
    found: Described = defaultdict(lambda: defaultdict(set))
    for name in names:
        for quad in ox.parse(path=str(folder("ontology") / name), format=ox.RdfFormat.TURTLE):
            assert isinstance(quad.subject, ox.NamedNode), f"{name} has a blank node"
            assert not isinstance(quad.object, ox.BlankNode), f"{name} has a blank node"
            found[quad.subject.value][quad.predicate.value].add(quad.object.value)  # type: ignore[union-attr]
    return found


@pytest.fixture(scope="module")
def ontology() -> Described:
    return described("conflict-kg.ttl")


def terms(ontology: Described) -> dict[str, dict[str, set[str]]]:
    return {iri.removeprefix(KG): facts for iri, facts in ontology.items() if iri.startswith(KG)}


def test_the_program_and_the_ontology_know_the_same_terms(ontology: Described) -> None:
    known = set(f"{vocab.CLASSES} {vocab.PROPERTIES} {' '.join(vocab.SCHEMES)} {vocab.CONCEPTS}".split())
    assert set(terms(ontology)) == known


def test_every_term_has_a_label_a_definition_and_an_example(ontology: Described) -> None:
    rdfs, skos = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#"
    needed = {f"{rdfs}label", f"{rdfs}isDefinedBy", f"{skos}definition", f"{skos}example"}
    assert {name: needed - set(facts) for name, facts in terms(ontology).items() if needed - set(facts)} == {}


def test_a_confidence_says_that_it_is_one_in_identity_and_not_in_what_happened(ontology: Described) -> None:
    facts = terms(ontology)["confidence"]
    assert facts["http://www.w3.org/2000/01/rdf-schema#label"] == {"identity confidence"}
    (definition,) = facts["http://www.w3.org/2004/02/skos/core#definition"]
    assert "not how sure it is that the event happened" in definition


def test_every_class_property_and_concept_is_declared_as_what_it_is(ontology: Described) -> None:
    known = terms(ontology)
    types = {name: {iri.rpartition("#")[2] for iri in known[name][vocab.rdf.type]} for name in known}
    assert all("Class" in types[name] for name in vocab.CLASSES.split())
    assert all(types[name] & {"ObjectProperty", "DatatypeProperty"} for name in vocab.PROPERTIES.split())
    assert all("Concept" in types[name] for name in vocab.CONCEPTS.split())
    assert all("ConceptScheme" in types[name] for name in vocab.SCHEMES)


def test_every_concept_is_in_its_scheme(ontology: Described) -> None:
    known = terms(ontology)
    for scheme, names in vocab.SCHEMES.items():
        for name in names.split():
            assert known[name]["http://www.w3.org/2004/02/skos/core#inScheme"] == {f"{KG}{scheme}"}


def test_every_action_type_has_its_plover_type(ontology: Described) -> None:
    known = terms(ontology)
    for plover, names in vocab.PLOVER.items():
        for name in names.split():
            assert known[name][vocab.kg.ploverType] == {plover}


def test_cameo_codes_keep_their_leading_zero(ontology: Described) -> None:
    codes = {code for facts in ontology.values() for code in facts.get(vocab.kg.cameoCode, ())}
    assert codes
    assert all(code.isdigit() and 2 <= len(code) <= 4 for code in codes)
    assert "045" in codes


def test_the_model_has_a_term_for_each_of_its_values(ontology: Described) -> None:
    known = set(terms(ontology))
    for values in (ActorClass, ActionType, Weapon, Factuality, DateBasis):
        assert {value.value for value in values} <= known


def test_the_header_has_version_licence_and_prefix(ontology: Described) -> None:
    header = ontology["https://w3id.org/conflict-kg"]
    for term in (
        "http://www.w3.org/2002/07/owl#versionIRI",
        "http://purl.org/dc/terms/license",
        "http://purl.org/dc/terms/title",
        "http://purl.org/vocab/vann/preferredNamespacePrefix",
    ):
        assert header[term]


def test_roles_are_aligned_to_sem_and_evidence_to_prov(ontology: Described) -> None:
    aligned = described("conflict-kg.ttl", "alignments.ttl")
    for role in ("attacker", "target", "initiator", "recipient", "speaker", "addressee"):
        assert vocab.sem.hasActor in aligned[f"{KG}{role}"][vocab.rdfs.subPropertyOf]
    assert vocab.sem.Event in aligned[f"{KG}Event"][vocab.rdfs.subClassOf]
    assert vocab.nif.Phrase in aligned[f"{KG}Mention"][vocab.rdfs.subClassOf]
    assert vocab.schema.NewsArticle in aligned[f"{KG}Article"][vocab.rdfs.subClassOf]


def test_alignments_speak_only_of_terms_that_there_are(ontology: Described) -> None:
    subjects = {iri for iri in described("alignments.ttl") if iri.startswith(KG)}
    assert subjects <= set(ontology)


def test_shapes_and_context_speak_only_of_terms_that_there_are(ontology: Described) -> None:
    used = {
        term.value
        for quad in ox.parse(path=str(folder("ontology") / "shapes.ttl"), format=ox.RdfFormat.TURTLE)
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(KG)
    }
    context = json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    ids = [meaning["@id"] if isinstance(meaning, dict) else meaning for meaning in context.values()]
    used |= {KG + iri.removeprefix("kg:") for iri in ids if iri.startswith("kg:")}
    assert used <= set(ontology)


def test_the_context_knows_every_property(ontology: Described) -> None:
    context = json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert set(vocab.PROPERTIES.split()) <= set(context)


def test_a_misspelled_term_is_an_error() -> None:
    with pytest.raises(AttributeError, match="atacker"):
        _ = vocab.kg.atacker


@pytest.mark.skipif(not SHARED.is_dir(), reason="the graph contract is not at hand")
def test_every_term_of_the_graph_contract_is_there(ontology: Described) -> None:
    import re

    contract = (SHARED / "contract" / "graph.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bkg:([A-Za-z]+)", contract))
    assert named - set(terms(ontology)) == set()
