"""象山's 12,923.87 万元 of central money (X六(一)): both documents as the plan names them, days and shares invented."""

from datetime import date

from funding.choices import Use
from funding.demo import past
from funding.demo.acts import Treasury
from funding.demo.past import Spent
from projects.choices import Source
from projects.demo.cast import Company
from projects.models import Programme, Project

DAY = "下达日期为示例"
FIRST = ("桂财综〔2019〕45号", "946.33", date(2019, 9, 20))
FIRST_TITLE = "关于下达2019年中央财政城镇保障性安居工程专项资金用于城镇老旧小区改造的通知"
SECOND = ("市财综〔2019〕23号", "11977.54", date(2019, 12, 25))
SECOND_TITLE = "关于提前下达2020年部分中央财政城镇保障性安居工程专项资金指标的通知"
SPENT = Spent(
    allotted_on=date(2020, 6, 20),
    signed_on=date(2020, 9, 10),
    paid_on=date(2021, 1, 28),
    behind=1,
    use=Use.INFRASTRUCTURE,
)


def load(company: Company, *, today: date) -> None:
    treasury = Treasury(company, today)
    roots = [
        treasury.document(
            number, Source.CENTRAL_SUBSIDY, wan, on, title=title, budget_code="2210108", remarks=DAY, year=year
        )
        for (number, wan, on), title, year in ((FIRST, FIRST_TITLE, 2019), (SECOND, SECOND_TITLE, 2020))
    ]
    programme = Programme.objects.get(division=company.division, year=2020)
    projects = Project.objects.filter(programme=programme).prefetch_related("sites").order_by("number")
    past.spend(
        projects=list(projects),
        roots=roots,
        went=SPENT,
        drawer=company.office,
        by=treasury.finance,
        today=today,
    )
