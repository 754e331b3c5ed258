"""The same residents' rules four ways; ``python -m benchmarks.race`` runs them all and compares."""
