"""The names of months, days and parts of the day: "Sept", "tues", "boxing day", "dawn"."""

from __future__ import annotations

_MONTH_FORMS = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
_DAY_FORMS = (
    "monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thurs", "friday fri", "saturday sat",
    "sunday sun",
)  # fmt: skip
MONTHS = {form: number for number, forms in enumerate(_MONTH_FORMS, 1) for form in forms.split()}
# Days of the year that are called by a name: month and day.
FEASTS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
}
DAYS = {form: number for number, forms in enumerate(_DAY_FORMS) for form in forms.split()}
# Spelled out, for where "sun" or "mar" may be another word.
MONTH_NAMES = frozenset(forms.split()[0] for forms in _MONTH_FORMS)
WEEKDAYS = frozenset(forms.split()[0] for forms in _DAY_FORMS)
# Words for times, where one may be taken for what was hit: "came down on Friday afternoon".
TIMES = (
    WEEKDAYS | MONTH_NAMES | frozenset("day night morning afternoon evening weekend week month dawn".split())
)
# The days that possess what happened on them: "Tuesday's attack".
DAY_NAMES = WEEKDAYS | {"yesterday", "today"}
