"""A graph that grows by what new articles touch is, name for name, what resolving all articles together gives."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from benchmarks.resolve import world
from kg.graph.rdf import part_names, parts, parts_of
from kg.model import ActionType, ActorClass, Article, Extraction, Factuality, Knowledge
from kg.resolve import KeptNames, blocking, resolve
from kg.resolve.growth import Entangled, Growth, Ledger, Show, Touched, record
from kg.resolve.growth import blocking as looked_up
from kg.resolve.profile import Profile
from kg.resolve.scoring import Scorer, Verdict
from kg.resolve.telling import Telling
from tests.resolve_factory import Telling as Teller
from tests.resolve_factory import day

BASE = "http://localhost:7878/"
Told = tuple[Article, Extraction]


class Grown:
    """A graph in memory that grows by a ledger: its parts, and the articles that were fetched for the last step."""

    def __init__(self, ledger: Ledger, told: Sequence[Told]) -> None:
        self._ledger = ledger
        self.told = {article.id: (article, x) for article, x in told}
        self.kept = KeptNames()
        self.number = 0
        self.fetched: set[str] = set()
        self.take_whole()

    def take(self, come: Sequence[Told] = (), go: Sequence[str] = ()) -> Touched:
        """One step: some articles are new or changed, some go."""
        self.number += 1
        changed = {*go, *(article.id for article, _ in come)} & self.told.keys()
        gone = [self.told.pop(article)[1] for article in sorted(changed)]
        self.told |= {article.id: (article, x) for article, x in come}
        self.fetched.clear()
        self._ledger.begin(afresh=False)
        try:
            growth = Growth(self._ledger, self._fetch)
            step, change = growth.take(
                come, {article.id: "" for article, _ in come}, self.kept, str(self.number), gone
            )
            touched = Show(growth, step, change).touched()
        except Entangled:
            self._ledger.give_up()
            raise
        self._ledger.keep(str(self.number))
        self.kept = self.kept.after(change)
        for name in part_names(touched.nodes | touched.gone, touched.articles, touched.left):
            self.parts.pop(name, None)
        now = parts_of(touched.knowledge, BASE, touched.nodes, touched.articles, touched.publishers)
        self.parts |= {part.name: frozenset(part.quads(BASE)) for part in now}
        return touched

    def _fetch(self, ids: Sequence[str]) -> Iterator[Told]:
        self.fetched |= set(ids)
        return (self.told[i] for i in ids)

    def take_whole(self) -> None:
        """All articles together, as a build does where growth gives up."""
        resolution = resolve(
            *apart(self.told.values()), kept_names=self.kept, revision=str(self.number), traced=True
        )
        self.kept = resolution.names
        self._ledger.begin(afresh=True)
        record(self._ledger, resolution, dict.fromkeys(self.told, ""))
        self._ledger.keep(str(self.number))
        self.parts = all_parts(resolution.knowledge)


def apart(told: Iterable[Told]) -> tuple[list[Article], list[Extraction]]:
    pairs = list(told)
    return [article for article, _ in pairs], [x for _, x in pairs]


def all_parts(knowledge: Knowledge) -> dict[str, frozenset[object]]:
    return {p.name: frozenset(p.quads(BASE)) for p in parts(knowledge, BASE, ontology=False)}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as opened:
        yield opened


def test_a_label_follows_the_name_of_who_accuses(ledger: Ledger) -> None:
    def told(id: str, name: str) -> Told:
        t = Teller(id, "2026-01-18").says(f"Sudan shelled Adre, {name} said.")
        t.states(sd="state/sudan", td="state/chad").place("adre", "Adre", state="state/chad")
        t.actor("him", name, ActorClass.PERSON, state="state/chad", role="governor", surfaces=("Bakri",))
        if id == "a.txt":
            t.strike("shelled", "sd", "td", "adre", day("2026-01-16"), how=Factuality.CLAIMED, source="him")
        return t.article, t.extraction

    grown = Grown(ledger, [told("a.txt", "Bakri")])
    before = grown.kept
    grown.take([told("b.txt", "Omar Bakri"), told("c.txt", "Omar Bakri")])
    whole = resolve(*apart(grown.told.values()), kept_names=before, revision=str(grown.number))
    assert [s.label for s in whole.knowledge.strikes] == [
        "Strike on Chad attributed by Omar Bakri to Sudan, 16 January 2026"
    ]
    assert grown.parts == all_parts(whole.knowledge)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_in_whatever_order_the_graph_is_that_of_all_articles_together(
    ledger: Ledger, seed: int
) -> None:
    chance = random.Random(seed)
    told = world(24, seed)
    chance.shuffle(told)
    grown = Grown(ledger, told[:8])
    followed, at = 0, 8
    while at < len(told):
        size = chance.choice((1, 1, 2))
        before = grown.kept
        try:
            grown.take(told[at : at + size])
            followed += 1
        except Entangled:
            grown.take_whole()
        at += size
        whole = resolve(*apart(grown.told.values()), kept_names=before, revision=str(grown.number))
        assert grown.parts == all_parts(whole.knowledge)
        assert grown.kept == whole.names
    assert followed > 5


@pytest.mark.parametrize("seed", range(3))
def test_whatever_comes_changes_and_goes_the_graph_is_that_of_the_articles_that_are_there(
    ledger: Ledger, seed: int
) -> None:
    chance = random.Random(seed)
    told = world(22, seed)
    otherwise = {article.id: (article, x) for article, x in world(22, seed + 50)}
    chance.shuffle(told)
    grown = Grown(ledger, told[:14])
    followed = 0
    for _ in range(10):
        held, before = sorted(grown.told), grown.kept
        change = [otherwise[chance.choice(held)]]
        go = chance.sample(held, chance.choice((1, 2)))
        come, go = chance.choice((([], go), (change, []), (told[14:15], go)))
        try:
            grown.take(come, [article for article in go if article not in {a.id for a, _ in come}])
            followed += 1
        except Entangled:
            grown.take_whole()
        if come == told[14:15]:
            del told[14:15]
        whole = resolve(*apart(grown.told.values()), kept_names=before, revision=str(grown.number))
        assert grown.parts == all_parts(whole.knowledge)
        assert grown.kept == whole.names
    assert followed > 5


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """More than so many events of two parties are too many, that a short history may do for a long war."""
    for module in (blocking, looked_up):
        monkeypatch.setattr(module, "FEW", 5)
    return 5


def long_war(seed: int) -> list[Told]:
    """Twenty-four days of a war: two strikes a day, each told by two or three articles, every third time undated."""
    return world(48, seed, wars=1, strikes_a_day=2, articles_a_day=2)


@pytest.mark.parametrize("seed", range(4))
def test_in_a_long_war_too_the_graph_is_that_of_the_articles_that_are_there(
    ledger: Ledger, few: int, seed: int
) -> None:
    chance = random.Random(seed)
    told = long_war(seed)
    otherwise = {article.id: (article, x) for article, x in long_war(seed + 50)}
    chance.shuffle(told)
    grown = Grown(ledger, told[:30])
    assert len(resolve(*apart(grown.told.values())).knowledge.strikes) > 3 * few
    followed = 0
    for _ in range(12):
        held, before = sorted(grown.told), grown.kept
        change = [otherwise[chance.choice(held)]]
        come, go = chance.choice(
            (([], [chance.choice(held)]), (change, []), (told[30:31], []), (told[30:31], []))
        )
        try:
            grown.take(come, go)
            followed += 1
        except Entangled:
            grown.take_whole()
        if come == told[30:31]:
            del told[30:31]
        whole = resolve(*apart(grown.told.values()), kept_names=before, revision=str(grown.number))
        assert grown.parts == all_parts(whole.knowledge)
        assert grown.kept == whole.names
    assert followed > 5


def test_in_a_long_war_an_article_is_weighed_only_against_what_was_near_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = world(360, wars=1, strikes_a_day=3, articles_a_day=4)
    grown = Grown(ledger, told[:-1])
    compared: list[object] = []
    compare = Scorer.compare

    def counted(scorer: Scorer, telling: Telling, group: Profile, **more: bool) -> Verdict:
        compared.append(telling)
        return compare(scorer, telling, group, **more)

    monkeypatch.setattr(Scorer, "compare", counted)
    resolve(*apart(grown.told.values()))
    all_of_them = len(compared)
    compared.clear()
    grown.take(told[-1:])
    assert 0 < len(compared) < all_of_them / 20


def test_an_article_is_weighed_only_against_clusters_that_say_other_things_than_before(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = world(120)
    grown = Grown(ledger, told[:-1])
    compared: list[object] = []
    compare = Scorer.compare

    def counted(scorer: Scorer, telling: Telling, group: Profile, **more: bool) -> Verdict:
        compared.append(telling)
        return compare(scorer, telling, group, **more)

    monkeypatch.setattr(Scorer, "compare", counted)
    resolve(*apart(grown.told.values()))
    all_of_them = len(compared)
    compared.clear()
    grown.take(told[-1:])
    assert 0 < len(compared) < all_of_them / 50


def test_what_an_article_does_not_touch_is_neither_fetched_nor_made_again(ledger: Ledger) -> None:
    told = world(120)
    grown = Grown(ledger, told[:-1])
    events = {name for name in grown.parts if name.startswith("graph/events")}
    touched = grown.take(told[-1:])
    assert touched.articles == {told[-1][0].id}
    made = {f"graph/events {node}" for node in touched.nodes}
    assert len(events & made) < len(events) / 10
    assert len(grown.fetched) < len(told) / 2


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_what_only_takes_up_an_act_finds_it_whichever_comes_first(
    ledger: Ledger, order: tuple[int, ...]
) -> None:
    def article(id: str, *parties: str) -> Told:
        t = Teller(id, "2024-05-15").says(
            "Chad, Sudan, Libya and Togo were told of the truce that was agreed."
        )
        t.states(td="state/chad", sd="state/sudan", ly="state/libya", tg="state/togo")
        when = day("2024-05-13") if parties else None
        t.action("truce", ActionType.CEASEFIRE, parties, when=when, echo=not parties)
        return t.article, t.extraction

    told = [article("a.txt", "td", "sd"), article("b.txt"), article("c.txt", "ly", "tg"), article("d.txt")]
    grown = Grown(ledger, [told[order[0]]])
    for number in order[1:]:
        before = grown.kept
        try:
            grown.take([told[number]])
        except Entangled:
            grown.take_whole()
        whole = resolve(*apart(grown.told.values()), kept_names=before, revision=str(grown.number))
        assert grown.parts == all_parts(whole.knowledge)
