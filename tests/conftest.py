"""How long property tests look: HYPOTHESIS_PROFILE=ci for release, dev (the default) while working."""

import os

from hypothesis import HealthCheck, settings

_PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("dev", max_examples=40, deadline=None, suppress_health_check=_PATIENT)
settings.register_profile("ci", max_examples=500, deadline=None, suppress_health_check=_PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))
os.environ["BANGBAN_CACHE"] = "off"  # tests leave nothing in the home of whoever runs them
