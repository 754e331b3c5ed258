"""What a user takes away: reports with their charts."""
