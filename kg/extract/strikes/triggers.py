"""What triggers of attacks share: the trigger itself, who counts as armed, what can be hit."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.names.nouns import is_of_people
from kg.extract.scene import Scene
from kg.extract.words.almanac import DAY_NAMES
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.syntax import (
    auxiliaries,
    children,
    conjuncts,
    is_plural,
    is_subject,
    possessors,
    preposition,
    under,
)
from kg.extract.words.weapons import type_of_aircraft, weapons_in
from kg.model import ActorClass

ARMED = frozenset({ActorClass.STATE, ActorClass.ARMED_GROUP, ActorClass.GOVERNMENT_BODY})
AGAINST = ("on", "against", "at", "upon", "into", "targeting", "toward", "towards")
# Things and people that an attack can hit.
GENERIC_TARGETS = words("strikes", "things")
# Verbs of killing and wounding, and all words that tell of the dead and the wounded.
HARMING = words("strikes", "casualties", "kill") | words("strikes", "casualties", "injure")
HARM = HARMING | words("strikes", "casualties", "die") | words("strikes", "casualties", "dead")
# Parts that stand for the whole they are of: "units of the army", "members of the gang".
PARTS = words("actors", "parts")
_UNITS = words("actors", "units")
_ANOTHER = frozenset({"another", "second", "third", "other", "further"})
_SERVICES = words("actors", "services")
_BY_WEAPON = frozenset({"missile", "drone", "air", "rocket", "artillery"})
# How far behind a siege what is besieged may stand.
_NEAR = 10
_CROWDS = frozenset({"barrage", "salvo", "volley", "fusillade", "blitz", "onslaught"})
# All nouns that may say an attack, by themselves or with the words around them.
_MAY_BE_ATTACKS = frozenset({"blast", "explosion", "shooting", "fire", "gunfire", "siege"}).union(
    *(words("strikes", "nouns", kind) for kind in ("sure", "open", "deed", "qualified", "flock"))
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that says an attack, with its light verb and who the words around it make attacker and target."""

    token: Token
    frame: str
    heads: tuple[Token, ...]
    attackers: tuple[Token, ...] = ()
    targets: tuple[Token, ...] = ()
    weapons: tuple[Token, ...] = ()
    outcome: str = "carried-out"


def owner_tokens(noun: Token) -> list[Token]:
    """Whose attack or weapon it is, before the noun: "Iran's", "Iranian", "Houthi"."""
    found = []
    for child in noun.children:
        base = child.dep_.split(":")[0]
        if is_of_people(child):
            continue
        if child.dep_ == "nmod:poss" or (
            base in {"amod", "compound"}
            and child.i < noun.i
            and (child.text[:1].isupper() or _is_league(child))
        ):
            found.extend(
                conjuncts(child) if base != "amod" else [child, *(c for c in children(child, "conj"))]
            )
    return found


def _is_league(noun: Token) -> bool:
    """ "A Saudi-led coalition air raid": the coalition's, where the words before it say which."""
    return noun.lower_ in _LEAGUES and noun.i > 0 and noun.nbor(-1).lower_.endswith(("led", "backed"))


def is_afterthought(noun: Token) -> bool:
    """ "The rebels struck a base, an attack which cost …": no subject, though the parse takes it for the verb's."""
    verb = noun.head
    return is_subject(noun) and noun.i > verb.i and any(is_subject(c) and c.i < verb.i for c in verb.children)


def is_aside(noun: Token) -> bool:
    """ "Gunmen killed nine soldiers, an attack that shocked the country", "…, the worst attack in years"."""
    loose = noun.dep_ in {"parataxis", "appos"} or (noun.dep_.startswith("obl") and not preposition(noun))
    if not loose or noun.head.i >= noun.i:
        return False
    first = next(t for t in noun.subtree if not t.is_punct)
    return first.pos_ == "DET" and first.i > noun.sent.start and first.nbor(-1).is_punct


def more_of_them(token: Token, scene: Scene) -> Figure | None:
    """ "On Monday another column attacked the base": of the group of which the sentences before told."""
    other = any(c.lower_ in _ANOTHER for c in children(token, "det", "amod"))
    if not other or token.lemma_.lower() not in PARTS or owner_tokens(token) or under(token, "of", "from"):
        return None
    start = token.sent.start
    since = token.doc[start - 1].sent.start if start else 0
    return scene.cast.last(start, lambda f: f.cls is ActorClass.ARMED_GROUP and f.named, since)


