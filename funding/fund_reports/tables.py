"""The seven tables by name."""

from collections.abc import Callable

from funding.choices import ReportTable
from funding.fund_reports.asked import Asked
from funding.fund_reports.card import card
from funding.fund_reports.execution import ranking, self_evaluation
from funding.fund_reports.payments import payments
from funding.fund_reports.projects import by_project
from funding.fund_reports.sheet import Sheet
from funding.fund_reports.sources import by_document, by_source

TABLES: dict[ReportTable, Callable[[Asked], Sheet]] = {
    ReportTable.BY_SOURCE: by_source,
    ReportTable.BY_DOCUMENT: by_document,
    ReportTable.BY_PROJECT: by_project,
    ReportTable.PAYMENTS: payments,
    ReportTable.RANKING: ranking,
    ReportTable.CARD: card,
    ReportTable.SELF_EVALUATION: self_evaluation,
}
SAID = {
    ReportTable.BY_SOURCE: "每种资金来源下达、分配、拨付、结余多少",
    ReportTable.BY_DOCUMENT: "每份指标文件执行到哪一步，何时到期",
    ReportTable.BY_PROJECT: "各街道、各项目的预算、合同、资金和拨付",
    ReportTable.PAYMENTS: "一段时间内的每一笔拨付",
    ReportTable.RANKING: "下级单位按执行率排名",
    ReportTable.CARD: "一个项目的来源、评审、合同、拨付",
    ReportTable.SELF_EVALUATION: "年度资金总额、执行率和得分",
}


def built(table: ReportTable, asked: Asked) -> Sheet:
    return TABLES[table](asked)
