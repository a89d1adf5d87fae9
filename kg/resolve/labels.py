"""What events are called: who did it to whom and when, in words; of an attack who says so where only others do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kg.model import ActionType, ActorClass, When
from kg.resolve.attribution import Attribution
from kg.resolve.days import MONTHS
from kg.resolve.reader import Reader

_ACCUSERS = 2


def strike_label(
    attackers: Sequence[str], targets: Sequence[str], claimed: Attribution, when: When | None, reader: Reader
) -> str:
    """ "Strike by Iran on Pakistan, 16 January 2024".

    Of one who is only accused: "Strike on Chad attributed by Chad to Sudan, which denies it, 16 January 2026".
    """
    plain = [a for a in attackers if a not in claimed.attackers]
    out = f"Strike by {_listed(plain, reader)}" if plain else "Strike"
    if plain and len(attackers) == 1 and list(targets) == plain:
        out += " on its own ground"  # the state that lies under the bombs is their target too
    elif targets:
        out += f" on {_listed(targets, reader)}"
    if claimed.attackers:
        out += f"{',' if plain else ''} attributed {_accused(claimed, 'also to' if plain else 'to', reader)}"
    return _dated(out, when)


def action_label(
    kind: ActionType, initiators: Sequence[str], recipients: Sequence[str], when: When | None, reader: Reader
) -> str:
    """ "Ambassador recall by Pakistan towards Iran, 17 January 2024"."""
    out = "".join(f" {c.lower()}" if c.isupper() else c for c in kind.value).strip().capitalize()
    if initiators:
        out += f" by {_listed(initiators, reader)}"
    if recipients:
        out += f" towards {_listed(recipients, reader)}"
    return _dated(out, when)


def _accused(claimed: Attribution, to: str, reader: Reader) -> str:
    """ "by the army to the RSF, which denies it": by whom and whether it is denied, as far as they have names."""
    by = _names((a for a in claimed.by if reader.roster.actors[a].named), reader)
    if len(by) > _ACCUSERS:
        by = [*by[:_ACCUSERS], "others"]
    out = f"{f'by {_joined(by)} ' if by else ''}{to} {_listed(claimed.attackers, reader)}"
    if claimed.all_deny:
        person = all(reader.roster.actors[a].cls is ActorClass.PERSON for a in claimed.attackers)
        one = len(claimed.attackers) == 1
        return f"{out}, {'who' if person else 'which'} {'denies' if one else 'deny'} it"
    if claimed.denied_by:
        deniers = _names((a for a in claimed.denied_by if reader.roster.actors[a].named), reader)
        return f"{out}, denied by {_joined(deniers)}" if deniers else f"{out}, denied"
    return out


def _names(actors: Iterable[str], reader: Reader) -> list[str]:
    return sorted({reader.roster.actors[a].label for a in actors})


def _listed(actors: Iterable[str], reader: Reader) -> str:
    return _joined([reader.roster.actors[a].label for a in actors])


def _joined(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def _dated(label: str, when: When | None) -> str:
    return f"{label}, {_day_in_words(when)}" if when is not None else label


def _day_in_words(when: When) -> str:
    def words(iso: str) -> str:
        if len(iso) == 10:
            day = date.fromisoformat(iso)
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        return f"{MONTHS[int(iso[5:7]) - 1]} {iso[:4]}" if len(iso) == 7 else iso

    start = words(when.start.iso)
    return start if when.end is None or when.end == when.start else f"{start} to {words(when.end.iso)}"
