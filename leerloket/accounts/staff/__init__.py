"""The employees of an employer, with what the employer itself gave them. Never a course, a balance or another pot."""
