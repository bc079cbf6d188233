"""The kinds of deadlines that this room sets, with their words."""

REQUEST, USE_BY, SETTLEMENT, RETENTION = "fund_request", "fund_use_by", "fund_settlement", "fund_retention"

KINDS = {
    REQUEST: "审核支付申请",
    USE_BY: "指标文件使用期限",
    SETTLEMENT: "工程结算",
    RETENTION: "质保金到期",
}
