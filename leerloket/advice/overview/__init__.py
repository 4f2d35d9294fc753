"""Two pages on paper: money, bookings, plan and what to do now."""
