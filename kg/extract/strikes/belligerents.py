"""Who attacked and who was hit: the actors behind the phrases of an attack, and the states whose ground it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.cast import Figure
from kg.extract.names.nouns import BORDERS, whole_of_branch
from kg.extract.reference import people
from kg.extract.scene import Scene
from kg.extract.strikes.services import institution_of, joined_before, navy_of
from kg.extract.strikes.triggers import (
    ARMED,
    GENERIC_TARGETS,
    PARTS,
    Trigger,
    is_attack_noun,
    more_of_them,
    owner_tokens,
    wielders,
)
from kg.extract.words import pairs
from kg.extract.words.almanac import TIMES
from kg.extract.words.arguments import logical_objects, logical_subjects
from kg.extract.words.syntax import children, is_verbal, preposition, under
from kg.extract.words.weapons import type_of_aircraft, weapon_words, weapons_in
from kg.model import ActorClass

_COMMANDED = frozenset({"force", "troop", "army", "military", "soldier"})
_CREEDS = words("actors", "creeds")


def names_agent(trigger: Trigger, scene: Scene) -> bool:
    """ "warships from the Truman", "a Fano column": words for the attacker are there, beyond a weapon's own."""
    return any(
        not weapons_in([t])
        or any(
            not (o.lower_ in weapon_words() or o.lower_ in TIMES or _is_designation(o))
            for o in owner_tokens(t)
        )  # "Kinzhal missiles", "two F-16 jets"
        or any(
            u.pos_ != "PRON" and not (weapons_in([u]) or is_attack_noun(u, scene))  # "of the same salvo"
            for u in under(t, "of", "from")
        )
        for t in trigger.attackers
        if t.pos_ != "PRON" and t.lemma_.lower() not in TIMES  # "this afternoon's attack"
        if t.pos_ != "ADJ" or scene.cast.name_at(t.i) is not None or _is_proper(t)  # "Further raids"
    )


def _is_proper(adjective: Token) -> bool:
    """ "a Congolese drone strike", where that may be of either Congo."""
    return adjective.text[0].isupper() and adjective.i != adjective.sent.start


def _is_designation(token: Token) -> bool:
    """ "BM-21", "Su-27", "MQ-9": the type of a weapon, whosever it is."""
    numbered = any(c.isdigit() for c in token.text) and token.text[0].isalpha()
    return numbered or type_of_aircraft(token) is not None


def wears_uniform(attacker: Token) -> bool:
    """ "soldiers", "army warplanes", "government troops": some state's forces; "mutinous soldiers" are nobody's."""
    kinds = {attacker.lemma_.lower(), *(c.lower_ for c in children(attacker, "compound", "amod"))}
    return bool(kinds & words("actors", "uniformed")) and not kinds & words("actors", "disloyal")


def attackers_of(token: Token, scene: Scene) -> tuple[str, ...]:
    """The actors behind an attacker's phrase: itself, whose weapon or unit it is; a spokesman's own side for him."""
    if _is_scene_of_it(token, scene) or _is_launched_there(token, scene):
        return ()
    if (group := more_of_them(token, scene)) is not None:
        return (group.key,)
    keys = (*(navy_of(token, scene) or scene.denotation.of(token)), *joined_before(token, scene))
    keys = tuple(k for k in keys if not _is_only_there(token, scene.cast.figures[k], scene))
    if not keys and token.lemma_.lower() in words("actors", "related"):
        # "its western neighbour": not the one whose neighbour it is, but the other of the two
        related = {o.key for o in scene.denotation.owners(token)}
        others = [k for k in pairs.pair(scene.denotation, token) if k not in related]
        return tuple(others) if len(others) == 1 and related else ()
    if all(_is_unlisted(scene.cast.figures[k]) for k in keys):
        # "its Immortals Battalion": a unit that no list knows is whose it is
        keys = _owners(token, scene) or keys
    if not keys:
        name = scene.cast.name_at(token.i)
        figure = scene.cast.figure_of(name) if name is not None else None
        keys = (figure.key,) if figure is not None else ()
    if not keys and token.lemma_.lower() in _COMMANDED:
        # "his own forces", "the premier's troops": of the state or the group that he leads
        leaders = [o for o in scene.denotation.owners(token) if o.cls is ActorClass.PERSON]
        keys = tuple((not _leads_group(o, scene) and _office(o.key, scene)) or o.key for o in leaders)
    if (not keys or people.is_irregular(token)) and (institution := institution_of(token, scene)) is not None:
        return (institution.key,)
    if not keys or all(_is_anonymous(scene.cast.figures[k], scene) for k in keys):
        whose = [w for w in (*wielders(token), *_of_parts(token)) if not _is_launched_there(w, scene)]
        whose += [
            p for w in whose if w.lemma_.lower() in PARTS for p in _of_parts(w)
        ]  # "by a unit of the army"
        keys = (
            tuple(k for w in whose for k in navy_of(w, scene))
            or scene.denotation.all_of(whose)
            or tuple(k for w in whose if weapons_in([w]) for k in _owners(w, scene))
        )
    elif not any(scene.cast.figures[k].named for k in keys) and token.lemma_.lower() in PARTS:
        named = scene.denotation.all_of(_of_parts(token))  # "fighters of the Ambazonia Defence Forces"
        keys = tuple(k for k in named if scene.cast.figures[k].named) or keys
    return tuple(dict.fromkeys(k for key in keys if (k := _side(key, scene)) is not None))


