"""Many futures: running a scenario in chunks, on this process or others, and keeping what came out."""
