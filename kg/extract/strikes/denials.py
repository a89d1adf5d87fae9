"""Who says that he was not behind an attack told before: "the RSF denied involvement", "was not behind it"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.strikes.belligerents import armed_among
from kg.extract.strikes.triggers import Trigger, is_attack_noun
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.syntax import children, is_passive, negated, preposition, under

# "denied involvement", "disclaimed responsibility", "any role"
_PART = frozenset({"involvement", "responsibility", "role", "part", "hand", "participation"})
# "denied the accusation": of what somebody else said of him just before.
_CHARGE = frozenset({"accusation", "allegation", "charge", "claim", "it", "this", "that"})
_DISOWNS = frozenset({"deny", "disclaim", "disavow", "reject", "dismiss"})
_ANSWERABLE = frozenset({"responsible", "involved"})


def disowned(verb: Token, scene: Scene) -> Trigger | None:
    """ "The RSF denied any involvement": that it was behind the attack told before, which it denies."""
    if is_passive(verb) or negated(verb):
        return None
    lemma = verb.lemma_.lower()
    if lemma in _DISOWNS:
        found = any(_is_part(o, scene) for o in children(verb, "obj"))
        found |= lemma == "deny" and any(map(_says_he_did, children(verb, "ccomp", "xcomp", "advcl")))
        found |= any(_is_charge(o, scene) for o in children(verb, "obj"))
    else:
        report = lemma in words("statements", "report")
        found = report and any(_says_he_did_not(c, scene) for c in children(verb, "ccomp"))
    deniers = armed_among(logical_subjects(verb), scene) if found else []
    return Trigger(verb, "strike.denied", (verb,), tuple(deniers)) if deniers else None


def is_of_charge(trigger: Trigger) -> bool:
    """ "denied the accusation": a denial only where he was accused just before."""
    objects = children(trigger.token, "obj")
    return trigger.frame == "strike.denied" and any(o.lemma_.lower() in _CHARGE for o in objects)


def _is_part(noun: Token, scene: Scene) -> bool:
    """ "involvement", "any role in it"; of "involvement in the attack" the attack itself tells it."""
    if noun.lemma_.lower() not in _PART:
        return False
    what = under(noun, "in", "for")
    return all(w.lemma_.lower() in words("strikes", "behind", "incident") for w in what) and not any(
        is_attack_noun(w, scene) for w in what
    )


def _is_charge(noun: Token, scene: Scene) -> bool:
    """ "the accusation", "it": not "the accusation that it had shelled the town", which tells of what itself."""
    return noun.lemma_.lower() in _CHARGE and not [
        c for c in noun.children if c.dep_.split(":")[0] in {"acl", "nmod", "amod", "ccomp"}
    ]


def _says_he_did(clause: Token) -> bool:
    """ "that it was responsible", "being behind it", "having done so"."""
    if clause.lemma_.lower() in _ANSWERABLE or preposition(clause) == "behind":
        what = under(clause, "for", "in") if clause.lemma_.lower() in _ANSWERABLE else [clause]
        return all(w.lemma_.lower() in words("strikes", "behind", "incident") for w in what)
    return clause.lemma_.lower() == "do" and any(c.lower_ in {"so", "it"} for c in clause.children)


def _says_he_did_not(clause: Token, scene: Scene) -> bool:
    """ "it was not responsible", "it had nothing to do with it", "its men had played no part"."""
    own = [s for s in children(clause, "nsubj") if s.pos_ == "PRON" or children(s, "nmod:poss")]
    if not own or own[0].lower_ in {"there", "who", "nobody"}:
        return False
    if negated(clause) and (clause.lemma_.lower() in _ANSWERABLE or preposition(clause) == "behind"):
        return _says_he_did(clause)
    objects = children(clause, "obj")
    if clause.lemma_.lower() == "have" and any(o.lower_ == "nothing" for o in objects):
        does = [t for t in clause.subtree if t.lower_ == "do"]
        return bool(does) and not any(is_attack_noun(w, scene) for t in does for w in under(t, "with"))
    no_part = (o for o in objects if any(c.lower_ == "no" for c in children(o, "det")))
    return clause.lemma_.lower() in {"have", "play"} and any(_is_part(o, scene) for o in no_part)
