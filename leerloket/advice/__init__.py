"""The desk: advisers, consultations, plans and the overview a person takes home."""
