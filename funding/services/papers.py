"""Scans of papers about money. A removed one keeps its row and its file."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from core import attachments, audit
from core.errors import DomainError
from funding import paper_policies
from funding.models import FundPaper
from funding.paper_policies import Subject, subject_name


@transaction.atomic
def add(*, subject: Subject, upload: UploadedFile, by: User) -> FundPaper:
    """Keep one paper of a document, budget review, contract, payment request or contribution.

    Refused: whoever may not enter the subject, a file that is not what its name says, the same paper twice.
    """
    paper_policies.check_can_add(by, subject)
    paper = keep(subject=subject, upload=upload, by=by)
    audit.write(by=by, action="上传资金附件", on=subject, details=_described(paper))
    return paper


def keep(*, subject: Subject, upload: UploadedFile, by: User) -> FundPaper:
    """The paper on file; the service that calls asks for rights and writes the log."""
    name = subject_name(subject)
    paper = FundPaper(**{name: subject}, **attachments.kept(upload, by=by))
    same = FundPaper.objects.filter(**{name: subject}, sha256=paper.sha256).shown().first()
    if same:
        raise DomainError(f"这份文件已经上传过，名为“{same}”，没有重复保存。")
    paper.save()
    return paper


@transaction.atomic
def remove(*, paper: FundPaper, reason: str, by: User) -> None:
    """Take a paper off the pages and say why. Refused: what a submitted payment request was reviewed by."""
    locked = FundPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    subject = locked.subject
    paper_policies.check_can_add(by, subject)
    if not reason.strip():
        raise DomainError("请写明移除附件的原因。")
    if locked.removed_reason:
        raise DomainError(f"“{locked}”已被移除，原因：{locked.removed_reason}。")
    if locked.request_id and not subject.is_open:
        raise DomainError(f"支付申请 {subject} 目前是“{subject.get_status_display()}”，随申请报送的附件不能移除。")
    locked.removed_reason = reason.strip()
    locked.save(update_fields=["removed_reason"])
    audit.write(by=by, action="移除资金附件", on=subject, reason=locked.removed_reason, details=_described(locked))


def _described(paper: FundPaper) -> dict[str, str]:
    return {"文件": paper.name, "指纹 SHA-256": paper.sha256}
