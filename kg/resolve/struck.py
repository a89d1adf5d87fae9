"""What a sentence says was struck: a ship by her name, a hospital, a market.

Two ships are two attacks, and so mostly are a hospital and a mosque, though attacker, sea and month be the same.
Like the other clues these are read from the text, so that they are there where no actor and no place was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.resolve.text import name_tokens

_SHIP = (
    r"(?:(?:oil |chemical |gas |fuel |crude )?tanker|freighter|bulker|ferry|trawler|frigate|destroyer|warship"
    r"|corvette|cruiser|aircraft carrier|submarine|yacht|dhow|(?:(?:cargo|container|merchant|fishing|landing|supply"
    r"|car|bulk|patrol|training|commercial|grain|research) )?(?:ship|vessel|boat)|(?:car|bulk|gas|grain) carrier)"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
_DAY += r"|September|October|November|December)"
_NAME = rf"((?!{_DAY}\b)[A-ZÀ-Þ][\w’'-]*(?: (?!{_DAY}\b)(?:[A-ZÀ-Þ][\w’'-]*\.?|[IVX]+|\d+)){{0,3}})"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?i:{_SHIP})\b,?(?: (?:named|called|the))* [“\"‘']?{_NAME}",
        rf"\b(?:M/V|M/T|MV|MT|USS|USNS|HMS|INS|BRP|CSCL|MSC|SS) {_NAME}",
        rf"\b[Tt]he {_NAME},(?: an?| the| one)(?:[ -][\w’'-]+){{0,4}}? (?i:{_SHIP})\b",
    )
)
# "Four days after the Rubymar": that tells the day, not the ship.
_BY_COMPARISON = re.compile(r"\b(?:after|before|since|than|unlike|like|as)\s+(?:the\s+)?(?:[A-Z/]+\s+)?$")

_THINGS = {
    "hospital": r"hospitals?|clinics?|maternity wards?|health cent(?:re|er)s?",
    "school": r"schools?|universit(?:y|ies)|kindergartens?|college",
    "place_of_worship": r"mosques?|church(?:es)?|cathedrals?|synagogues?|monaster(?:y|ies)",
    "market": r"markets?|bazaars?",
    "bus": r"(?:mini)?bus(?:es)?",
    "train": r"trains?|railway (?:station|line)s?",
    "hotel": r"hotels?",
    "restaurant": r"restaurants?|caf[eé]s?|tea ?shops?",
    "camp": r"(?:displacement|refugee|displaced people's|tent) camps?",
    "port": r"(?:sea)?ports?|docks?|harbou?rs?",
    "airport": r"airports?|airfields?|air ?bases?",
    "fuel_store": r"refiner(?:y|ies)|(?:fuel|oil) (?:depots?|tanks?|terminals?|storage)|pipelines?",
    "power": r"power (?:plants?|stations?|grid)|substations?|hydroelectric",
    "bridge": r"bridges?",
    "prison": r"prisons?|jails?|detention cent(?:re|er)s?",
    "police": r"police (?:stations?|posts?|headquarters|checkpoints?)",
    "embassy": r"embass(?:y|ies)|consulates?",
    "celebration": r"weddings?|graduations?(?: ceremon\w+)?",
    "funeral": r"funerals?|wakes?|mourners",
    "shop": r"(?:hardware |convenience )?stores?|supermarkets?|shopping (?:mall|cent(?:re|er))s?|bakery",
    "petrol_station": r"(?:petrol|gas|filling) stations?",
    "military_base": r"(?:army|military|naval|marine|border|training) (?:bases?|camps?|posts?)"
    r"|barracks|garrisons?|outposts?",
    "dwelling": r"(?:apartment|residential|tower) (?:blocks?|buildings?)|blocks? of flats|dormitor(?:y|ies)|hostels?",
    "arms_depot": r"(?:arms|weapons|ammunition|munitions) (?:depots?|dumps?|stores?)|arsenals?",
    "factory": r"factor(?:y|ies)|workshops?",
    "convoy": r"convoys?",
    "checkpoint": r"checkpoints?|roadblocks?",
    "theatre": r"theatres?|theaters?|cinemas?|concert halls?",
    "ship": rf"{_SHIP}s?",
}
_THING = re.compile("|".join(rf"(?P<{thing}>\b(?:{words})\b)" for thing, words in _THINGS.items()), re.I)
# Where what follows is no longer what was hit: "struck a market, killing nine people on their way from the mosque".
_BEYOND = re.compile(
    r"[;:]|\b(?:after|before|when|while|as|because|that|which|who|where|near|beside|outside|behind|close to|next to"
    r"|from|kill\w*|wound\w*|injur\w*|said|says|told|according|bringing|hours|days|weeks|and (?:left|sent|set))\b",
    re.I,
)
_PASSIVE = re.compile(
    r"\b(?:was|were|been|is|are|being|came under|comes? under)\s+(?:\w+ly\s+|also\s+)?$", re.I
)
_UPON = re.compile(r"\s+(?:by [\w’' -]{1,30} )?(?:on|at|of|against|upon|hit|struck|destroyed)\b", re.I)
_REACH = 110


@lru_cache(maxsize=4096)
def ships(text: str) -> frozenset[str]:
    """The names of the ships that a text gives.

    >>> sorted(ships("The tanker Marlow Star was hit on the day after the M/V Thalia."))
    ['Marlow Star', 'Thalia']
    """
    return frozenset(found[1] for pattern in _NAMED for found in pattern.finditer(text))


def ship_struck(sentence: str, begin: int, end: int, known: Iterable[str]) -> frozenset[str]:
    """The words of the name of the ship, of those `known`, that stands next to the trigger at [begin, end).

    >>> sorted(ship_struck("The Thalia was hit a day after the Star.", 15, 18, ("Thalia", "Star")))
    ['thalia']
    """
    near = [
        (max(found.start() - end, begin - found.end()), name)
        for name in known
        for found in re.finditer(rf"\b{re.escape(name)}\b", sentence)
        if not _BY_COMPARISON.search(sentence[: found.start()])
    ]
    return frozenset(name_tokens(min(near)[1])) if near else frozenset()


def things_struck(sentence: str, begin: int, end: int, *, pointing: bool = False) -> frozenset[str]:
    """The kinds of things that a sentence says were struck by what its trigger at [begin, end) tells of.

    What points back says so itself: "the raid on the depot", but not "Tuesday's raid, a doctor at the hospital said".

    >>> sorted(things_struck("A drone hit a mosque beside the market.", 8, 11))
    ['place_of_worship']
    """
    before, after = sentence[:begin], sentence[end : end + _REACH]
    # "the salvo on the market at Kap Choeng killed eight": inside the words that tell it
    found = _named(_BEYOND.split(sentence[begin:end])[0])
    if pointing and not _UPON.match(after):
        return found
    if not found:
        stop = _BEYOND.search(after)
        found = _named(after[: stop.start()] if stop is not None else after)
    if not found and _PASSIVE.search(before):
        found = _named(re.split(r"[;:,]|\b(?:near|beside|outside|from|said|that)\b", before)[-1])
    return found | _named(before[-25:].rstrip().rsplit(",", 1)[-1].split(" ")[-1])


def _named(words: str) -> frozenset[str]:
    return frozenset(found.lastgroup for found in _THING.finditer(words) if found.lastgroup)
