"""What a person can, what a wished occupation asks, and the shortest way between the two."""