def armed_among(tokens: Iterable[Token], scene: Scene) -> list[Token]:
    """Those that mean a state, a group, or its men."""
    return [t for t in tokens if any(scene.cast.figures[k].cls in ARMED for k in attackers_of(t, scene))]


def _owners(token: Token, scene: Scene) -> tuple[str, ...]:
    """Whose the unit or weapon is, of those who bear arms; not where it was only launched."""
    there = {k for c in token.children if _is_launched_there(c, scene) for k in scene.denotation.of(c)}
    there |= {k for s in _sites(token) for k in _of_name(s, scene)}
    owners = [o for o in scene.denotation.owners(token) if o.cls in ARMED and o.key not in there]
    return tuple(o.key for o in whole_of_branch(token, owners))


def described_by(verb: Token, scene: Scene) -> tuple[str, ...]:
    """ "missiles hit two houses, which Tehran described as hideouts": who so describes what was hit is behind it."""
    for clause in (c for t in verb.subtree for c in children(t, "acl:relcl")):
        as_what = [*under(clause, "as"), *children(clause, "xcomp", "obj")]
        if clause.lemma_.lower() in words("strikes", "beside", "likened") and any(
            w.lemma_.lower() in words("strikes", "beside", "hostile") for w in as_what
        ):
            keys = tuple(k for s in logical_subjects(clause) for k in attackers_of(s, scene))
            if keys and all(scene.cast.figures[k].named for k in keys):
                return keys
    return ()


def _is_only_there(token: Token, figure: Figure, scene: Scene) -> bool:
    """ "Ringleaders in Afghanistan", "commanders based in Syria": where they are, not whose they are."""
    if figure.cls is not ActorClass.PERSON or figure.named or not figure.member_of:
        return False
    return any(figure.member_of in _of_name(s, scene) for s in _sites(token))


def _sites(token: Token) -> list[Token]:
    """ "Ringleaders in Niger", "commanders based in Syria": where they are."""
    return [s for t in (token, *children(token, "acl")) for s in under(t, "in", "inside", "across")]


def _is_scene_of_it(token: Token, scene: Scene) -> bool:
    """ "The Doha bombing", "the Moscow attack": the town is where it was, though it is a seat of government."""
    name = scene.cast.name_at(token.i)
    return (
        name is not None
        and token.dep_ == "compound"
        and is_attack_noun(token.head, scene)
        and not name.adjectival
        and name.state() is None
        and bool(name.places())
    )


def _is_launched_there(token: Token, scene: Scene) -> bool:
    """ "A missile launched from Yemen": where a group that the article names is at home, it may be the group's."""
    if preposition(token) != "from":
        return False
    hosts = {
        e.state for n in scene.cast.names for e in n.entries if e.cls is ActorClass.ARMED_GROUP and e.state
    }
    figures = [scene.cast.figures[k] for k in scene.denotation.of(token)]
    return any(
        f.cls is ActorClass.STATE and (f.entry in hosts or f.entry in words("actors", "hosts"))
        for f in figures
    )


