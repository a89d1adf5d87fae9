"""When: the words that say it, the day they mean, and the event whose day it is.

Where what stands:

    expressions   the words of a text that say when; calendar: the day they mean for an article
    times         the day of an event: hanging (which expression is its own), closeness
                  (how closely it hangs on it), other_days (what they date besides),
                  clauses (what a clause makes of it)
    entries       live blogs and chronicles, whose entries have a day
"""
