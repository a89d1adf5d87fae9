"""Who was behind an attack told before: "its men had done it", "officials blame the rebels", "the work of X"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.names.sites import STRICTLY_LOCATIVE
from kg.extract.scene import Scene
from kg.extract.strikes.belligerents import armed_among
from kg.extract.strikes.triggers import (
    PARTS,
    Trigger,
    is_attack_noun,
)
from kg.extract.words.arguments import logical_objects, logical_subjects, raw_subjects
from kg.extract.words.syntax import (
    RELATIVE,
    SUBJECT,
    children,
    is_definite_noun,
    is_passive,
    is_verbal,
    possessors,
    preposition,
    under,
)
from kg.extract.words.weapons import weapons_in
from kg.model import ActorClass

# "That shell had come from rebel positions", "the drones were launched by the group".
_SENT = frozenset({"come", "launch", "fire", "originate", "send"})
_ASCRIBING = frozenset({"attribute", "ascribe"})
_IT = frozenset({"it", "this", "that", "them", "these", "those"})
# What the forces that did it call it: "a retaliatory operation".
_DEEDS = frozenset({"operation", "strike", "action", "raid", "measure", "attack"})
_SERVING = frozenset("army military navy force guard service command general staff junta".split())
# Verbs that hold somebody to have been behind an attack, with what is said of it.
_HOLDING = (
    frozenset(
        {"blame", "accuse", "suspect", "belong", "point", "fall", "hold", "attribute", "ascribe", "aim"}
    )
    | _SENT
    | words("strikes", "beside", "likened")
    | words("strikes", "behind", "taken_for")
)
# What leaves it open, or says that it was not so.
_OPEN = frozenset({"not", "n't", "never", "whether", "if", "hardly", "unlikely"})


def owned(verb: Token, scene: Scene) -> Trigger | None:
    """ "the group said its men had done it", "a unit of the TTP carried it out": who was behind it."""
    lemma = verb.lemma_.lower()
    if lemma == "claim" and not is_passive(verb):
        return _claimed(verb, scene)
    out = lemma == "carry" and any(c.lower_ == "out" for c in verb.children)
    sent = lemma in words("strikes", "behind", "did")
    if not (out or sent or lemma == "do") or is_passive(verb):
        return None
    objects = children(verb, "obj")
    if not any(o.lower_ in _IT or (sent and _is_of_the_attack(o)) for o in objects):
        return None
    if sent and (_is_aimed(verb) or children(verb, "advcl", "xcomp") or verb.dep_.startswith("acl")):
        # "sent the drones against Port Sudan", "launched the drone to watch it", "the men who had launched it"
        return None
    subjects = armed_among([t for s in logical_subjects(verb) for t in (s, *_whole(s))], scene)
    return Trigger(verb, "strike.owned", (verb,), tuple(subjects)) if subjects else None


def _claimed(verb: Token, scene: Scene) -> Trigger | None:
    """ "Al-Shabaab, which claimed the shooting": an attack told before, in a word that says none by itself."""
    objects = children(verb, "obj")
    told = [o for o in objects if o.pos_ == "NOUN" and is_definite_noun(o) and _all_incidents([o])]
    if not told or any(is_attack_noun(o, scene) or under(o, "of") for o in objects):
        return None
    subjects = armed_among(logical_subjects(verb), scene)
    return Trigger(verb, "strike.owned", (verb,), tuple(subjects)) if subjects else None


def blamed(verb: Token, scene: Scene) -> Trigger | None:
    """ "officials blame the RSF", "the police pointed to the gang": for an attack told before."""
    lemma = verb.lemma_.lower()
    if lemma not in _HOLDING:
        return None
    subjects = raw_subjects(verb)
    if verb.dep_.startswith("acl") and (is_attack_noun(verb.head, scene) or weapons_in([verb.head])):
        return None  # "an attack blamed on rebels": the noun there is the trigger
    if lemma == "blame":
        return _to_blame(verb, scene)
    if lemma in words("strikes", "beside", "likened"):
        return _justified(verb, scene)
    if lemma == "belong" and any(_is_assailant(s) for s in subjects):
        return _made_up_of(verb, under(verb, "to"), scene)
    return _blamed_on(verb, _suspects(verb, lemma, subjects), scene)


def _to_blame(verb: Token, scene: Scene) -> Trigger | None:
    """ "officials blame the RSF", "which the army blamed on the rebels"; not where it is said for which attack."""
    if not children(verb, *SUBJECT, "obj", "conj") and verb.dep_ != "conj":
        return None  # "the shelling of Kherson in Ukraine blamed on Russia"
    if any(c.lower_ == "for" for v in children(verb, "advcl") for c in children(v, "mark")):
        return None  # "blamed Kabul for giving them a free hand"
    if any(
        o.lower_ in {"each", "one"} and o.nbor().lower_ in {"other", "another"} for o in children(verb, "obj")
    ):
        return None  # "Kigali and Kinshasa blame each other": that says of neither that it was him
    # "an incident for which the army blamed the rebels"
    what = [verb.head if t.lower_ in RELATIVE else t for t in under(verb, "for", "on")]
    on = armed_among(under(verb, "on"), scene)
    if on and all(o.lower_ in RELATIVE or _all_incidents([o]) for o in children(verb, "obj")):
        return Trigger(verb, "strike.blamed", (verb,), tuple(on))
    if any(is_attack_noun(w, scene) for w in what) or (what and not _all_incidents(what)):
        return None  # what for is said: the noun there is the trigger
    return _blamed_on(verb, logical_objects(verb), scene)


def _justified(verb: Token, scene: Scene) -> Trigger | None:
    """ "Baku's border service called it a "revenge operation"": who was behind what "it" is."""
    if not any(o.lower_ in _IT or _is_of_the_attack(o) for o in children(verb, "obj")):
        return None
    forces = who_justify(verb, scene)
    return Trigger(verb, "strike.owned", (verb,), tuple(forces)) if forces else None


def who_justify(verb: Token, scene: Scene) -> list[Token]:
    """ "The army described the shelling as a response to …": forces that say why it was done have done it."""
    what = [*children(verb, "xcomp"), *under(verb, "as")]
    deeds = [w for w in what if w.lemma_.lower() in _DEEDS | words("strikes", "beside", "answers")]
    why = words("strikes", "beside", "answers") | words("strikes", "beside", "why")
    if not any({d.lemma_.lower(), *(c.lower_ for c in children(d, "amod", "compound"))} & why for d in deeds):
        return []
    return [t for t in armed_among(children(verb, *SUBJECT), scene) if is_force(t, scene)]


def is_force(token: Token, scene: Scene) -> bool:
    """ "its border service", "the army", "the rebels": not a state that comments on what another has done."""
    if token.lemma_.lower() in _SERVING:
        return True
    return any(scene.cast.figures[k].cls is ActorClass.ARMED_GROUP for k in scene.denotation.of(token))


def _suspects(verb: Token, lemma: str, subjects: list[Token]) -> list[Token]:
    """Whom another verb than "blame" holds to have been behind an attack told before."""
    if lemma == "accuse":
        # "a market was bombed. Kabul accused Pakistan of violating its airspace"
        flown = [o for c in children(verb, "xcomp", "advcl") for o in children(c, "obj")]
        return logical_objects(verb) if any(o.lemma_.lower() == "airspace" for o in flown) else []
    if lemma == "suspect":
        of_something = children(verb, "xcomp", "ccomp") or under(verb, "of")  # "suspected of spying"
        return [] if of_something else logical_objects(verb)
    if lemma == "point":
        return under(verb, "to", "at")
    if lemma == "hold":
        # "the army holds the group responsible"; where it is said for what, the noun there is the trigger
        answers = any(c.lower_ == "responsible" for c in verb.children) and not any(
            t.lower_ == "for" for t in verb.subtree if t.i > verb.i
        )
        return [o for o in logical_objects(verb) if o.lower_ != "responsible"] if answers else []
    if lemma in _ASCRIBING:
        return under(verb, "to") if any(_is_of_the_attack(o) for o in children(verb, "obj")) else []
    if lemma == "aim":
        # "the ministry said its forces had aimed at a battery": at what they say they aimed, whatever it hit
        before = any(c.lower_ == "had" for c in children(verb, "aux"))
        said = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in words("statements", "report")
        return subjects if before and said and under(verb, "at") else []
    if lemma == "fall" and any(s.lemma_.lower() in words("strikes", "behind", "suspicion") for s in subjects):
        return under(verb, "on", "upon")
    if (
        lemma in words("strikes", "behind", "taken_for")
        and not verb.dep_.startswith("acl")
        and any(_is_assailant(o) for o in logical_objects(verb))
    ):
        return under(verb, "as")  # "residents identified the attackers as fighters of the group"
    if lemma in _SENT and any(weapons_in([s]) and is_definite_noun(s) for s in subjects):
        return [u for t in under(verb, "by", "from") for u in (t, *_holders(t))]
    return []


def _holders(ground: Token) -> list[Token]:
    """ "The missile came from an area controlled by the rebels", "from territory held by them": the rebels."""
    if ground.lemma_.lower() not in words("strikes", "beside", "ground"):
        return []
    held = [c for c in children(ground, "acl") if c.lemma_.lower() in words("strikes", "beside", "held")]
    return [t for c in held for t in under(c, "by")]


def _blamed_on(word: Token, suspects: list[Token], scene: Scene) -> Trigger | None:
    armed = armed_among(suspects, scene)
    return Trigger(word, "strike.blamed", (word,), tuple(armed)) if armed else None


def predicated(token: Token, scene: Scene) -> Trigger | None:
    """ "It was the work of X", "X was behind it", "X was responsible", "the gunmen were from X"."""
    if not children(token, "cop") or any(c.lower_ in _OPEN for c in token.children):
        return None
    subjects, lemma = children(token, "nsubj"), token.lemma_.lower()
    if lemma in words("strikes", "behind", "work") and (
        _all_incidents(subjects) or any(is_attack_noun(s, scene) for s in subjects)
    ):
        suspects = [*under(token, "of"), *possessors(token)]
    elif not is_attack_noun(token, scene) and _is_answered_for(token):
        suspects = subjects
    elif _is_cleft(token):
        suspects = [token]
    elif preposition(token) in STRICTLY_LOCATIVE:
        return None  # "the attackers were in a town of Venezuela's": that is where they were
    elif any(_is_assailant(s) and is_definite_noun(s) for s in subjects):
        return _made_up_of(token, [token, *_whole(token)], scene)
    else:
        return None
    return _blamed_on(token, suspects, scene)


def _is_cleft(token: Token) -> bool:
    """ "It was Kenyan forces who fired the missile": who sent the weapon that was told of before."""
    return any(c.lower_ == "it" for c in children(token, "expl", "nsubj")) and any(
        clause.lemma_.lower() in _SENT | words("strikes", "behind", "did")
        and any(c.lower_ in {"who", "that"} for c in clause.children)
        and any(_is_of_the_attack(o) for o in children(clause, "obj"))
        for clause in children(token, "acl:relcl")
    )


def _is_answered_for(token: Token) -> bool:
    """ "was behind it", "was responsible for the blast", but not "was responsible for the hospital"."""
    if preposition(token) == "behind":
        return _all_incidents([token])
    return (
        token.lemma_.lower() == "responsible"
        and _all_incidents(what := under(token, "for"))
        and not any(
            children(w, "acl:relcl") for w in what
        )  # "for the bomb which exploded in Cali": told there
        and not children(token, "advcl")
    )


def _made_up_of(token: Token, whole: list[Token], scene: Scene) -> Trigger | None:
    """ "The gunmen were from the group": who they were, where nobody has been named as attacker before."""
    armed = armed_among(whole, scene)
    return Trigger(token, "strike.assailants", (token,), tuple(armed)) if armed else None


def accusers(trigger: Trigger) -> list[Token]:
    """Who blames: the subject of "blamed", "pointed to", "identified them as"; nobody in "it was the work of X"."""
    token = trigger.token
    accuses = token.lemma_.lower() in {"blame", "suspect", "point"} | words("strikes", "behind", "taken_for")
    return (
        [s for s in logical_subjects(token) if not _is_assailant(s)] if accuses and is_verbal(token) else []
    )


def _whole(token: Token) -> list[Token]:
    """ "one of its men", "a member of the group": what the part is of."""
    return under(token, "of") if token.pos_ in {"NUM", "PRON"} or token.lemma_.lower() in PARTS else []


def _is_of_the_attack(noun: Token) -> bool:
    """ "the mine", "the bomber", "the device": what an attack told before was done with."""
    return is_definite_noun(noun) and (_all_incidents([noun]) or _is_assailant(noun))


def _is_aimed(verb: Token) -> bool:
    return bool(under(verb, "at", "on", "against", "into", "toward", "towards"))


def _is_assailant(noun: Token) -> bool:
    """ "the attackers", "the bomber": whoever it was."""
    return noun.lemma_.lower() in words("strikes", "assailants") | words("actors", "anonymous")


def _all_incidents(tokens: Iterable[Token]) -> bool:
    """True where each word is "it", "the blast", "the device", which alone say no attack."""
    return all(t.lemma_.lower() in words("strikes", "behind", "incident") for t in tokens)
