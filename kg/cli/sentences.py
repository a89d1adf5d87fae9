"""What was extracted from an article, sentence by sentence: the view by which lexicons are debugged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.model import (
    ActionReport,
    CasualtyClaim,
    Count,
    Extraction,
    LocalActor,
    LocalPlace,
    Mention,
    Span,
    StatementReport,
    StrikeReport,
    When,
)

Report = StrikeReport | ActionReport | StatementReport | CasualtyClaim


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: its name, and the words for it in the sentence, as far as they stand in it."""

    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One report: its class, the words that say it, the lexicon's frame, and who fills which role."""

    cls: str
    words: str
    begin: int
    end: int
    frame: str
    factuality: str | None
    roles: dict[str, tuple[Filler, ...]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what was found in it; offsets are code points into the article's text."""

    begin: int
    end: int
    text: str
    found: tuple[Found, ...]


def sentences(extraction: Extraction) -> tuple[Sentence, ...]:
    """The sentences in which something was found, in their order."""
    naming = _Naming(extraction)
    by_sentence: dict[Span, list[Found]] = defaultdict(list)
    reports: tuple[Report, ...] = (
        *extraction.strikes,
        *extraction.actions,
        *extraction.statements,
        *extraction.casualties,
    )
    for report in reports:
        by_sentence[report.mention.sentence].append(_found(report, naming))
    return tuple(
        Sentence(span.begin, span.end, span.text, tuple(sorted(found, key=lambda f: (f.begin, f.cls))))
        for span, found in sorted(by_sentence.items())
    )


def lines(extraction: Extraction) -> Iterator[str]:
    """The same in words, a line a role."""
    if extraction.issued is not None:
        basis = f" ({extraction.issued_basis})" if extraction.issued_basis else ""
        yield f"published {extraction.issued.iso}{basis}"
    for sentence in sentences(extraction):
        yield ""
        yield " ".join(sentence.text.split())
        for found in sentence.found:
            frame = f", frame {found.frame}" if found.frame else ""
            factuality = f", {found.factuality}" if found.factuality else ""
            yield f"  {found.cls} “{found.words}”{factuality}{frame}"
            for role, fillers in found.roles.items():
                for filler in fillers:
                    words = ", ".join(f"“{w}”" for w in filler.words)
                    yield f"    {role}: {filler.name}{f' ({words})' if words else ''}"
            for name, value in found.values.items():
                yield f"    {name}: {value}"


class _Naming:
    """The names of an extraction's local keys, and their words in a sentence."""

    def __init__(self, extraction: Extraction) -> None:
        self._nodes: dict[str, LocalActor | LocalPlace] = {}
        self._nodes |= {actor.key: actor for actor in extraction.actors}
        self._nodes |= {place.key: place for place in extraction.places}
        self._reports: dict[str, Report] = {}
        self._reports |= {strike.key: strike for strike in extraction.strikes}
        self._reports |= {action.key: action for action in extraction.actions}

    def filler(self, key: str, mention: Mention) -> Filler:
        """What `key` stands for, and its words within the sentence of `mention`."""
        node = self._nodes.get(key)
        if node is not None:
            inside = (m.span.text for m in node.mentions if m.sentence.begin == mention.sentence.begin)
            return Filler(node.name, tuple(dict.fromkeys(inside)))
        report = self._reports.get(key)
        return Filler(f"“{report.mention.span.text}”" if report is not None else key)


def _found(report: Report, naming: _Naming) -> Found:
    mention = report.mention
    cls, roles, values = _parts(report)
    roles["according to"] = mention.according_to
    return Found(
        cls=cls,
        words=mention.span.text,
        begin=mention.span.begin,
        end=mention.span.end,
        frame=mention.frame,
        factuality=mention.factuality.value if mention.factuality else None,
        roles={r: tuple(naming.filler(key, mention) for key in keys) for r, keys in roles.items() if keys},
        values={name: value for name, value in values.items() if value},
    )


def _parts(report: Report) -> tuple[str, dict[str, tuple[str, ...]], dict[str, str]]:
    """The class of a report, who fills which of its roles, and what else it says, each under its name."""
    roles: dict[str, tuple[str, ...]]
    values: dict[str, str]
    match report:
        case StrikeReport():
            cls = "Strike"
            roles = {
                "attacker": report.attackers,
                "inferred attacker": report.inferred_attackers,
                "target": report.targets,
                "inferred target": report.inferred_targets,
                "location": report.places,
            }
            values = {
                "weapon": ", ".join(report.weapons),
                "date": _when(report.when),
                "outcome": "" if report.outcome == "carried-out" else report.outcome,
                "refers": _reference(report),
            }
            roles["in response to"] = report.in_response_to
        case ActionReport():
            cls = report.type.value
            roles = {
                "initiator": report.initiators,
                "recipient": report.recipients,
                "location": report.places,
            }
            values = {
                "date": _when(report.when),
                "CAMEO": report.cameo or "",
                "refers": "only takes up an act that is told elsewhere" if report.echo else "",
            }
            roles["in response to"] = report.in_response_to
        case StatementReport():
            cls = "Statement"
            roles = {"speaker": report.speakers, "addressee": report.addressees, "about": report.about}
            values = {
                "content": report.content,
                "quotation": report.quotation or "",
                "cue": report.cue,
                "date": _when(report.when),
            }
        case CasualtyClaim():
            cls = "CasualtyReport"
            roles = {"of": report.strikes}
            values = {
                "deaths": _count(report.deaths),
                "injuries": _count(report.injuries),
                "victims": ", ".join(report.victims),
                "date": _when(report.day),
            }
    return cls, roles, values


def _reference(report: StrikeReport) -> str:
    marks = ("definite", report.definite), ("collective", report.collective), ("habitual", report.habitual)
    return ", ".join(name for name, holds in marks if holds)


def _when(when: When | None) -> str:
    if when is None:
        return ""
    end = f" to {when.end.iso}" if when.end else ""
    words = f" “{when.span.text}”" if when.span else ""
    return f"{when.start.iso}{end} ({when.basis}){words}"


def _count(count: Count | None) -> str:
    if count is None:
        return ""
    number = f"{count.low}" if count.high is None else f"{count.low} to {count.high}"
    return f"at least {number}" if count.at_least else number