def is_armed(token: Token, scene: Scene) -> bool:
    """True when the phrase denotes a state, body or group, or forces or a weapon."""
    if more_of_them(token, scene) is not None:
        return True
    if token.lemma_.lower() in PARTS and any(is_armed(t, scene) for t in under(token, "of", "from")):
        return True
    if any(scene.cast.figures[k].cls in ARMED for k in scene.denotation.of(token)):
        return True
    if token.lemma_.lower() == "man" and any(
        scene.cast.figures[k].cls is ActorClass.ARMED_GROUP
        for p in possessors(token)
        for k in scene.denotation.of(p)
    ):
        return True  # "its men attacked a camp"
    lemma = token.lemma_.lower()
    if (
        any(c.lower_ == "armed" for c in children(token, "amod"))
        and token.lemma_.lower() not in GENERIC_TARGETS
    ):
        return True  # "armed herders", "armed pastoralists"
    if any(weapons_in([t]) or t.lemma_.lower() in words("strikes", "blades") for t in armed_with(token)):
        return True  # "men armed with rifles and machetes"
    if lemma in PARTS and any(
        c.lemma_.lower() in words("actors", "violent") or c.lemma_.lower() in _SERVICES
        for c in children(token, "compound")
    ):
        return True  # "gang members", "an army column"
    if lemma in _UNITS and any(
        scene.cast.figures[k].cls in ARMED for o in owner_tokens(token) for k in scene.denotation.of(o)
    ):
        return True  # "Fano units"
    if lemma in words("actors", "violent") or (lemma == "force" and is_plural(token)):
        return True
    return (
        lemma in words("actors", "force") and lemma not in {"action", "operation", "vessel", "force", "unit"}
    ) or (bool(weapons_in([token])) and (token.pos_ == "NOUN" or type_of_aircraft(token) is not None))


def armed_with(noun: Token) -> list[Token]:
    """ "Men armed with rifles and machetes": the rifles and the machetes."""
    told = [c for c in children(noun, "acl", "amod") if c.lower_ == "armed" and c.i > noun.i]
    return [t for c in told for arm in under(c, "with") for t in conjuncts(arm)]


def bears_arms(token: Token, scene: Scene) -> bool:
    """True for an armed actor or weapon, and for those whom only their noun arms: "herders", "a sniper"."""
    return (
        is_armed(token, scene)
        or token.lemma_.lower() in words("strikes", "assailants")
        or (token.pos_ == "NOUN" and bool(weapons_in([token])))
        or (
            {"masked", "armed", "hooded", "unknown", "unidentified"}
            & {c.lower_ for c in children(token, "amod")}
        )
        != set()
    )


def can_be_hit(token: Token, scene: Scene) -> bool:
    """True for what an attack can hit: a place, an actor, people, a facility."""
    lemma = token.lemma_.lower()
    name = scene.cast.name_at(token.i)
    if token.pos_ in {"NUM", "DET"} or lemma in {"dozen", "score", "number", "part"}:
        return any(can_be_hit(t, scene) for t in under(token, "of"))  # "one of its largest refineries"
    if (
        name is not None
        or lemma in GENERIC_TARGETS
        or lemma in words("strikes", "casualties", "victims")
        or lemma in words("actors", "force")
    ):
        return True
    return (
        bool(scene.denotation.of(token))
        or bool(scene.places.within_phrase(token))
        or (token.pos_ == "PRON" and token.lower_ in {"it", "them", "each", "what"})
    )


_CLAIMED = frozenset({"claim", "plant", "detonate"})
_LEAGUES = frozenset({"coalition", "alliance"})


