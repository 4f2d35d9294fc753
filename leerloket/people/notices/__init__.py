"""What a person wants to be told at once, once a month, or not."""
