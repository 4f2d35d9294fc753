"""Learning communities: companies, schools, researchers and government that learn and innovate together in a region."""
