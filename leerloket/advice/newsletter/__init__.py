"""A plain mail per month and region, for who asked for it: what is new to learn."""
