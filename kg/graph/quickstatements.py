"""What the articles can give back to Wikidata, as commands of QuickStatements 2, for a person to check and run.

One statement a line, its parts separated by tabs (https://www.wikidata.org/wiki/Help:QuickStatements, "Command
sequence syntax"; version 2 and 3 of the tool read it). Offered are only

* the office (P39) of a person, where an article has the title right before the name ("President Joe Biden")
  and the office has an id that a source proves, with a reference for each outlet: address, title, day, and
  the words themselves;
* a name that articles of two outlets or more give a person, group or organisation, where it is a name in full
  and the gazetteer does not know it.

Only actors whose link is certain; never what is claimed, denied or supposed; no "former" or "acting" title, for
when an office began or ended no article says. docs/linking.md says what is left out and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.gazetteer import load
from kg.gazetteer.codes import office
from kg.gazetteer.names import is_acronym, key, loose, parts
from kg.graph.tables import Row, Tables, wikidata
from kg.model import ActorClass

QUERIES = ("offices-told", "names-met")

_OFFICE_HELD, _STATED_IN, _URL, _TITLE, _PUBLISHED, _QUOTATION = (
    "P39",
    "S248",
    "S854",
    "S1476",
    "S577",
    "S1683",
)
# A title before which one of these stands is not held, not yet, or not fully.
_HEDGES = frozenset(
    """
    former ex then late deputy vice acting caretaker interim outgoing incoming ousted deposed exiled designate
    elect assistant under shadow self-declared self-proclaimed de-facto would-be future onetime one-time first
    """.split()
)
_PRECISION = {10: 11, 7: 10, 4: 9}
_LONGEST = 400  # characters of a text in one language on Wikidata; a longer one is left out, not cut
_NAMED = {
    ActorClass.PERSON,
    ActorClass.ARMED_GROUP,
    ActorClass.ORGANIZATION,
    ActorClass.INTERNATIONAL_ORGANIZATION,
}


def quickstatements(tables: Tables) -> str:
    """The commands for the rows of the queries, sorted; the same graph gives the same text."""
    lines = {*_offices(tables["offices-told"]), *_names(tables["names-met"])}
    return "".join(f"{line}\n" for line in sorted(lines))


def _offices(rows: Iterable[Row]) -> Iterator[str]:
    """One line for each office and outlet: the earliest article of the outlet that has it."""
    told: dict[tuple[str, str, str], Row] = {}
    held: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        person, body = wikidata(row), wikidata({"wikidata": row["bodyWikidata"]})
        words = _told(row)
        held_office = office(body, row["role"]) if body else None
        if person is None or words is None or held_office is None:
            continue
        held.setdefault((person, row["role"]), set()).add(held_office)
        found = (person, held_office, row.get("outlet", row["article"]))
        if found not in told or _order(row) < _order(told[found]):
            told[found] = {**row, "quoted": words}
    for (person, held_office, _), row in told.items():
        # A title that fits the offices of two bodies says of neither that it is meant.
        if len(held[person, row["role"]]) == 1:
            yield "\t".join((person, _OFFICE_HELD, held_office, *_reference(row))) + _comment(row)


def _told(row: Row) -> str | None:
    """The title and the name as they stand side by side in the sentence; None where they do not."""
    pattern = rf"(?<![\w-]){re.escape(row['role'])},?\s+{re.escape(row['words'])}(?![\w-])"
    for found in re.finditer(pattern, row["sentence"], re.IGNORECASE):
        before = row["sentence"][: found.start()].split()
        if _inside_quotation(row["sentence"], found.start()):
            continue  # what somebody calls somebody is a claim
        last = before[-1].casefold().strip(",;:.()“”\"'") if before else ""
        if _HEDGES.isdisjoint(re.split(r"[-–]", last)) and len(parts(row["words"])) > 1:
            return found[0]
    return None


def _inside_quotation(sentence: str, at: int) -> bool:
    before = sentence[:at]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _order(row: Row) -> tuple[str, str, str]:
    return row.get("issued", "9999"), row["article"], row["sentence"]


def _reference(row: Row) -> Iterator[str]:
    """The parts of a reference: where, by whom, under which title, when, in which words."""
    if (outlet := _outlet(row.get("outlet", ""))) is not None:
        yield from (_STATED_IN, outlet)
    yield from (_URL, f'"{row["url"]}"')
    if 0 < len(row.get("title", "")) <= _LONGEST:
        yield from (_TITLE, f'en:"{_text(row["title"])}"')
    if len(row.get("issued", "")) in _PRECISION:
        yield from (_PUBLISHED, _date(row["issued"]))
    if len(row["quoted"]) <= _LONGEST:
        yield from (_QUOTATION, f'en:"{_text(row["quoted"])}"')


def _outlet(name: str) -> str | None:
    """The id of the outlet where the gazetteer has one, and one only, of that name."""
    found = [e for e in load().lookup(name) if e.cls is ActorClass.ORGANIZATION] if name else []
    return found[0].qid if len(found) == 1 else None


def _date(iso: str) -> str:
    """A day, month or year as QuickStatements writes it: +2024-01-00T00:00:00Z/10 is January 2024."""
    year, month, day = (*iso.split("-"), "00", "00")[:3]
    return f"+{year}-{month}-{day}T00:00:00Z/{_PRECISION[len(iso)]}"


def _names(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        qid = wikidata(row)
        if qid is not None and ActorClass(row["class"]) in _NAMED and _is_new_name(qid, row):
            said = f" /* conflict-kg: met in articles of {row['outlets']} outlets */"
            yield f'{qid}\tAen\t"{_text(row["alias"])}"{said}'


def _is_new_name(qid: str, row: Row) -> bool:
    """True for a name in full, spelt as the gazetteer does not spell it; of a person only a transliteration."""
    alias = row["alias"]
    entries = load().by_qid(qid)
    known = {key(name) for entry in entries for name in (entry.name, *entry.aliases, *entry.demonyms)}
    if not entries or key(alias) in known or is_acronym(alias) or len(parts(alias)) < 2:
        return False
    if row["class"] == ActorClass.PERSON:
        return loose(alias) in {loose(name) for entry in entries for name in (entry.name, *entry.aliases)}
    words = alias.split()
    return "’" not in alias and "'" not in alias and all(w[0].isupper() or len(w) <= 3 for w in words)


def _comment(row: Row) -> str:
    return f" /* conflict-kg: {_text(row['name'])}, {_text(row['role'])} */"


def _text(value: str) -> str:
    """A text on one line: tabs and newlines would end a part or a command, "/*" a comment begins."""
    return " ".join(value.split()).replace("/*", "/ *").replace("*/", "* /")


__all__ = ["QUERIES", "quickstatements"]
