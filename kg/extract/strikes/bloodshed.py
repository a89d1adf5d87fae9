"""Killings that are attacks of their own: by somebody in arms, or of a kind that needs no other word for attack."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.casualties.unfought import is_the_war
from kg.extract.lexicon import table, words
from kg.extract.scene import Scene
from kg.extract.strikes.blasts import is_charge
from kg.extract.strikes.manner import names_rank
from kg.extract.strikes.triggers import Trigger, bears_arms, is_armed, is_aside, is_attack_noun
from kg.extract.strikes.whereabouts import of_sentence_before
from kg.extract.words.arguments import logical_objects, logical_subjects
from kg.extract.words.syntax import children, is_passive, is_plural, is_verbal, preposition, under
from kg.extract.words.weapons import weapons_in
from kg.model import ActorClass

# Verbs that kill only with their particle, and which.
_PARTICLES = {"gun": "down", "mow": "down", "cut": "down", "pick": "off"}
_NOT_SHOT = words("strikes", "killing", "not_shot")
_NOT_BY_HAND = words("strikes", "killing", "no_attack")
_BYSTANDERS = words("strikes", "killing", "bystanders")
_WRECKS = words("strikes", "killing", "wrecks")
_DEFUSING = words("strikes", "killing", "defusing")
_ATTACKS = words("strikes", "clause", "attacks")
# Verbs of attacking that are so with a particle or a weapon alone, and otherwise say how somebody got there.
_MOVING = frozenset({"go", "come", "run", "drive"})
_GOING_OFF = frozenset({"off", "over", "down"})
_UNDER_ORDERS = frozenset({"soldier", "troop", "trooper", "paratrooper", "commando", "gendarme", "mercenary"})
_JUDGES = frozenset({ActorClass.STATE, ActorClass.GOVERNMENT_BODY})


def killed(verb: Token, scene: Scene) -> Trigger | None:
    """ "Gunmen killed nine people", "the mayor was assassinated": an attack in its own right."""
    lemma = verb.lemma_.lower()
    victims = logical_objects(verb)
    if not victims or not _is_killing(verb, lemma, victims):
        return None
    if verb.dep_ in {"advcl", "conj"} and verb.head.lemma_.lower() in _WRECKS:
        return None  # "a boat capsized, killing nine"
    if _told_by_noun(verb, scene) or any(
        is_accident(s, scene) or is_the_war(s) for s in logical_subjects(verb)
    ):
        return None
    subjects = [s for s in logical_subjects(verb) if not is_attack_noun(s, scene)] or _shared_agents(verb)
    subjects = [t for s in subjects for t in (_thrown_off(s) or (s,))]
    armed = [
        s for s in subjects if bears_arms(s, scene) or _shows_himself_armed(s, lemma, victims) or is_charge(s)
    ]
    if lemma in {"wound", "injure"}:
        # a person wounds in a brawl, a blast or a group in an attack
        armed = [s for s in subjects if weapons_in([s]) or is_charge(s) or _fights(s, victims, scene)]
    if (
        lemma == "execute"
        and not (_summarily(verb) or _of_bystanders(victims))
        and any(_judges(s, scene) for s in armed)
    ):
        return None  # a court's sentence is no attack
    if lemma == "shoot" and not _fatal(verb):
        armed = [s for s in armed if s.lemma_.lower() not in {"police", "policeman", "officer"}]
    if not armed:
        return _by_nobody(verb, lemma, victims, scene) if is_passive(verb) and not subjects else None
    if _same_breath(verb):
        return None  # "struck a village, killing nine": one attack
    also = [c for c in children(verb, "conj") if c.lemma_.lower() in {"kill", "wound", "injure"}]
    return Trigger(verb, "strike.kill", (*also, verb), tuple(armed), tuple(victims), tuple(armed))


def _fights(subject: Token, victims: list[Token], scene: Scene) -> bool:
    """ "Taliban fighters wounded two guards": both sides bear arms, and the one that wounds is no single man."""
    arms = words("strikes", "casualties", "arms")
    return (
        is_armed(subject, scene)
        and (is_plural(subject) or bool(scene.denotation.of(subject)))
        and any(p.lemma_.lower() in arms for v in victims for p in (v, *under(v, "of")))
    )


def _shows_himself_armed(subject: Token, lemma: str, victims: list[Token]) -> bool:
    """ "Two men on a motorbike gunned down a journalist": the verb arms them; of a private quarrel it tells nothing."""
    return (
        lemma in {"gun", "mow", "shoot"}
        and subject.lemma_.lower() in words("actors", "anonymous")
        and any(map(_matters, victims))
    )


def _told_by_noun(verb: Token, scene: Scene) -> bool:
    """ "killed nine in an attack on the base", "launched a raid, killing nine": the noun tells of it already."""
    opened = any(
        c.lower_ in {"after", "when", "before", "since", "while"} for c in children(verb, "mark", "advmod")
    )
    pronoun = any(s.pos_ == "PRON" for s in logical_subjects(verb))
    shared = verb.head if verb.dep_ in {"advcl", "conj", "xcomp"} and not opened else verb
    for noun in verb.sent:
        if noun.i == verb.i or noun.pos_ != "NOUN" or not is_attack_noun(noun, scene):
            continue
        if verb.dep_.startswith("acl") and (verb.head.i == noun.i or verb.head in noun.subtree):
            return True
        if preposition(noun) in {"after", "before", "following", "since"}:
            continue
        if is_aside(noun):
            continue  # "killed five, an attack that shocked the country"
        if names_rank(noun) and noun.head.lower_ == "one":
            continue  # "killed five, in one of the deadliest attacks this year"
        governor = next((a for a in noun.ancestors if is_verbal(a)), None)
        if governor is not None and governor.i in {verb.i, shared.i}:
            return True
        if pronoun and noun.i < verb.i:
            return True  # "carried out an airstrike and said it had killed two"
    return False


def is_accident(subject: Token, scene: Scene) -> bool:
    """ "a gas explosion", "a blast of cold air", "fire", "a heart attack": what nobody set off."""
    harmless, lemma = words("strikes", "nobodys"), subject.lemma_.lower()
    if any(c.lemma_.lower() in _DEFUSING for c in children(subject.head, "advcl")):
        return True  # "killed by an explosion as they dismantled a rocket"
    if lemma in _ATTACKS:
        return not is_attack_noun(subject, scene) and bool(children(subject, "compound", "amod"))
    if lemma not in {"explosion", "blast", "fire", "blaze"}:
        return False
    if _is_put_down_to_mishap(subject):
        return True
    before = children(subject, "compound", "amod")
    named = (*before, *(c for b in before for c in children(b, "compound")), *under(subject, "of", "at"))
    if any(c.lemma_.lower() in harmless for c in named):
        return True
    # "Fire destroyed a market", but "Israeli fire", "fire from a tank"
    whose = (*before, *children(subject, "nmod:poss"), *under(subject, "from", "by"))
    return lemma in {"fire", "blaze"} and not whose


def _is_put_down_to_mishap(blast: Token) -> bool:
    """ "A blast at a depot injured three; the ministry said it was an accident": here, or in the sentence behind."""
    doc, end = blast.doc, blast.sent.end
    until = doc[end].sent.end if end < len(doc) else end
    said = doc[blast.i + 1 : until]
    denied = any(t.lower_ in {"no", "not", "n't", "rather", "denied"} for t in said)
    return not denied and any(t.lemma_.lower() in words("strikes", "killing", "mishaps") for t in said)


def _shared_agents(verb: Token) -> list[Token]:
    """ "one was killed and four were wounded by rebel fire": the agent hangs on the last of the verbs."""
    if not is_passive(verb):
        return []
    return [a for c in children(verb, "conj") if c.tag_ == "VBN" for a in under(c, "by")]


def _is_killing(verb: Token, lemma: str, victims: list[Token]) -> bool:
    """True where the verb, its particle and its object say that people are killed: "burned a family alive"."""
    if lemma in _PARTICLES:
        return any(c.lower_ == _PARTICLES[lemma] for c in verb.children) and any(map(_is_human, victims))
    if lemma == "shoot":
        if any(c.lower_ == "down" for c in verb.children):
            return _fatal(verb)
        return _fatal(verb) or not any(v.lemma_.lower() in _NOT_SHOT or weapons_in([v]) for v in victims)
    if lemma == "burn":
        return any(c.lower_ == "alive" for c in verb.subtree) and any(map(_is_human, victims))
    if lemma == "hack":
        return any(t.lower_ == "death" for t in under(verb, "to"))
    if lemma in {"slit", "cut"}:
        return any(v.lemma_.lower() == "throat" for v in victims)
    if lemma in {"eliminate", "liquidate", "execute", "bludgeon", "impale", "neutralise", "neutralize"}:
        return any(map(_is_human, victims))
    return True


def _is_human(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    known = (
        words("strikes", "casualties", "victims")
        | words("strikes", "casualties", "arms")
        | words("strikes", "public")
        | words("actors", "person")
        | words("actors", "group")
        | words("actors", "crowd") - {"boat", "building", "house", "hospital", "school"}
    )
    return (
        lemma in known
        or noun.ent_type_ == "PERSON"
        or (noun.pos_ == "PRON" and noun.lower_ in {"him", "her", "them"})
        or any(t.lemma_.lower() in known for t in under(noun, "of"))
    )


def _by_nobody(verb: Token, lemma: str, victims: list[Token], scene: Scene) -> Trigger | None:
    """ "was assassinated in Portoviejo", "was shot dead at a fair": a killing nobody is named for.

    Of a shooting, only that of somebody in a public office or in arms, or of several at once.
    """
    strangers = words("actors", "anonymous") | {"other", "others", "one"}
    others = any(v.lemma_.lower() in strangers or v.pos_ in {"NUM", "PRON"} for v in victims)
    placed = scene.places.of_event([verb], []) or (() if others else of_sentence_before(verb, scene))
    if not (placed or scene.times.at(verb, [verb]) is not None):
        return None
    if any(t.lemma_.lower() in _NOT_BY_HAND for t in verb.sent):
        return None
    if lemma in words("strikes", "verbs", "slay") or (lemma == "shoot" and any(map(_matters, victims))):
        return Trigger(verb, "strike.kill", (verb,), (), tuple(victims))
    return None


def _matters(victim: Token) -> bool:
    public = words("strikes", "public") | words("strikes", "casualties", "arms")
    near = {victim.lemma_.lower(), *(t.lemma_.lower() for t in victim.subtree if t.dep_ == "appos")}
    return bool(near & public) or (_is_human(victim) and is_plural(victim))


def _summarily(verb: Token) -> bool:
    return any(c.lower_ in {"summarily", "extrajudicially"} for c in verb.children)


def _of_bystanders(victims: list[Token]) -> bool:
    """ "executed some 300 civilians": no court sentences these."""
    return any(v.lemma_.lower() in _BYSTANDERS for v in victims)


def _thrown_off(subject: Token) -> list[Token]:
    """ "Shrapnel from an Iranian missile": the missile."""
    off = subject.lemma_.lower() in {"shrapnel", "debris", "fragment", "splinter"}
    return [t for t in under(subject, "from", "of") if weapons_in([t])] if off else []


def _judges(token: Token, scene: Scene) -> bool:
    """True for a state and its bodies, which have courts; not for "soldiers executed 60 people"."""
    return token.lemma_.lower() not in _UNDER_ORDERS and any(
        scene.cast.figures[k].cls in _JUDGES for k in scene.denotation.of(token)
    )


def _fatal(verb: Token) -> bool:
    """ "shot dead", "shot down a passer-by": aircraft and missiles are shot down by those whom they attack."""
    following = verb.doc[verb.i + 1 : verb.i + 2]  # the parse hangs "dead" on the dead as well
    if any(c.lower_ in {"dead", "killed"} for c in (*verb.children, *following)):
        return True
    return any(c.lower_ == "down" for c in verb.children) and any(
        o.lemma_.lower() in words("strikes", "casualties", "victims") for o in logical_objects(verb)
    )


def _same_breath(verb: Token) -> bool:
    controller = verb.head
    verbs = table("strikes")["verbs"]
    if controller.lemma_.lower() in _MOVING and not any(c.lower_ in _GOING_OFF for c in controller.children):
        return False  # "went from door to door and shot dead nine"; a bomb "went off, killing nine"
    return (
        verb.dep_ in {"advcl", "xcomp", "conj"}
        and not any(c.lower_ in {"after", "before", "since"} for c in verb.children)
        and is_verbal(controller)
        and controller.lemma_.lower()
        in {w for kind in ("open", "phrase", "sure", "fire", "havoc") for w in verbs[kind]}
    )
