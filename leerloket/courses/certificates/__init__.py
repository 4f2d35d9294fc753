"""What people earned: certificates of attended bookings as PDF and Open Badge, to check and to share."""
