"""What came out: labelled arrays, headline answers, yearly tables, comparison."""

from wijkbv_sim.results.results import Results

__all__ = ["Results"]
