"""Who acts for an employer: adding and removing one another, and reading mail for it."""
