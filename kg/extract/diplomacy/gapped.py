"""Acts whose verb is left out: "Kenya expelled the Ugandan consul and Uganda the Kenyan", "… and Belarus its own"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.paths import Filler
from kg.extract.diplomacy.retold import Reading
from kg.extract.names.find import Name
from kg.extract.scene import Scene
from kg.extract.words.phrases import phrase_in
from kg.model import ActionType, ActorClass

# What states do to each other's envoys, so that the second half needs no verb.
_IN_TURN = frozenset(
    t.value for t in (ActionType.ENVOY_EXPULSION, ActionType.AMBASSADOR_RECALL, ActionType.SUMMONS)
)

_PREDICATED = frozenset(
    {"was", "were", "has", "had", "is", "are", "said", "left", "will"}
)  # a clause of its own


def gapped(scene: Scene, sentence: DocSpan, found: list[Reading]) -> Iterator[Reading]:
    """The acts of a sentence that are told without their verb, after one that has it."""
    models = [r for r in found if not r.dropped and r.match.frame.type in _IN_TURN and r.match.frame.object]
    if not models:
        return
    for name in scene.cast.names:
        if not sentence.start < name.start < sentence.end or name.adjectival:
            continue
        model = next((r for r in reversed(models) if r.match.tokens[-1].i < name.start), None)
        figure = scene.cast.figure_of(name)
        if model is None or figure is None or figure.cls is not ActorClass.STATE:
            continue
        if sentence.doc[name.start - 1].lower_ != "and" or {figure.key} & set(model.initiator_keys):
            continue
        left = _left_alone(scene, sentence, name, model.match)
        if left is None:
            continue
        thing, whose = left
        back = whose == set(model.initiator_keys) or (not whose and figure.key in model.recipient_keys)
        if whose and not back:
            continue
        to = model.initiator_keys if back else tuple(k for k in model.recipient_keys if k != figure.key)
        subject = sentence.doc[name.end - 1]
        yield replace(
            model,
            match=Match(model.match.frame, thing),
            initiators=(Filler("subject", subject, (figure.key,)),),
            recipients=(),
            initiator_keys=(figure.key,),
            recipient_keys=to,
            copies=model.match.trigger.text,
        )


def _left_alone(scene: Scene, sentence: DocSpan, name: Name, match: Match) -> tuple[Token, set[str]] | None:
    """What is done something to, right behind the name, and of which state it is; None for any other words.

    "Its own", "its consul" are of the name's own state, which is not told again; "the Kenyan consul" is Kenya's.
    """
    after = [t for t in sentence.doc[name.end : sentence.end] if not t.is_space][:5]
    if len(after) < 2:
        return None
    own = after[0].lower_ == "its"
    if own and (after[1].lower_ == "own" or phrase_in(after[1], match.frame.object)):
        return after[1], set()
    if after[0].lower_ not in {"the", "a", "an"} and after[0].pos_ != "NUM":
        return None
    demonym = scene.cast.name_at(after[1].i)
    figure = scene.cast.figure_of(demonym) if demonym is not None and demonym.adjectival else None
    thing = next((t for t in after[2:4] if phrase_in(t, match.frame.object)), None)
    if figure is None or thing is None:
        return None
    behind = thing.nbor().lower_ if thing.i + 1 < len(thing.doc) else ""
    return (thing, {figure.key}) if behind not in _PREDICATED else None
