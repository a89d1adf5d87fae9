"""Facts about states, places, officials and organisations: names, classes, ids, sources. See README.md.

>>> from kg.gazetteer import load
>>> load().demonym("North Koreans").id
'state/north-korea'
"""

from kg.gazetteer.entry import Entry, Hit, Problem, Term
from kg.gazetteer.names import key
from kg.gazetteer.store import Gazetteer, load

__all__ = ["Entry", "Gazetteer", "Hit", "Problem", "Term", "key", "load"]
