"""JSON-LD in the ontology's context: plain keys, nodes by their path under the base IRI."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.resources import folder
from kg.vocab import rdf, xsd

Context = dict[str, Any]


def context(base_iri: str = "") -> Context:
    """The context of `ontology/context.jsonld`, with the base IRI of the graph."""
    terms: Context = json.loads((folder("ontology") / "context.jsonld").read_text(encoding="utf-8"))[
        "@context"
    ]
    return {"@base": base_iri, **terms} if base_iri else terms


def node_object(
    subject: ox.NamedNode, triples: Iterable[ox.Triple], terms: Context, base_iri: str
) -> dict[str, Any]:
    """A subject with its triples as a JSON-LD node object; values sorted."""
    keys = _keys(json.dumps(terms))
    found: dict[str, list[Any]] = {}
    for triple in triples:
        predicate, value = triple.predicate.value, triple.object
        if predicate == rdf.type and isinstance(value, ox.NamedNode):
            found.setdefault("@type", []).append(_short(value.value, terms))
            continue
        key, coercion = keys.get(predicate, (_short(predicate, terms), None))
        found.setdefault(key, []).append(_value(value, coercion, terms, base_iri))
    described: dict[str, Any] = {"@id": _relative(subject.value, base_iri)}
    for key, values in found.items():
        ordered = sorted(values, key=lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True))
        described[key] = ordered[0] if len(ordered) == 1 else ordered
    return described


def _value(value: object, coercion: str | None, terms: Context, base_iri: str) -> Any:
    if isinstance(value, ox.NamedNode):
        if coercion == "@vocab":
            return _short(value.value, terms)
        iri = _relative(value.value, base_iri)
        return iri if coercion == "@id" else {"@id": iri}
    if not isinstance(value, ox.Literal):
        raise ValueError(f"{value} is neither an IRI nor a literal")
    datatype = value.datatype.value
    if value.language:
        return {"@language": value.language, "@value": value.value}
    if datatype == xsd.integer:
        return int(value.value)
    if datatype == xsd.boolean:
        return value.value == "true"
    if datatype == xsd.string and coercion is None:
        return value.value
    if coercion is not None and _expand(coercion, terms) == datatype:
        return value.value
    return {"@type": _short(datatype, terms), "@value": value.value}


@cache
def _keys(context_json: str) -> dict[str, tuple[str, str | None]]:
    """Predicate IRI -> (key, coercion) of the context's term definitions."""
    terms: Context = json.loads(context_json)
    keys: dict[str, tuple[str, str | None]] = {}
    for key, meaning in terms.items():
        if isinstance(meaning, dict):
            keys[_expand(meaning["@id"], terms)] = (key, meaning.get("@type"))
        elif not key.startswith("@") and ":" in meaning and not meaning.endswith(("/", "#")):
            keys[_expand(meaning, terms)] = (key, None)
    return keys


def _expand(name: str, terms: Context) -> str:
    prefix, colon, local = name.partition(":")
    namespace = terms.get(prefix)
    return f"{namespace}{local}" if colon and isinstance(namespace, str) else name


def _short(iri: str, terms: Context) -> str:
    vocabulary: str = terms["@vocab"]
    if iri.startswith(vocabulary) and iri != vocabulary:
        local = iri[len(vocabulary) :]
        # A term that the context gives another meaning or form must be written with its prefix.
        return local if ":" not in local and "/" not in local else iri
    for key, meaning in terms.items():
        is_prefix = isinstance(meaning, str) and meaning.endswith(("/", "#")) and not key.startswith("@")
        if is_prefix and iri.startswith(meaning) and len(iri) > len(meaning):
            return f"{key}:{iri[len(meaning) :]}"
    return iri


def _relative(iri: str, base_iri: str) -> str:
    if base_iri and iri.startswith(base_iri) and len(iri) > len(base_iri):
        path = iri[len(base_iri) :]
        # A path with a colon in its first segment would be read as a scheme (RFC 3986, section 4.2).
        return path if ":" not in path.split("/")[0] else iri
    return iri
