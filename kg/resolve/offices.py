"""Whether two descriptions mean the same office: "Iran's top diplomat" and "Minister of Foreign Affairs"."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.gazetteer import Term
from kg.gazetteer.names import parts
from kg.model import PartialDate

# What a description's words make it, first match first. An office is a head ("minister") and, for ministers
# and the like, a field ("foreign"); heads of state and government have no field.
_FIELDS = (
    ("foreign", r"foreign|external affairs|secretary of state|diplomat|state department"),
    (
        "defence",
        r"defen[cs]e|defensa|armed forces minister|minister of the armed forces|war minister|pentagon chief",
    ),
    ("interior", r"interior|home (secretary|minister|affairs)|internal affairs|homeland"),
    ("finance", r"financ|treasury|exchequer"),
    ("information", r"information|communication"),
    ("justice", r"justice|attorney general"),
    ("security", r"security"),
    ("health", r"health"),
    ("energy", r"energy|oil|petroleum"),
    ("parliament", r"parliament|assembly|senate|house|knesset|majlis|deputies"),
)
_HEADS = (
    ("spokesperson", r"spokes\w+|press secretary"),
    ("ambassador", r"ambassador|permanent representative|high commissioner to"),
    ("envoy", r"envoy|special representative"),
    ("head of government", r"prime minister|premier|chancellor(?! of the exchequer)|chief executive"),
    ("secretary general", r"secretary general|nato chief|un chief|chief of the (un|united nations|nato)"),
    ("speaker", r"speaker|president of the (national assembly|senate|parliament|chamber|house)"),
    ("supreme leader", r"supreme leader"),
    ("monarch", r"king|queen|emir|amir|sultan|monarch|ruler|crown prince"),
    (
        "military chief",
        r"army chief|military chief|(chief|commander) of (\w+ )?(the )?(army|general|defen[cs]e|armed|staff)"
        r"|commander in chief|chief of staff|joint chiefs|top general",
    ),
    (
        "minister",
        r"minister|secretary of|(foreign|defen[cs]e|home|health|treasury) secretary|(top|chief) diplomat"
        r"|high representative|policy chief",
    ),
    ("governor", r"governor|chief minister|head of the \w+ (republic|region|oblast)"),
    ("adviser", r"advis[eo]r"),
    (
        "director",
        r"director|commissioner|administrator|(agency|watchdog|iaea|who) (chief|head)|head of the (iaea|who)",
    ),
    ("commander", r"commander|general|colonel|militia chief"),
    ("president", r"president|head of state"),
    ("chair", r"chair\w*"),
    ("leader", r"leader|chief|head|founder"),
)
_PAST = re.compile(r"\b(former|ex|late|then|ousted|deposed|previous|one time|onetime)\b")
_SECOND = re.compile(r"\b(deputy|vice|assistant|under|undersecretary|junior)\b")
# Heads that news writers use for one another of the same person.
_KIN = (
    frozenset({"chair", "leader", "president", "head of government"}),
    frozenset({"commander", "leader", "military chief", "chair"}),
    frozenset({"director", "leader", "secretary general", "chair"}),
    frozenset({"monarch", "leader"}),
    frozenset({"supreme leader", "leader"}),
    frozenset({"secretary general", "leader"}),
    frozenset({"governor", "leader"}),
    frozenset({"envoy", "ambassador"}),
)
# Months that an article may lag behind or run ahead of a change in office.
_SLACK_MONTHS = 3


@lru_cache(maxsize=16384)
def office(role: str) -> tuple[str | None, str | None, bool, bool]:
    """The head and the field of an office, whether it is a deputy's, and whether it is past."""
    text = " ".join(parts(role))
    head = next((name for name, pattern in _HEADS if re.search(rf"\b(?:{pattern})\b", text)), None)
    field = next((name for name, pattern in _FIELDS if re.search(rf"\b(?:{pattern})", text)), None)
    return head, field, bool(_SECOND.search(text)), bool(_PAST.search(text))


_NO_OFFICE_WORDS = (
    "counterpart official officials diplomat politician lawmaker figure mr mrs ms dr sheikh ayatollah"
)
_NO_OFFICE = frozenset(_NO_OFFICE_WORDS.split())


def says_nothing(role: str) -> bool:
    """True for a description that fits any official: "Iranian counterpart", "a senior diplomat", "Dr"."""
    words = parts(role)
    return not words or words[-1] in _NO_OFFICE


def is_past(role: str) -> bool:
    """True for "former Prime Minister"."""
    return office(role)[3]


def same_office(role: str, other: str) -> bool:
    """True when both can describe one office: heads that agree, and no clash of fields."""
    head, field, second, _ = office(role)
    head2, field2, second2, _ = office(other)
    if head is None or head2 is None or second != second2:
        return False
    if head == "minister" == head2:
        return field == field2 and (field is not None or _content(role) & _content(other) != set())
    if head != head2 and not any({head, head2} <= kin for kin in _KIN):
        return False
    return field is None or field2 is None or field == field2


def _content(role: str) -> set[str]:
    empty = {
        "minister",
        "ministry",
        "of",
        "the",
        "for",
        "and",
        "secretary",
        "federal",
        "state",
        "caretaker",
        "acting",
    }
    return {word[:6] for word in parts(role)} - {word[:6] for word in empty}


def held_on(term: Term, day: PartialDate | None) -> bool:
    """True unless the term is known to begin after the day or to end before it, with some months' slack.

    An unknown day or bound excludes nothing.
    """
    if day is None:
        return True
    if term.start and _month(term.start, first=True) - _SLACK_MONTHS > _month(day.iso, first=False):
        return False
    return not (term.end and _month(term.end, first=False) + _SLACK_MONTHS < _month(day.iso, first=True))


def began_by(term: Term, day: PartialDate | None) -> bool:
    """True unless the term is known to begin after the day."""
    return day is None or not term.start or _month(term.start, first=True) <= _month(day.iso, first=False)


def _month(iso: str, *, first: bool) -> int:
    year, _, rest = iso.partition("-")
    return int(year) * 12 + (int(rest[:2]) if rest else 1 if first else 12)