def _of_parts(token: Token, depth: int = 0) -> list[Token]:
    """ "insurgents from the local branch of Islamic State": what the parts are of."""
    found = under(token, "of", "from")
    return [
        u
        for t in found
        for u in ([t] if depth > 2 or t.lemma_.lower() not in PARTS else _of_parts(t, depth + 1))
    ]


def _is_unlisted(figure: Figure) -> bool:
    return figure.entry is None and figure.named and figure.cls is not ActorClass.PERSON


def _side(key: str, scene: Scene) -> str | None:
    """The side that strikes or is struck: the state of a regular army or a politician, the group of its spokesman.

    A contingent with a name of its own (the Revolutionary Guards) stays itself; crowds are no side.
    """
    figure = scene.cast.figures[key]
    owner = scene.cast.figures.get(figure.part_of or figure.member_of or "")
    if figure.cls is ActorClass.GOVERNMENT_BODY:
        regular = figure.entry is None or any(w in figure.name.lower() for w in words("actors", "regular"))
        return owner.key if owner is not None and regular and owner.cls in ARMED else key
    if figure.cls is ActorClass.PERSON:
        if owner is None:
            return None
        return owner.key if owner.cls in ARMED else None
    if _is_anonymous(figure, scene):
        return None
    return (
        key
        if figure.cls in ARMED | {ActorClass.INTERNATIONAL_ORGANIZATION} or figure.entry is not None
        else None
    )


def _is_anonymous(figure: Figure, scene: Scene) -> bool:
    """ "gunmen", "two attackers", "a suicide bomber": whoever it was; "bandits" and "separatists" are a side."""
    if figure.named or figure.cls is not ActorClass.ARMED_GROUP or figure.part_of or figure.member_of:
        return False
    *before, last = figure.name.split()
    if any(scene.gazetteer.demonym(word) is not None for word in before):
        return False  # "Burundian militiamen"
    if any(w[:1].isupper() and w.isalpha() and w.lower() not in _CREEDS for w in before):
        return False  # "Bedouin fighters"
    last = last.lower()
    return any(last in {w, f"{w}s", w.replace("man", "men")} for w in words("actors", "anonymous"))


def aimed_at(token: Token, scene: Scene) -> tuple[str, ...]:
    """The actors that a struck phrase means: itself, whose it is, and the state it stands in.

    None for a border: "struck a town on the Algerian border" was aimed at neither side of it.
    """
    if token.lemma_.lower() in BORDERS:
        return ()
    found = (
        []
        if scene.places.within_phrase(token) and _is_unknown(token, scene)
        else list(scene.denotation.of(token))
    )
    if not found or token.lemma_.lower() in GENERIC_TARGETS:
        force = token.lemma_.lower() in words("actors", "force")
        parts = under(token, "of", "from") if force else under(token, "of")
        found += scene.denotation.all_of(parts)
        if not (_is_bystander(token) or (found and token.lemma_.lower() in PARTS)):
            flags = {
                k
                for c in token.children
                if _is_flag(c) or c in scene.places.only_in_name(token)
                for k in _of_name(c, scene)
            }
            if token.lemma_.lower() in words("places", "roads"):
                # "lorries on the roads from Senegal and Mali"
                flags |= {k for e in under(token, "from", "to") for k in _of_name(e, scene)}
            found += [
                o.key
                for o in scene.denotation.owners(token)
                if o.cls in ARMED | {ActorClass.INTERNATIONAL_ORGANIZATION} and o.key not in flags
            ]
        for clause in children(token, "acl:relcl"):
            if clause.lemma_.lower() in {"house", "host"}:  # "a base that houses U.S. troops"
                found += scene.denotation.all_of(logical_objects(clause))
        for clause in children(token, "acl"):
            if clause.lemma_.lower() in words("strikes", "beside", "held"):
                found += scene.denotation.all_of([*under(clause, "to", "by", "with")])
    if token.lemma_.lower() in words("actors", "person") and not found:
        found += territory(tuple(p for t in under(token, "of") for p in scene.places.within_phrase(t)), scene)
    name = scene.cast.name_at(token.i)
    place = scene.places.of_name(name) if name is not None else None
    found += territory((place,), scene) if place is not None else ()
    sides = [
        k
        for key in found
        if _is_target(scene.cast.figures[key], scene)
        and (k := _side(key, scene) or _office(key, scene)) is not None
    ]
    return tuple(dict.fromkeys(sides))


