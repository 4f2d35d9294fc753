"""The codes of schemes: who asks, for what, and what a scheme can be."""

WHO = ("worker", "jobseeker", "employer")
"""For whom somebody looks."""
SIZES = ("small", "medium", "large")
"""Of an employer, as everywhere in the service."""
SECTORS = (
    "metalworking",
    "metalektro",
    "installation",
    "insulation",
    "coachbuilding",
    "jewellery",
    "farming",
    "catering",
    "leisure",
    "chemistry",
    "energy",
    "care",
    "logistics",
    "other",
)
PURPOSES = ("course", "scan", "advice", "guidance", "recognition", "placement", "project")
"""What somebody wants to pay: a course, a look at the training needs of a company, advice for a worker, guidance in a
company, EVC, a place to learn at work, a project of several partners."""
STATUSES = ("open", "closed", "exhausted", "announced")
"""What is written down; with windows, the day says which of open, announced and closed it is."""
APPLICANTS = ("person", "employer", "partners")
GIVES = ("subsidy", "tax_free", "deduction")
"""Money; a cost an employer may pay without wage tax; a sum that once came off the income that is taxed."""
CERTAINTIES = ("first_hand", "second_hand", "unchecked")
"""Seen on an official page, seen on another page, or only known by name."""
POTS = ("right", "employer", "own")
LEVELS = tuple(range(9))
"""NLQF, 0 is the entry level."""
