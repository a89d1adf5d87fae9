"""Entities of FollowTheMoney, read by its own library (pip install "conflict-kg[ftm]")."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest

from kg.graph.formats import write
from kg.graph.ftm import entity_id
from kg.graph.rdf import quads
from kg.model import Actor, ActorClass
from tests import factory
from tests.factory import BASE


def entities(store: ox.Store) -> dict[str, dict[str, Any]]:
    """The exported entities by id."""
    out = io.BytesIO()
    write(store, "ftm", out, base_iri=BASE)
    return {entity["id"]: entity for entity in map(json.loads, out.getvalue().decode().splitlines())}


def of(store: ox.Store, path: str) -> dict[str, list[str]]:
    """The properties of one node's entity."""
    properties: dict[str, list[str]] = entities(store)[entity_id(BASE + path)]["properties"]
    return properties


@pytest.fixture
def crowd() -> ox.Store:
    """The small world with a crowd among those struck."""
    known = factory.knowledge()
    villagers = Actor("actor/villagers", ActorClass.POPULATION, "villagers", articles=(factory.GAZETTE.id,))
    first, *others = known.strikes
    strike = replace(first, targets=(*first.targets, villagers.id))
    store = ox.Store()
    store.extend(quads(replace(known, actors=(*known.actors, villagers), strikes=(strike, *others)), BASE))
    return store


def test_the_library_accepts_every_entity_and_changes_no_value(store: ox.Store) -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="it is the extra “ftm”")
    model = followthemoney.model
    exported = entities(store)
    assert exported
    for entity in exported.values():
        schema = model.get(entity["schema"])
        assert not schema.abstract
        assert schema.validate(entity) is None
        assert set(schema.required) <= set(entity["properties"])
        cleaned = model.get_proxy(entity, cleaned=False).to_dict()
        assert {name: sorted(values) for name, values in cleaned["properties"].items()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }


def test_every_reference_leads_to_an_entity_of_the_kind_that_the_library_asks_for(store: ox.Store) -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="it is the extra “ftm”")
    model = followthemoney.model
    exported = entities(store)
    followed = 0
    for entity in exported.values():
        for name, values in entity["properties"].items():
            range_ = model.get(entity["schema"]).get(name).range
            for value in values if range_ is not None else ():
                assert model.get(exported[value]["schema"]).is_a(range_), (entity["schema"], name)
                followed += 1
    assert followed > 20


def test_a_person_has_office_state_and_proof_and_no_link_that_is_only_likely(store: ox.Store) -> None:
    assert of(store, "actor/anwaar-ul-haq-kakar") == {
        "country": ["pk"],
        "name": ["Anwaar-ul-Haq Kakar"],
        "position": ["Prime Minister"],
        "proof": [entity_id(f"{BASE}article/gazette.txt")],
        "sourceUrl": [f"{BASE}actor/anwaar-ul-haq-kakar"],
        "weakAlias": ["Kakar"],
    }


def test_a_state_is_a_public_body_with_its_country_and_wikidata_id(store: ox.Store) -> None:
    iran = entities(store)[entity_id(f"{BASE}actor/iran")]
    assert iran["schema"] == "PublicBody"
    assert (iran["properties"]["country"], iran["properties"]["wikidataId"]) == (["ir"], ["Q794"])


def test_a_person_is_a_member_of_his_state(store: ox.Store) -> None:
    (membership,) = (e for e in entities(store).values() if e["schema"] == "Membership")
    assert membership["properties"] == {
        "member": [entity_id(f"{BASE}actor/anwaar-ul-haq-kakar")],
        "organization": [entity_id(f"{BASE}actor/pakistan")],
    }


def test_an_event_has_its_parties_place_day_and_articles(store: ox.Store) -> None:
    strike = of(store, "strike/2024-01-18-pakistan-saravan")
    assert strike["date"] == ["2024-01-18"]
    assert strike["location"] == ["Saravan"]
    assert set(strike["involved"]) == {entity_id(f"{BASE}actor/{name}") for name in ("iran", "pakistan")}
    assert len(strike["proof"]) == len(strike["summary"]) == 2


def test_a_denied_event_says_so_in_its_name(store: ox.Store) -> None:
    assert of(store, "strike/quetta")["name"] == ["Iran strikes Quetta (denied)"]


def test_a_crowd_is_named_and_is_no_entity(crowd: ox.Store) -> None:
    assert entity_id(f"{BASE}actor/villagers") not in entities(crowd)
    strike = of(crowd, "strike/2024-01-16-iran-panjgur")
    assert strike["namesMentioned"] == ["villagers"]
    assert len(strike["involved"]) == 2
