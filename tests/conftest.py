"""What holds for all tests: made-up input is the same in every run, and no test fails for a slow machine.

`pytest --hypothesis-profile=explore` makes up other input each time, to find what these examples do not show.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("explore"), derandomize=True, database=None)
settings.load_profile("same")