def wielders(weapon: Token) -> list[Token]:
    """Whose weapon it is: "Russian missiles", "shells fired by X", "drones that belong to X", "a missile from X"."""
    found = [*owner_tokens(weapon), *under(weapon, "from", "of")]
    if weapon.dep_ == "obj" and weapon.head.lemma_.lower() in {"send", "scramble", "dispatch", "deploy"}:
        found += logical_subjects(weapon.head)  # "sent six jets, one of which hit a post"
    if weapon.dep_ == "obj" and weapon.head.lemma_.lower() in _CLAIMED:
        found += logical_subjects(weapon.head)  # "claimed the car bomb that killed three"
    if weapon.dep_ == "obl" and weapon.head.lemma_.lower() == "blame" and preposition(weapon) == "for":
        found += children(weapon.head, "obj", "nsubj:pass")  # "blamed the rebels for a bomb that wounded six"
    # "when rockets fired from Chad hit a bus", where the parse takes what they were for a clause of its own
    reduced = weapon.dep_ == "nsubj:pass" and weapon.head.tag_ == "VBN" and not auxiliaries(weapon.head)
    for clause in (*children(weapon, "acl"), *([weapon.head] if reduced else ())):
        lemma = clause.lemma_.lower()
        if lemma in {"fire", "launch", "drop", "lob", "send", "operate", "fly", "shoot", "plant", "lay"}:
            found += under(clause, "by", "from")
        elif lemma in {"belong", "attribute"}:
            found += under(clause, "to")
        elif lemma == "blame":
            found += under(clause, "on")  # "an explosion blamed on rebels"
        elif lemma in words("strikes", "behind", "taken_for"):
            # "gunmen believed to be members of the group", "gunmen whom residents identified as its fighters"
            found += [*under(clause, "as", "to", "with", "from"), *children(clause, "xcomp", "obj")]
    # "believed to be members of the group", "thought to belong to it"
    return [u for t in found for u in (t, *under(t, "of", "from", "to", "with"))]


def stands_beside(token: Token, vocabulary: AbstractSet[str]) -> bool:
    """True where another word of its sentence is one of these: the dead beside a blast."""
    return any(t.lemma_.lower() in vocabulary for t in token.sent if t.i != token.i)


def is_attack_noun(token: Token, scene: Scene) -> bool:
    """True for a noun that says an attack, by itself or with the words around it: "raid", "a hail of rockets"."""
    if token.pos_ not in {"NOUN", "PROPN"} or scene.cast.name_at(token.i) is not None:
        return False
    lemma = token.lemma_.lower()
    if lemma not in _MAY_BE_ATTACKS:
        return False
    before = modifiers(token)
    if _is_of_other_kind(token, before, scene):
        return False
    if lemma in _CROWDS and (of := under(token, "of")) and not any(_is_shot(t, scene) for t in of):
        return False  # "a barrage of criticism"
    if lemma in words("strikes", "nouns", "sure") or _is_one_here(token):
        return True
    if lemma in words("strikes", "nouns", "open") and lemma not in {"operation", "incursion"}:
        return True
    if lemma in words("strikes", "nouns", "deed"):
        return _is_armed_deed(token, scene)
    qualifiers = words("strikes", "nouns", "qualifiers")
    return lemma in words("strikes", "nouns", "qualified") and not before.isdisjoint(qualifiers)


def _is_of_other_kind(noun: Token, before: set[str], scene: Scene) -> bool:
    """ "a heart attack", "a one-day strike", "the drivers' strike": nobody is fired on."""
    if before & words("strikes", "not_modifiers") and not before & _BY_WEAPON:
        return True
    if noun.lemma_.lower() == "strike" and (
        any("day" in w or "hour" in w or w in {"indefinite", "nationwide", "pay"} for w in before)
        or _is_walkout(noun, before, scene)
        or _is_at_work(noun, before, scene)
    ):
        return True
    whose = (*under(noun, "by", "of"), *possessors(noun))
    return any(t.lemma_.lower() in words("strikes", "not_of") for t in whose)


def _is_one_here(noun: Token) -> bool:
    """True for what only these words make an attack: "under fire", "a swarm of drones", "behind the blast"."""
    lemma, prep, governor = noun.lemma_.lower(), preposition(noun), noun.head.lemma_.lower()
    if lemma in words("strikes", "nouns", "flock"):
        return any(weapons_in([t]) for t in under(noun, "of"))
    if lemma in {"blast", "explosion"}:
        # what somebody is behind or claims is no accident
        return prep == "behind" or (prep == "for" and governor in {"responsibility", "claim", "blame"})
    if lemma == "siege":
        of_site = besieged(noun) or modifiers(noun) & words("strikes", "nouns", "besieged")
        return bool(of_site) and stands_beside(noun, HARM)
    if lemma == "shooting":
        return any(t.lemma_.lower() in words("strikes", "casualties", "victims") for t in under(noun, "of"))
    if lemma not in {"fire", "gunfire"}:
        return False
    if (prep == "under" and _is_undergone(noun)) or (
        noun.dep_ == "obj" and governor in {"exchange", "trade"}
    ):
        return True
    # "Cross-border fire from Afghanistan hurt four children"
    return noun.dep_ == "nsubj" and noun.doc[max(0, noun.i - 3) : noun.i].text == "Cross-border"


