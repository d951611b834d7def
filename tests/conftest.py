"""How long property tests look: HYPOTHESIS_PROFILE=ci for builds, dev (the default) while working.

A build looks far, and at the same examples each time: a change is judged by what it changes, not by the draw. New
examples are looked for while working, by HYPOTHESIS_PROFILE=far, and by make deep.
"""

import os

from hypothesis import HealthCheck, settings

_PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("dev", max_examples=40, deadline=None, suppress_health_check=_PATIENT)
settings.register_profile("far", max_examples=500, deadline=None, suppress_health_check=_PATIENT)
settings.register_profile("ci", settings.get_profile("far"), max_examples=300, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
os.environ["BANGBAN_CACHE"] = "off"  # tests leave nothing in the home of whoever runs them
