"""Links of single actors: what a name that several bear needs to become certain."""

from __future__ import annotations

import pytest

from kg.model import ActorClass
from kg.resolve.wikidata import ENTITY, link_actor

DR_CONGO, REPUBLIC = f"{ENTITY}Q974", f"{ENTITY}Q971"


def certain(label: str, *met: str, entry: str | None = None) -> str | None:
    links = link_actor(label, met, ActorClass.STATE, entry)
    return next((link.target for link in links if link.certain), None)


@pytest.mark.parametrize(
    ("met", "target"),
    [
        (("Congo", "DR Congo"), DR_CONGO),
        (("Congolese", "Kinshasa"), DR_CONGO),
        (("Congo", "Republic of the Congo"), REPUBLIC),
        (("Congo", "Congolese"), None),
    ],
)
def test_a_name_that_two_states_share_is_told_apart_by_one_that_they_do_not(
    met: tuple[str, ...], target: str | None
) -> None:
    assert certain(met[0], *met) == target


def test_a_label_that_no_article_has_proves_nothing() -> None:
    # The gazetteer's own name of the entry that extraction has chosen.
    entry = "state/democratic-republic-of-the-congo"
    assert certain("Democratic Republic of the Congo", "Congo", entry=entry) is None
    (likely,) = link_actor("Democratic Republic of the Congo", ("Congo",), ActorClass.STATE, entry)
    assert (likely.target, likely.certain) == (DR_CONGO, False)
