"""Regional desks, their advisers and the agenda."""
