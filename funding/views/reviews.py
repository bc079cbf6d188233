"""概（预）算评审: the list, handing one in, deciding it."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from core.errors import Conflict
from core.lists import ListPage
from core.views.forms import FormPage
from funding import policies
from funding.choices import ReviewStatus
from funding.forms.reviews import APPROVE, DecisionForm, ReviewForm
from funding.lists.reviews import REVIEWS
from funding.models import BudgetReview, ProjectAccount
from funding.selectors.accounts import overall_cut, wan
from funding.services import budgets
from projects.views.base import project_of


class ReviewList(ListPage):
    spec = REVIEWS
    template_name = "funding/review_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"overall": overall_cut(BudgetReview.objects.for_user(self.request.user))}


class ReviewCreate(FormPage):
    permission = Permission.FILL_FUNDS
    form_class = ReviewForm
    submit = "送审"
    done = "已登记送审，等待财政部门批复。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_of(request, kwargs["project"])
        policies.check_can_fill(request.user, self.project)
        investment = self.project.investment
        self.title = f"概（预）算送审：{self.project}"
        self.note = f"计划投资 {wan(investment)}" if investment else "计划投资未填"
        self.back = f"{reverse('funding:project_funds', args=[self.project.pk])}#reviews"
        self.draft = f"budget-review-{self.project.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        investment = self.project.investment
        beside = (investment, "计划投资") if investment else None
        return super().get_form_kwargs() | {"beside": beside}

    def save(self, form: ReviewForm) -> str:
        today = timezone.localdate()
        budgets.submit(project=self.project, by=self.request.user, today=today, **form.cleaned_data)
        return self.back


class ReviewDecide(FormPage):
    """Approve it or send it back."""

    permission = Permission.MANAGE_FUNDS
    form_class = DecisionForm
    template_name = "funding/review_decide.html"
    submit = "确定"
    done = "已登记评审结果。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        related = ("project__division", "submitted_by")
        rows = BudgetReview.objects.for_user(request.user).select_related(*related)
        self.review = get_object_or_404(rows, pk=kwargs["pk"])
        policies.check_can_manage(request.user, self.review.project.division)
        if self.review.status != ReviewStatus.SUBMITTED:
            raise Conflict(f"“{self.review}”{self.review.get_status_display()}，不能再办理。")
        self.title, self.note = f"批复概（预）算：{self.review.project}", str(self.review)
        self.account = ProjectAccount.objects.filter(project=self.review.project).first()
        self.papers = self.review.papers.shown().select_related("uploaded_by")
        self.back = f"{self.review.get_absolute_url()}#reviews"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"beside": (self.review.submitted_amount, "送审金额")}

    def save(self, form: DecisionForm) -> str:
        facts: dict[str, Any] = form.cleaned_data
        by, today = self.request.user, timezone.localdate()
        if facts["decision"] == APPROVE:
            figures = {name: facts[name] for name in ("amount", "document", "on")}
            budgets.approve(review=self.review, by=by, today=today, **figures)
        else:
            budgets.send_back(review=self.review, note=facts["note"], on=facts["on"], by=by, today=today)
        return self.back
