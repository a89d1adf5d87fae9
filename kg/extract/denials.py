"""What a denial denies: that there was an attack, or one's part in it, and not all that it touches."""

from __future__ import annotations

from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.words.syntax import is_passive, is_subject, is_verbal

# What it is to be the one who did it: "denied carrying it out", "denied any part in it", "that it took place".
_TAKING_PART = words("statements", "part", "verbs")
_PART = words("statements", "part", "nouns")
_BEING = words("statements", "happening")


def only_touched(trigger: Token, denying: Token) -> bool:
    """ "Denied that its bases had been used for the attack": that there was one is not what is denied.

    So of "the" attack in all that is denied but that it was done, and that who denies had a part in it: "denied
    carrying out the attack", "denied any role in the attack", "denied that the attack had taken place".
    """
    if is_verbal(trigger) or trigger.head == denying or is_open(trigger):
        return False
    if any(c.dep_ == "cop" for c in trigger.children):
        return False  # "denied that it was behind the attack"
    above = trigger.head
    if is_subject(trigger) and above.lemma_.lower() in (_TAKING_PART if is_passive(above) else _BEING):
        return False
    while above != denying and above.head != above:
        part = above.lemma_.lower() in (_TAKING_PART if is_verbal(above) else _PART)
        if not part and above.dep_ != "case":
            return True
        above = above.head
    return False


def is_open(trigger: Token) -> bool:
    """True for a clause or an indefinite noun: "planned an attack"; "discussed the attack" is about a real one."""
    if is_verbal(trigger):
        return True
    return not any(
        (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"}) or c.dep_ == "nmod:poss"
        for c in trigger.children
    )
