"""Settings that all tests share."""

from hypothesis import HealthCheck, settings

from support.effort import examples

# No law is timed: a slow machine is no failure. What else a profile sets (under CI: the same
# examples every time) stays.
settings.register_profile(
    "untimed",
    deadline=None,
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("untimed")
