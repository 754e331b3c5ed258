"""What happens: one module per actor; ``neighbourhood`` holds the month in reading order."""
