"""Time of resolving generated articles: per article at growing sizes, which must not grow by much.

    python benchmarks/resolve.py [--sizes 1000 10000] [--wars 40] [--profile]

The world is made up from a seed: wars between pairs of states and groups, some ten strikes a day among them,
each told by one to twelve articles of the next two days; in every article two or three strikes, an exchange,
acts of diplomacy, statements, counts, people with and without an office, towns known and unknown, one article
in six undated. What extraction does is left out: the benchmark makes the extractions itself. Resolving is
measured whole, in CPU seconds of its one process, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import resource
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kg.gazetteer import load
from kg.model import (
    ActionReport,
    ActionType,
    ActorClass,
    Article,
    CasualtyClaim,
    Count,
    DateBasis,
    Extraction,
    Factuality,
    LocalActor,
    LocalPlace,
    Mention,
    PartialDate,
    PlaceKind,
    Span,
    StatementReport,
    StrikeReport,
    Weapon,
    When,
)
from kg.resolve import resolve

_STATES = (
    *(
        "iran",
        "pakistan",
        "india",
        "israel",
        "lebanon",
        "syria",
        "iraq",
        "turkey",
        "russia",
        "ukraine",
        "yemen",
    ),
    *("sudan", "ethiopia", "eritrea", "armenia", "azerbaijan", "china", "taiwan", "philippines", "japan"),
    *("north-korea", "south-korea", "united-states", "france", "germany", "qatar", "egypt"),
)
_ACTS = (ActionType.CONDEMNATION, ActionType.APPEAL, ActionType.AMBASSADOR_RECALL, ActionType.MEETING)
_ARTICLES_A_DAY = 60
_WARS = 40


@dataclass(frozen=True)
class Attack:
    """One strike of the made-up world."""

    attacker: str
    target: str
    day: date
    town: str
    dead: int
    weapon: Weapon


def world(
    articles: int,
    seed: int = 7,
    *,
    wars: int = _WARS,
    strikes_a_day: int = 10,
    articles_a_day: int = _ARTICLES_A_DAY,
) -> list[tuple[Article, Extraction]]:
    """So many articles on so many strikes a day, in order of time."""
    rng = random.Random(seed)
    pairs = [tuple(rng.sample(_STATES, 2)) for _ in range(wars)]
    towns = {state: [f"{state.title()} Town {i}" for i in range(30)] for state in _STATES}
    attacks: list[Attack] = []
    out = []
    first = date(2020, 1, 1)
    for number in range(articles):
        today = first + timedelta(days=number // articles_a_day)
        if number % articles_a_day == 0:
            for _ in range(strikes_a_day):
                attacker, target = rng.choice(pairs)[:: rng.choice((1, -1))]
                attacks.append(
                    Attack(
                        attacker,
                        target,
                        today,
                        rng.choice(towns[target]),
                        rng.randint(0, 40),
                        rng.choice(list(Weapon)),
                    )
                )
        told = rng.sample(attacks[-2 * strikes_a_day :], min(3, len(attacks)))
        out.append(_article(number, today, told, rng))
    return out


def _article(number: int, today: date, told: list[Attack], rng: random.Random) -> tuple[Article, Extraction]:
    id = f"{number:06d}.txt"
    sentences: list[str] = []

    def sentence(text: str) -> Span:
        begin = sum(len(s) + 1 for s in sentences)
        sentences.append(text)
        return Span(begin, begin + len(text), text)

    def mention(
        whole: Span, words: str, how: Factuality = Factuality.ASSERTED, by: tuple[str, ...] = ()
    ) -> Mention:
        at = whole.begin + whole.text.index(words)
        return Mention(id, Span(at, at + len(words), words), whole, how, by, "bench")

    actors: dict[str, LocalActor] = {}
    places: dict[str, LocalPlace] = {}
    strikes: list[StrikeReport] = []
    actions: list[ActionReport] = []
    statements: list[StatementReport] = []
    claims: list[CasualtyClaim] = []
    dated = rng.random() > 1 / 6
    for attack in told:
        for state in (attack.attacker, attack.target):
            name = state.replace("-", " ").title()
            actors.setdefault(state, LocalActor(state, ActorClass.STATE, name, (name,), f"state/{state}"))
        places.setdefault(
            attack.town,
            LocalPlace(attack.town, attack.town, PlaceKind.CITY, (), None, f"state/{attack.target}"),
        )
        whole = sentence(
            f"{attack.attacker} struck {attack.town} and killed {attack.dead}, {attack.target} said."
        )
        when = (
            When(PartialDate(attack.day.isoformat()), None, DateBasis.RESOLVED)
            if rng.random() < 0.7
            else None
        )
        key = f"s{len(strikes)}"
        strikes.append(
            StrikeReport(
                key,
                mention(whole, "struck"),
                (attack.attacker,),
                (attack.target,),
                (attack.town,),
                (attack.weapon,),
                when,
            )
        )
        by = (attack.target,) if rng.random() < 0.5 else ()
        claims.append(
            CasualtyClaim(f"c{len(claims)}", (key,), mention(whole, "killed", by=by), Count(attack.dead))
        )
        again = sentence("The attack shocked the town.")
        strikes.append(StrikeReport(f"s{len(strikes)}", mention(again, "attack"), definite=True))
        minister = f"{attack.target} minister {rng.randint(0, 60)}"
        actors.setdefault(
            minister,
            LocalActor(
                minister,
                ActorClass.PERSON,
                f"Ali {minister.title().replace(' ', '')}",
                (),
                None,
                f"state/{attack.target}",
                "Foreign Minister" if rng.random() < 0.1 else "minister",
            ),
        )
        said = sentence(
            f"The minister said that strike {rng.randint(0, 10**6)} on {attack.town} broke the law."
        )
        statements.append(
            StatementReport(f"t{len(statements)}", mention(said, "said"), (minister,), said.text[18:], said)
        )
        act = sentence(f"{attack.target} condemned and answered.")
        actions.append(
            ActionReport(
                f"d{len(actions)}",
                mention(act, "condemned"),
                rng.choice(_ACTS),
                (attack.target,),
                (attack.attacker,),
            )
        )
    issued = PartialDate(today.isoformat()) if dated else None
    article = Article(id, " ".join(sentences), None, issued, DateBasis.STATED if dated else None)
    return article, Extraction(
        id,
        issued,
        DateBasis.STATED if dated else None,
        tuple(actors.values()),
        tuple(places.values()),
        tuple(strikes),
        tuple(actions),
        tuple(statements),
        tuple(claims),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument(
        "--wars",
        type=int,
        default=_WARS,
        help="between how many pairs; the fewer, the longer and denser each",
    )
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    load()
    columns = ("articles", "CPU s", "ms/article", "strikes", "acts", "statements", "peak MB")
    print(" ".join(f"{name:>10}" for name in columns))
    for size in arguments.sizes:
        made = world(size, wars=arguments.wars)
        articles, extractions = [a for a, _ in made], [x for _, x in made]
        profile = cProfile.Profile()
        if arguments.profile:
            profile.enable()
        began = time.process_time()
        knowledge = resolve(articles, extractions).knowledge
        seconds = time.process_time() - began
        profile.disable()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        counts = len(knowledge.strikes), len(knowledge.actions), len(knowledge.statements)
        row = (size, f"{seconds:.2f}", f"{1000 * seconds / size:.2f}", *counts, f"{peak:.0f}")
        print(" ".join(f"{cell:>10}" for cell in row))
        if arguments.profile:
            pstats.Stats(profile).sort_stats("cumulative").print_stats(40)


if __name__ == "__main__":
    main()
