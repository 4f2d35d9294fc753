"""The books: days and months that are closed, corrections by two people, and what a fund is committed to."""
