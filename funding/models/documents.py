"""Fund documents 指标文件, and the scans of all papers about money."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.permissions import Permission
from communities.models.compounds import why
from core.models import Attachment
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from funding.choices import DocumentKind
from projects.choices import Source


class FundDocumentQuerySet(ScopedQuerySet):
    """A document lies with the division that holds it; whoever got a part of its money sees it too."""

    seen_with = Permission.VIEW_FUNDS

    def within(self, prefix: str):
        from funding.models.entries import Allotment

        own = super().within(prefix)
        if prefix == "":
            return own
        return own | self.filter(pk__in=Allotment.objects.within(prefix).values("document"))


class FundDocument(models.Model):
    """One paper by which money of one source comes to a division. What came is the sum of its receipts.

    `amount`, 元, is what the paper says; a collection has none. A 文号 that brings two sources is two documents.
    """

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    kind = models.CharField("类别", max_length=12, choices=DocumentKind, default=DocumentKind.TRANSFER)
    source = models.CharField("资金来源", max_length=20, choices=Source)
    year = models.PositiveSmallIntegerField("预算年度")
    number = models.CharField("文号", max_length=80)
    title = models.CharField("文件名称", max_length=200, blank=True)
    issued_on = models.DateField("下达日期")
    amount = models.DecimalField("文件金额", max_digits=16, decimal_places=2, null=True, blank=True)
    budget_code = models.CharField(
        "预算科目", max_length=7, blank=True, validators=[RegexValidator(r"^\d{7}$", "预算科目是 7 位数字。")]
    )
    use_by = models.DateField("使用期限", null=True, blank=True)
    remarks = models.CharField("备注", max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(verbose_name="指标文件变更", history_change_reason_field=why())
    objects = FundDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "指标文件"
        ordering = ["-issued_on", "-pk"]
        indexes = [models.Index(fields=["division", "year"], name="document_in_division")]
        constraints = [
            models.UniqueConstraint(fields=["division", "source", "number"], name="document_number_once"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gt=0), name="document_amount_positive"),
            models.CheckConstraint(
                condition=Q(kind=DocumentKind.COLLECTION) | Q(amount__isnull=False), name="document_states_its_amount"
            ),
            models.CheckConstraint(
                condition=Q(use_by=None) | Q(use_by__gte=F("issued_on")), name="document_used_after_issue"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("funding:document_detail", args=[self.pk])

    @property
    def is_collection(self) -> bool:
        return self.kind == DocumentKind.COLLECTION


class FundPaperQuerySet(models.QuerySet):
    def for_user(self, user):
        """Papers of what she may see."""
        from funding.models import BudgetReview, Contract, Contribution, PaymentRequest

        return self.filter(
            Q(document__in=FundDocument.objects.for_user(user))
            | Q(review__in=BudgetReview.objects.for_user(user))
            | Q(contract__in=Contract.objects.for_user(user))
            | Q(request__in=PaymentRequest.objects.for_user(user))
            | Q(contribution__in=Contribution.objects.for_user(user))
        )

    def shown(self):
        return self.filter(removed_reason="")


SUBJECTS = ("document", "review", "contract", "request", "contribution")


def _subject(model: str) -> models.ForeignKey:
    return models.ForeignKey(model, models.CASCADE, null=True, blank=True, related_name="papers")


class FundPaper(Attachment):
    """A scan: of a document, a budget review, a contract, a payment request or a contribution; of exactly one."""

    document = _subject("FundDocument")
    review = _subject("BudgetReview")
    contract = _subject("Contract")
    request = _subject("PaymentRequest")
    contribution = _subject("Contribution")

    objects = FundPaperQuerySet.as_manager()

    class Meta(Attachment.Meta):
        verbose_name = "资金附件"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    *(models.Q(**{f"{name}__isnull": name != chosen for name in SUBJECTS}) for chosen in SUBJECTS),
                    _connector=models.Q.OR,
                ),
                name="paper_of_one_subject",
            ),
        ]

    @property
    def subject(self):
        """What it is a paper of; one query unless loaded."""
        return next(getattr(self, name) for name in SUBJECTS if getattr(self, f"{name}_id"))
