"""Ledgers taken in: the uploaded file, what it will do row by row, and what people said about its headings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.imports.layout import LAYOUTS, Change, Layout


class ImportStatus(models.TextChoices):
    RECEIVED = "received", "待核对列"
    READY = "ready", "待确认"
    APPLIED = "applied", "已导入"
    UNDONE = "undone", "已撤销"
    DISCARDED = "discarded", "已放弃"


class LedgerImportQuerySet(models.QuerySet):
    def for_user(self, user):
        """Imports into her territory, of the kinds of ledger that her role may import."""
        if not user.is_authenticated or user.territory is None:
            return self.none()
        allowed = [key for key, layout in LAYOUTS.items() if user.may(layout.permission)]
        return self.filter(layout_key__in=allowed, division__pk__startswith=user.territory)

    def waiting(self):
        """Those that a person can go on with: columns to say, or rows to apply. A file with errors comes again."""
        ready = Q(status=ImportStatus.READY, errors=0) & (Q(new__gt=0) | Q(changed__gt=0))
        return self.filter(Q(status=ImportStatus.RECEIVED) | ready)


class LedgerImport(models.Model):
    """One uploaded ledger on its way: received, previewed, applied, perhaps undone.

    Lies in the division of the organisation that uploaded it. What was previewed is kept in its rows and is what gets
    applied, whatever becomes of the file's matching afterwards.
    """

    layout_key = models.CharField("台账", max_length=60)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="单位")
    division = models.ForeignKey("divisions.Division", models.PROTECT, related_name="+", verbose_name="区划")
    file = models.FileField("文件", upload_to="imports/%Y/%m/")
    file_name = models.CharField("文件名", max_length=200)
    status = models.CharField("状态", max_length=10, choices=ImportStatus, default=ImportStatus.RECEIVED)
    options = models.JSONField(default=dict, blank=True)
    options_text = models.CharField("导入到", max_length=200, blank=True)
    sheets = models.JSONField(default=list)  # per sheet read: its head, columns and questions (core.imports.matching)
    chosen = models.JSONField(
        default=dict, blank=True
    )  # sheet -> column number -> [column key, unit], as a person said
    problems = models.JSONField(default=list, blank=True)  # the first MOST_PROBLEMS of them, severest places first
    passed_over = models.JSONField(default=list, blank=True)  # totals, notes and signatures, recognised and not loaded
    errors = models.PositiveIntegerField("须改正", default=0)
    warnings = models.PositiveIntegerField("请核对", default=0)
    new = models.PositiveIntegerField("新增", default=0)
    changed = models.PositiveIntegerField("变更", default=0)
    same = models.PositiveIntegerField("不变", default=0)
    job = models.ForeignKey("core.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="导入人"
    )
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = LedgerImportQuerySet.as_manager()

    class Meta:
        verbose_name = "台账导入"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["division", "-id"], name="import_territory")]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_by=None, applied_at=None) | Q(applied_by__isnull=False, applied_at__isnull=False),
                name="import_applied_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None)
                | Q(undone_by__isnull=False, undone_at__isnull=False, applied_at__isnull=False),
                name="import_undone_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.layout.title}：{self.file_name}"

    @property
    def layout(self) -> Layout:
        return LAYOUTS[self.layout_key]

    @property
    def questions(self) -> list[str]:
        """What a person has to say before the rows can be read."""
        return [question for sheet in self.sheets for question in sheet["questions"]]

    @property
    def left_out(self) -> list[str]:
        """Headings whose column is not imported, with their letter: nobody should believe that it was."""
        every = (column for sheet in self.sheets for column in sheet["columns"])
        return [f"{each['text']}（{each['letter']}列）" for each in every if each["text"] and not each["key"]]

    @property
    def to_write(self) -> int:
        """The rows that applying it writes."""
        return self.new + self.changed


class ImportedRowQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(source__in=LedgerImport.objects.for_user(user))

    def written(self):
        """The rows that change something."""
        return self.exclude(change=Change.SAME)


class ImportedRow(models.Model):
    """What one ledger row does: kept at the preview, applied exactly so, and the means to undo it."""

    source = models.ForeignKey(LedgerImport, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100)
    number = models.PositiveIntegerField()  # Excel row number
    change = models.CharField(max_length=10)  # a core.imports.layout.Change
    label = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    subject_id = models.BigIntegerField(null=True)  # the record changed or made
    version = models.PositiveIntegerField(null=True)  # of that record: when planned, then when written

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = "导入行"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["source", "position"], name="import_row_position")]
        indexes = [models.Index(fields=["source", "change", "position"], name="import_row_group")]

    def __str__(self) -> str:
        return self.label


class HeadingMemoryQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(organisation_id=user.organisation_id) if user.is_authenticated else self.none()


class HeadingMemory(models.Model):
    """What an organisation's people said a heading of their ledgers means; asked once, remembered for the next file."""

    organisation = models.ForeignKey("accounts.Organisation", models.CASCADE, related_name="+")
    layout_key = models.CharField(max_length=60)
    words = models.CharField(max_length=200)
    column_key = models.CharField(max_length=60, blank=True)  # "": not imported
    unit = models.CharField(max_length=20, blank=True)

    objects = HeadingMemoryQuerySet.as_manager()

    class Meta:
        verbose_name = "列名对应"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "layout_key", "words"], name="heading_remembered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.words} → {self.column_key}"
