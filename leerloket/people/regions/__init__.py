"""Labour-market regions, with the dates between which they exist."""
