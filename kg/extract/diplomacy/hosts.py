"""Which state summoned, expelled or barred an envoy, where the clause itself names only the envoy.

"The Swedish ambassador was summoned, Iraq's foreign ministry said": who makes known what befell another state's
envoy did it. "Its ambassador in Kabul was called to the foreign ministry": the ministry is that of his post.
"""

from __future__ import annotations

from kg.extract.diplomacy.frames import Match
from kg.extract.diplomacy.paths import Walker
from kg.extract.diplomacy.political import is_political, own_side
from kg.extract.scene import Scene
from kg.extract.standing import Standing
from kg.extract.words.arguments import raw_subjects
from kg.extract.words.syntax import is_passive
from kg.model import ActionType, ActorClass, Factuality

# What is done to an envoy by the state in which he serves.
BY_HOST = frozenset({ActionType.SUMMONS, ActionType.ENVOY_EXPULSION, ActionType.ENVOY_BARRED})
# What its own author calls an expulsion.
_ANSWERS = frozenset({"response", "answer", "reply", "reaction", "retaliation"})
_POSTS = ("object.in@", "object.to@")
_LATELY = 2  # sentences before in which the host was last seen to act


def same_breath(scene: Scene, match: Match, to: tuple[str, ...]) -> tuple[str, ...]:
    """Who summons in "Manila lodged a protest, and the Chinese ambassador was summoned": who does the act before."""
    if not is_passive(match.anchor) or match.anchor.dep_ != "conj" or is_passive(match.anchor.head):
        return ()
    keys = scene.denotation.all_of(raw_subjects(match.anchor.head))
    political = tuple(k for k in keys if is_political(scene.cast.figures[k], scene))
    return () if set(political) & set(to) or any(own_side(scene, k, political) for k in to) else political


def made_known_by(scene: Scene, match: Match, to: tuple[str, ...], standing: Standing) -> tuple[str, ...]:
    """The ministry, office-holder or state that tells what befell the envoy of `to`, another state's."""
    if standing.factuality is not Factuality.CLAIMED or not standing.according_to or not to:
        return ()
    explained = (
        match.carrier is None and match.trigger.dep_ == "nsubj" and match.trigger.head.lemma_ in _ANSWERS
    )
    if not is_passive(match.anchor) and not explained:
        return ()
    official = {ActorClass.STATE, ActorClass.GOVERNMENT_BODY, ActorClass.PERSON}
    figures = [scene.cast.figures[k] for k in standing.according_to]
    if any(f.cls not in official or f.state is None or not is_political(f, scene) for f in figures):
        return ()
    one = {scene.cast.side_of(k) for k in standing.according_to}
    if len(one) != 1 or one & {scene.cast.side_of(k) for k in to}:
        return ()
    return standing.according_to[:1]


def announced_by(scene: Scene, by: tuple[str, ...], to: tuple[str, ...]) -> tuple[str, ...]:
    """ "The border was closed, the Thai prime minister said": Thailand closed it."""
    announcing = tuple(dict.fromkeys(scene.cast.side_of(k) for k in by))
    states = [k for k in announcing if scene.cast.figures[k].cls is ActorClass.STATE]
    return announcing if announcing and len(states) == len(announcing) and not set(states) & set(to) else ()


def whose_ministry(scene: Scene, match: Match, keys: tuple[str, ...], to: tuple[str, ...]) -> tuple[str, ...]:
    """`keys`, or the state behind "the foreign ministry" where nothing in its own phrase says whose it is.

    That is the state where the envoy of `to` serves, else the last one that acted before and is not his own.
    """
    figures = scene.cast.figures
    if len(keys) != 1 or not to or figures[keys[0]].cls is not ActorClass.GOVERNMENT_BODY:
        return keys
    if figures[keys[0]].state is not None or figures[keys[0]].part_of is not None:
        return keys
    theirs = {scene.cast.side_of(k) for k in to}
    walker = Walker(scene.denotation, match)
    posts = [k for path in _POSTS for f in walker.follow(path) for k in f.keys]
    for key in (*posts, *_acting_before(scene, match)):
        state = scene.cast.side_of(key)
        if figures[state].cls is ActorClass.STATE and state not in theirs:
            return (state,)
    return keys


def _acting_before(scene: Scene, match: Match) -> list[str]:
    """Who acts in the sentences before, nearest first."""
    found: list[str] = []
    start = match.trigger.sent.start
    for _ in range(_LATELY):
        if start == 0:
            break
        previous = match.trigger.doc[start - 1].sent
        found.extend(scene.denotation.all_of(raw_subjects(previous.root)))
        start = previous.start
    return found


__all__ = ["BY_HOST", "announced_by", "made_known_by", "same_breath", "whose_ministry"]
