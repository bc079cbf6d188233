"""The working-day table 工作日历: what the State Council's notice of a year changes in its weeks (domain.md 7)."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class CalendarYearQuerySet(models.QuerySet):
    def for_user(self, user):
        """The calendar is the same for everybody who signs in."""
        return self.all() if user.is_authenticated else self.none()


class CalendarYear(models.Model):
    """A year whose holidays are announced. A year without a row is reckoned and its dates are marked 推算."""

    year = models.PositiveSmallIntegerField(
        "年份", primary_key=True, validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    document = models.CharField("依据文号", max_length=100)

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        verbose_name = "工作日历"
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年"


class CalendarDay(models.Model):
    """A day on which the notice departs from the plain week: a weekday off 休, or a weekend day worked 班."""

    day = models.DateField("日期", primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    is_working = models.BooleanField("上班")
    name = models.CharField("节日", max_length=20, blank=True)

    class Meta:
        verbose_name = "工作日调整"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'班' if self.is_working else '休'}"
