"""The money of the demo, entered through the services that people use; what lies years back, in bulk."""

from datetime import date

from funding.demo import weibin, xiangshan, zhanhe
from funding.services import warnings
from projects.demo.cast import Company


def load(companies: dict[str, Company], today: date) -> None:
    """After the projects, before the month."""
    xiangshan.load(companies["xiangshan"], today=today)
    weibin.load(companies["weibin"], today=today)
    zhanhe.load(companies["zhanhe"], today=today)
    warnings.look(today=today)