def besieged(siege: Token) -> list[Token]:
    """ "ended the siege by the group at a hotel": the hotel, whatever the parse hangs it on."""
    near = siege.doc[siege.i + 1 : min(siege.i + _NEAR, siege.sent.end)] if siege.lemma_ == "siege" else ()
    sites = words("strikes", "nouns", "besieged")
    return [t for t in near if t.lemma_.lower() in sites and preposition(t) in {"of", "at"}][:1]


def _is_armed_deed(deed: Token, scene: Scene) -> bool:
    """ "the killing of nine by a missile": done with a weapon or by somebody in arms."""
    if deed.lemma_.lower() == "hit" and deed.dep_ == "obj" and deed.head.lemma_.lower() in {"make", "score"}:
        return any(weapons_in([s]) for s in logical_subjects(deed.head))  # "a missile made a direct hit"
    of = under(deed, "of", "on")
    doers = [*under(deed, "by"), *(d for t in of for d in under(t, "by")), *_claimants(deed)]
    return bool(of) and any(weapons_in([d]) or is_armed(d, scene) for d in doers)


def _is_shot(token: Token, scene: Scene) -> bool:
    """What a barrage consists of: weapons, fire, attacks, so many of them; or whom it hit, or whose it is."""
    return (
        bool(weapons_in([token]))
        or token.pos_ in {"NUM", "PROPN"}
        or token.lemma_.lower() in {"fire", "projectile", "dozen", "hundred", "score"}
        or is_attack_noun(token, scene)
        or can_be_hit(token, scene)
        or bool(scene.times.at(token))
    )


def _claimants(deed: Token) -> list[Token]:
    """ "separatists claimed the killing of 23 passengers"."""
    return logical_subjects(deed.head) if deed.dep_ == "obj" and deed.head.lemma_.lower() == "claim" else []


def _is_undergone(noun: Token) -> bool:
    """ "came under fire", "was under fire for an hour"."""
    return noun.head.lemma_.lower() in {"come", "remain", "stay", "lie"} or any(
        c.dep_ == "cop" for c in noun.children
    )


def _is_at_work(strike: Token, before: set[str], scene: Scene) -> bool:
    """ "a strike at UNESCO", "the strike at the refinery": a strike AT an employer is a walkout."""
    if (
        before & words("strikes", "nouns", "qualifiers")
        or owner_tokens(strike)
        or under(strike, "on", "against", "by")
    ):
        return False
    return any(not scene.places.within_phrase(t) or scene.denotation.of(t) for t in under(strike, "at"))


def _is_walkout(strike: Token, before: set[str], scene: Scene) -> bool:
    """ "the truckers' strike", "nurses suspended their strike": whose it is bears no arms, and nothing is aimed at."""
    owners = possessors(strike)
    caller = (
        logical_subjects(strike.head) if strike.dep_ in {"obj", "obl"} and not preposition(strike) else []
    )
    if (
        any(t.lemma_.lower() in words("strikes", "not_of") for t in (*owners, *caller))
        or "national" in before
    ):
        return True  # "workers called off their strike against the refinery"
    carrier = strike.head
    called = strike.dep_ == "obj" and carrier.lemma_.lower() in words("strikes", "lookalike", "called")
    civil = called and bool(caller) and not any(bears_arms(t, scene) for t in caller)
    if before & words("strikes", "nouns", "qualifiers"):
        return False
    if under(strike, "on", "against"):
        return civil  # "traders began a strike against the closure"
    if owners:
        return not any(is_armed(o, scene) or o.lemma_.lower() in DAY_NAMES for o in owners)
    return called


def modifiers(noun: Token) -> set[str]:
    """The words before a noun that say of what kind it is, in lower case: "drone" and "deadly" of an attack."""
    found = {
        c.lower_
        for c in noun.children
        if c.dep_.split(":")[0] in {"amod", "compound", "nmod", "flat", "obj"}
        and c.dep_ != "nmod:poss"
        and c.i < noun.i
    }
    found |= {
        g.lower_
        for c in noun.children
        if c.dep_.split(":")[0] in {"amod", "compound"}
        for g in c.children
        if g.dep_ in {"conj", "compound"}
    }
    if noun.i:
        found.add(noun.doc[noun.i - 1].lower_)
    return found
