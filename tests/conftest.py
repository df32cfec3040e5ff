"""Settings that all tests share."""

from hypothesis import HealthCheck, settings

# No law is timed: a slow machine is no failure. What else a profile sets (under CI: the same
# examples every time) stays.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
