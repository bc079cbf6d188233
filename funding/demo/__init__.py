"""The money of the demo, entered through the services that people use."""

from datetime import date

from projects.demo.cast import Company


def load(companies: dict[str, Company], today: date) -> None:
    """After the projects, before the month."""
