"""The shapes: the small world conforms, and each rule catches what it is there to catch."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.graph.validate import Report, validate, validate_triples
from kg.resources import folder
from tests.factory import BASE

SHAPES = "https://w3id.org/conflict-kg/shapes#"
KG = "https://w3id.org/conflict-kg#"
NAMES = {
    "a": "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "sameAs": "http://www.w3.org/2002/07/owl#sameAs",
    "identifier": "http://purl.org/dc/terms/identifier",
    "issued": "http://purl.org/dc/terms/issued",
    "isReplacedBy": "http://purl.org/dc/terms/isReplacedBy",
    "creator": "http://purl.org/dc/elements/1.1/creator",
    "publisher": "https://schema.org/publisher",
    "wasRevisionOf": "http://www.w3.org/ns/prov#wasRevisionOf",
    "beginIndex": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#beginIndex",
    "endIndex": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#endIndex",
    "anchorOf": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#anchorOf",
    "hasGeometry": "http://www.opengis.net/ont/geosparql#hasGeometry",
    "asWKT": "http://www.opengis.net/ont/geosparql#asWKT",
}
STRIKE, ACTION = "strike/2024-01-16-iran-panjgur", "action/pakistan-recall-iran"
STATEMENT, COUNT, MENTION = "statement/kakar-sovereignty", "casualties/saravan-9", "mention/gazette.txt_0-4"
LINK, MEMBERSHIP = "actor/iran/link/Q794", f"{STRIKE}/membership/gazette.txt_5-10_asserted"
GONE, REPLACED = None, "strike/2024-01-18-unknown-saravan"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
DATE = "http://www.w3.org/2001/XMLSchema#date"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(NAMES.get(name, KG + name))


def changed(store: ox.Store, subject: str, term: str, value: object, *, keep: bool = False) -> Report:
    """The report on the small world with a property replaced, removed (None) or, with `keep`, added."""
    it = ox.NamedNode(BASE + subject)
    ontology = ox.NamedNode(
        f"{BASE}graph/ontology"
    )  # left out: it takes most of the time and changes nothing
    triples = {quad.triple for quad in store if quad.graph_name != ontology}
    if not keep:
        triples = {t for t in triples if not (t.subject == it and t.predicate == iri(term))}
    if value is not None:
        if isinstance(value, tuple):
            node: ox.NamedNode | ox.Literal = ox.Literal(value[0], datatype=ox.NamedNode(value[1]))
        elif str(value).startswith("kg:"):
            node = ox.NamedNode(KG + str(value)[3:])
        elif str(value).startswith("/"):
            node = ox.NamedNode(BASE + str(value)[1:])
        else:
            node = ox.Literal(str(value))
        triples.add(ox.Triple(it, iri(term), node))
    return validate_triples(triples)


def test_the_small_world_conforms(store: ox.Store) -> None:
    report = validate(store)
    assert report.conforms, report.in_words()
    assert report.in_words() == "the graph conforms to its shapes"


VIOLATIONS: list[tuple[str, str, object, bool, str]] = [
    (STRIKE, "label", GONE, False, "shape:label"),
    (STRIKE, "factuality", GONE, False, "shape:event-factuality"),
    (STRIKE, "factuality", "kg:Denied", True, "shape:event-factuality"),
    (STRIKE, "confidence", ("1.5", DECIMAL), False, "shape:event-confidence"),
    (STRIKE, "mention", GONE, False, "shape:event-mention"),
    (STRIKE, "mention", "/nowhere", True, "shape:event-mention"),
    (STRIKE, "reportedIn", GONE, False, "shape:event-article"),
    (STRIKE, "membership", GONE, False, "shape:event-membership"),
    (STRIKE, "date", "Tuesday", False, "shape:date"),
    (STRIKE, "date", ("2024-02-30", DATE), False, "shape:date"),
    (STRIKE, "endDate", "Thursday", False, "shape:endDate"),
    (STRIKE, "dateBasis", "kg:Guessed", False, "shape:event-basis"),
    (STRIKE, "dateBasis", GONE, False, "shape:DatedEvent"),
    (STRIKE, "location", "/actor/iran", False, "shape:event-place"),
    (STRIKE, "inResponseTo", "/actor/iran", False, "shape:event-response"),
    (STRIKE, "a", "kg:Event", False, "shape:Event"),
    (STRIKE, "a", "kg:Statement", True, "shape:Event"),
    (STRIKE, "a", "kg:Strike", False, "shape:typed-event"),
    (STRIKE, "attacker", "/place/panjgur", False, "shape:attacker"),
    (STRIKE, "inferredAttacker", "/place/panjgur", False, "shape:inferredAttacker"),
    (STRIKE, "inferredTarget", "/place/panjgur", False, "shape:inferredTarget"),
    (STRIKE, "claimedAttacker", "/place/panjgur", False, "shape:claimedAttacker"),
    (STRIKE, "target", "/place/panjgur", False, "shape:target"),
    (STRIKE, "weapon", "kg:Trebuchet", False, "shape:strike-weapon"),
    (STRIKE, "casualties", "/actor/iran", True, "shape:strike-casualties"),
    (STRIKE, "outcome", "kg:Missed", False, "shape:outcome"),
    (ACTION, "actionType", GONE, False, "shape:actionType"),
    (ACTION, "actionType", "kg:Meeting", True, "shape:actionType"),
    (ACTION, "initiator", "/place/panjgur", False, "shape:initiator"),
    (ACTION, "recipient", "/place/panjgur", False, "shape:recipient"),
    (STATEMENT, "speaker", GONE, False, "shape:speaker"),
    (STATEMENT, "addressee", "/place/panjgur", False, "shape:addressee"),
    (STATEMENT, "content", GONE, False, "shape:content"),
    (STATEMENT, "quotation", "", False, "shape:quotation"),
    ("actor/iran", "a", "kg:Actor", False, "shape:Actor"),
    ("actor/iran", "a", "kg:Person", True, "shape:Actor"),
    ("actor/iran", "a", "kg:State", False, "shape:typed-actor"),
    ("actor/iran", "mention", "/nowhere", True, "shape:actor-mention"),
    ("actor/iran", "partOf", "/place/panjgur", False, "shape:partOf"),
    ("actor/iran", "sameAs", "Q794", False, "shape:SameAs"),
    ("actor/anwaar-ul-haq-kakar", "memberOf", "/place/panjgur", False, "shape:memberOf"),
    ("actor/anwaar-ul-haq-kakar", "role", "", False, "shape:role"),
    ("place/panjgur", "country", "/actor/united-nations", False, "shape:country"),
    ("place/panjgur", "within", "/actor/iran", False, "shape:within"),
    ("place/panjgur", "precision", "kg:StreetLevel", False, "shape:precision"),
    ("place/panjgur", "hasGeometry", "/nowhere", False, "shape:geometry"),
    ("place/panjgur/geometry", "asWKT", ("POINT(26.97 164.1)", WKT), False, "shape:wkt"),
    (LINK, "linkTarget", GONE, False, "shape:linkTarget"),
    (LINK, "confidence", GONE, False, "shape:score"),
    (LINK, "reason", "", False, "shape:reason"),
    ("article/gazette.txt", "identifier", GONE, False, "shape:identifier"),
    ("article/gazette.txt", "issued", "yesterday", False, "shape:issued"),
    ("article/gazette.txt", "dateBasis", "kg:Guessed", False, "shape:article-basis"),
    ("article/gazette.txt", "publisher", "The Border Gazette", False, "shape:publisher"),
    ("outlet/wire-co", "label", GONE, False, "shape:label"),
    (MENTION, "inArticle", GONE, False, "shape:inArticle"),
    (MENTION, "beginIndex", ("4", INTEGER), False, "shape:begin"),
    (MENTION, "endIndex", GONE, False, "shape:end"),
    (MENTION, "anchorOf", GONE, False, "shape:anchor"),
    (MENTION, "sentence", "Another sentence.", True, "shape:sentence"),
    (MENTION, "factuality", "kg:Perhaps", False, "shape:mention-factuality"),
    (MENTION, "accordingTo", "/place/panjgur", False, "shape:accordingTo"),
    (COUNT, "deaths", ("-1", INTEGER), False, "shape:deaths"),
    (COUNT, "deathsMax", ("8", INTEGER), False, "shape:deaths"),
    (COUNT, "deathsMax", "many", False, "shape:deathsMax"),
    (COUNT, "injuries", ("6", INTEGER), False, "shape:injuries"),
    (COUNT, "injuriesMax", "many", False, "shape:injuriesMax"),
    (COUNT, "mention", GONE, False, "shape:count-mention"),
    (COUNT, "wasRevisionOf", "/actor/iran", False, "shape:revision"),
    ("casualties/panjgur-2", "deaths", GONE, False, "shape:CasualtyReport"),
    (STRIKE, "casualties", GONE, False, "shape:count-strike"),
    (MEMBERSHIP, "reason", GONE, False, "shape:membership-reason"),
    (MEMBERSHIP, "mention", GONE, False, "shape:membership-mention"),
    (MEMBERSHIP, "reportedAttacker", "/place/panjgur", False, "shape:reportedAttacker"),
    (MEMBERSHIP, "reportedLocation", "/actor/iran", False, "shape:reportedLocation"),
    (MEMBERSHIP, "reportedDate", "Tuesday", False, "shape:reportedDate"),
    (MEMBERSHIP, "dateBasis", "kg:Guessed", False, "shape:membership-basis"),
    ("contradiction/saravan-deaths", "contradicts", "/casualties/saravan-7", False, "shape:contradicts"),
    ("contradiction/saravan-deaths", "onProperty", GONE, False, "shape:onProperty"),
    ("contradiction/saravan-deaths", "concerns", GONE, False, "shape:concerns"),
    ("correction/1", "verdict", GONE, False, "shape:verdict"),
    ("correction/1", "creator", GONE, False, "shape:author"),
    (REPLACED, "a", "kg:Event", True, "shape:ReplacedName"),
    (REPLACED, "isReplacedBy", GONE, False, "shape:successor"),
]


@pytest.mark.parametrize(("subject", "term", "value", "keep", "shape"), VIOLATIONS)
def test_what_is_wrong_is_found_and_named(
    store: ox.Store, subject: str, term: str, value: object, keep: bool, shape: str
) -> None:
    report = changed(store, subject, term, value, keep=keep)
    assert not report.conforms
    found = {
        violation.shape.replace("https://w3id.org/conflict-kg/shapes#", "shape:")
        for violation in report.violations
    }
    assert shape in found or any(not violation.shape for violation in report.violations), report.in_words()
    assert all(violation.message for violation in report.violations)


def test_every_shape_has_a_violating_example_here() -> None:
    named = {
        quad.subject.value.replace(SHAPES, "shape:")
        for quad in ox.parse(path=str(folder("ontology") / "shapes.ttl"), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode) and "shapes#" in quad.subject.value
    }
    names = (
        "Strike DiplomaticAction Statement Person Place Geometry Link Article Outlet Mention Membership "
        "Contradiction Correction AnyActor"
    )
    only_targets = {f"shape:{name}" for name in names.split()}
    assert named - {shape for *_, shape in VIOLATIONS} == only_targets


def test_a_violation_says_which_node_and_what_is_expected(store: ox.Store) -> None:
    report = changed(store, "casualties/saravan-9", "deaths", ("-1", INTEGER))
    assert (
        f"{BASE}casualties/saravan-9 kg:deaths -1: A count of dead is one integer from 0" in report.in_words()
    )


def test_a_long_report_says_how_much_it_leaves_out(store: ox.Store) -> None:
    triples = [quad.triple for quad in store if quad.predicate != iri("label")]
    words = validate_triples(triples).in_words(most=3).splitlines()
    assert len(words) == 4
    assert words[-1].startswith("… and ")
