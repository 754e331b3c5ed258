"""Races, scaling curves and other measurements; README.md says what each shows."""
