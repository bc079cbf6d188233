"""Words of the monthly report and of statistics tables."""

from django.db.models import TextChoices


class ReportStatus(TextChoices):
    DRAFT = "draft", "编制中"
    ISSUED = "issued", "已印发"


class FileKind(TextChoices):
    WORD = "word", "Word"
    PDF = "pdf", "PDF"
    EXCEL = "excel", "Excel"


class RankedBy(TextChoices):
    """What streets are ranked by, and held against the pace; values are keys of reports.measures.MEASURES."""

    START_RATE = "start_rate", "开工率"
    FINISH_RATE = "finish_rate", "完工率"
    INVESTMENT_RATE = "investment_rate", "投资完成率"
    PHYSICAL = "physical", "总体形象进度"


class BehindIn(TextChoices):
    """How far behind the pace is counted (domain.md 4.3): 20 against 40 is 20 points, or 50 per cent."""

    POINTS = "points", "个百分点"
    PERCENT = "percent", "百分比"


class Card(TextChoices):
    NONE = "", ""
    YELLOW = "yellow", "黄牌"
    RED = "red", "红牌"


class RowLevel(TextChoices):
    """What a row of a statistics table stands for."""

    COUNTY = "county", "县（市、区）"
    STREET = "street", "街道（乡镇）"
    SITE = "site", "小区"


class TotalPlace(TextChoices):
    FIRST = "first", "合计在最前"
    LAST = "last", "合计在最后"
    NONE = "none", "不设合计"
