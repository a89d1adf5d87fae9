"""Resolving when articles come, change or go: what they touch, and nothing else, is resolved again.

    record(ledger, resolution, marks)                            after a whole build: what it found out
    Growth(ledger, fetch).take(come, marks, kept, number, gone)  what these articles touch; raises Entangled
    Show(growth, grown, names).touched()                         that, as the graph shows it

The outcome is that of resolving all articles together, name for name. Each step of resolving is followed from
what it depends on to whom it matters:

    actors, places  those that share a hard key or a trait are grouped again (`traits`, `grouping`); what a node says
                    is kept as counted votes (`entities`). If what an article reads of a known node changes (label,
                    class, state, words of its names), the articles that speak of it are read again (`change`)
                    What an article that goes had said is taken back vote by vote, from its extraction of then; whom
                    nobody speaks of any more goes with it, and what was there for that one's sake (`departure`)
    accounts        of the new articles, and of those read again (`clustering`)
    clusters        decided again in the order of their ranks from the first change on, but only for accounts that
                    find a cluster which says other things than it did, and only that one is weighed; of the others
                    the ledger has the odds (`replay`, `blocking`)
    acts            likewise, for articles that tell of other strikes than before
    events          clusters with another member, or whose undated articles borrow another day
    statements      those that share speakers and words with a new one; counts: those of the strikes touched
    answers         of the events touched, both ways; contradictions: of these, their rivals, those counted with them
    names           of nodes that ever tried one name (`namer`); kept names of nodes whose evidence has changed (`kept`)
    shown           all nodes touched, and the articles whose own graphs speak of what has changed of them

Entangled is raised, and the build resolves everything, when known actors become one or two, when a known place, state
or organisation must be named otherwise, when a statement splits, and when too many reports have to look again.
A person's decisions are resolved with everything too.
"""

from __future__ import annotations

from kg.resolve.growth.grow import Growth
from kg.resolve.growth.ledger import FILE_NAME, Entangled, Ledger, sizes
from kg.resolve.growth.record import record
from kg.resolve.growth.shown import Show, Touched

__all__ = ["FILE_NAME", "Entangled", "Growth", "Ledger", "Show", "Touched", "record", "sizes"]
