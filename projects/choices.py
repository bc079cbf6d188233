"""Words of the programme."""

from django.db.models import TextChoices


class ProgrammeStatus(TextChoices):
    DRAFT = "draft", "编制中"
    ISSUED = "issued", "已印发"


class Category(TextChoices):
    """改造类别 (W二(三), B附件3)."""

    BASIC = "basic", "基础类"
    IMPROVEMENT = "improvement", "完善类"
    UPGRADE = "upgrade", "提升类"
