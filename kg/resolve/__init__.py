"""All articles together: one node per actor, place and event, reversibly, with the reason of every grouping.

    resolve(articles, extractions)  ->  Resolution: the Knowledge, the names to keep, what was not applied

Steps, each a function of the set of articles and not of their order:

    actors, places      who and where is the same across articles
    within              which reports of one article are one event
    clustering          which of these are one event across articles (blocking finds; scoring decides, by odds, signs
                        and nearness, unless conflicts forbid it)
    events, statements  the canonical events, named, with memberships
    attribution, labels who is only accused of an attack; what an event is called in words
    claims, chains      counts by source and their revisions; which event answers which
    fresh               the steps so far, in their order, under names made anew
    names, rename       names once published are kept
    contradictions      what cannot all hold

Reports that say too little to be an event of their own ("the attack", with nothing before it) are handed back
as `unattached`, never dropped silently.
"""

from __future__ import annotations

from kg.resolve.corrections import Decision, Quote, Unapplied, Verdict, load
from kg.resolve.facts import Fact, Facts, GazetteerFacts
from kg.resolve.names import KeptNames
from kg.resolve.resolution import Resolution, resolve

__all__ = [
    "Decision",
    "Fact",
    "Facts",
    "GazetteerFacts",
    "KeptNames",
    "Quote",
    "Resolution",
    "Unapplied",
    "Verdict",
    "load",
    "resolve",
]