def _leads_group(leader: Figure, scene: Scene) -> bool:
    """ "Dagalo, the deputy commander of the RSF": of the group, and not of the state in which it is at home."""
    body = scene.cast.figures.get(leader.member_of or "")
    return body is not None and body.cls is ActorClass.ARMED_GROUP


def _office(key: str, scene: Scene) -> str | None:
    """The state of an official who was attacked: "the governor of Badakhshan"."""
    figure = scene.cast.figures[key]
    entry = scene.gazetteer.get(figure.state) if figure.cls is ActorClass.PERSON and figure.state else None
    return scene.cast.of_entry(entry).key if entry is not None else None


def _is_flag(token: Token) -> bool:
    """ "a Palauan-flagged ship", "an Iran-backed group", where the parse hangs the state on the noun itself."""
    after = token.doc[token.i + 1 : token.i + 3]
    return len(after) == 2 and after[0].text in {"-", "‑"} and after[1].lower_ in words("actors", "not_own")


def _of_name(token: Token, scene: Scene) -> tuple[str, ...]:
    name = scene.cast.name_at(token.i)
    figure = scene.cast.figure_of(name) if name is not None else None
    return (figure.key,) if figure is not None else ()


def _is_unknown(token: Token, scene: Scene) -> bool:
    """A name that nothing but its place in the sentence tells of: "bombed Balakot"."""
    name = scene.cast.name_at(token.i)
    figure = scene.cast.figure_of(name) if name is not None else None
    return figure is not None and figure.entry is None and figure.cls is ActorClass.ORGANIZATION


def _is_bystander(token: Token) -> bool:
    """ "a Thai farm worker", "a nurse from Kenya": whose national a civilian is, is not who was aimed at."""
    lemma = token.lemma_.lower()
    return lemma in words("strikes", "casualties", "victims") and lemma not in words(
        "strikes", "casualties", "arms"
    )


def _is_target(figure: Figure, scene: Scene) -> bool:
    """Named actors are targets, and a group in its men; "militants" and officials who are only described are not."""
    group = scene.cast.figures.get(figure.member_of or "")
    if figure.cls is ActorClass.PERSON and group is not None and group.cls is ActorClass.ARMED_GROUP:
        return True  # "a senior Hamas official"
    return (figure.named or figure.part_of is not None) and figure.cls is not ActorClass.POPULATION


def struck_phrases(trigger: Trigger) -> list[Token]:
    """The struck phrases; for "what it called terrorist targets in X" the phrase inside the relative clause."""
    found: list[Token] = []
    for token in trigger.targets:
        if any(token.i == h.i for h in trigger.heads):
            continue
        found.append(token)
        if token.pos_ in {"NUM", "PRON"} or token.lemma_.lower() in words("strikes", "beside", "part"):
            found.extend(under(token, "of"))
        if token.lower_ == "what":
            found.extend(_called_so(token))
    return found


def _called_so(what: Token) -> Iterator[Token]:
    """The nouns that say what it was: "what they said was a Mossad base in Erbil"."""
    for noun in children(what.head, "parataxis", "ccomp"):
        if noun.pos_ == "NOUN" and noun.i > what.i and children(noun, "cop"):
            yield noun  # where the base hangs beside "what"
    for clause in children(what, "acl"):
        if any(c.lower_ == "where" for c in clause.children):
            continue  # "and Iraq, where it said it had hit a post"
        for noun in clause.subtree:
            named = noun.pos_ in {"NOUN", "PROPN"} and noun.dep_ != "nsubj" and noun.i > clause.i
            if named and not _is_in_another_clause(noun, clause):
                yield noun


def _is_in_another_clause(token: Token, clause: Token) -> bool:
    """ "what it called a base near Erbil, drawing protests from Paris": Paris is of another clause."""
    return any(is_verbal(a) for a in takewhile(lambda a: a != clause, token.ancestors))


def territory(places: tuple[str, ...], scene: Scene) -> tuple[str, ...]:
    """The states on whose ground the attack landed."""
    found = []
    for key in places:
        state = scene.places.state_of(key)
        entry = scene.gazetteer.get(state) if state else None
        if entry is not None:
            found.append(scene.cast.of_entry(entry).key)
    return tuple(dict.fromkeys(found))
