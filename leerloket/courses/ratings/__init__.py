"""What people who were there think of a module, on five criteria."""
