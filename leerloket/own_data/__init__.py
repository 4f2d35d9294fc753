"""What belongs to one person over all rooms: to take along, to bring in, to have erased, and how long it is kept."""
