"""How far the scheme reaches: numbers of people, never a person."""
