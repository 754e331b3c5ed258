"""What it means: options compared, and what follows for a decision."""
