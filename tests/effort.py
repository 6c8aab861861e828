"""How long the random tests try: briefly by default, at length with `pytest -m long`."""

from hypothesis import settings

SHORT, LONG = "short", "long"
settings.register_profile(SHORT, max_examples=40, deadline=None)
settings.register_profile(LONG, max_examples=1_000, deadline=None)


def times(short: int, long: int) -> int:
    """How often to try something, by default and in the long run."""
    return long if settings.get_current_profile_name() == LONG else short
