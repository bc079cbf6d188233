"""Scans about money: kept by whoever enters the subject, fetched by whoever sees it, taken off with a reason."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import RequestStatus
from funding.models import PaymentRequest
from funding.services import papers

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%%EOF\n"


def scan(name="通知.pdf", data=PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_scan_comes_back_under_its_own_name(document, finance, auditor, signed_in):
    kept = papers.add(subject=document, upload=scan(), by=finance)

    answer = signed_in(auditor).get(reverse("funding:paper_download", args=[kept.pk]))

    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_a_scan_of_money_that_did_not_come_to_her_is_hidden(document, finance, clerk, signed_in):
    kept = papers.add(subject=document, upload=scan(), by=finance)

    assert signed_in(clerk).get(reverse("funding:paper_download", args=[kept.pk])).status_code == 404


def test_a_street_fetches_the_paper_of_money_it_got(pot, document, finance, clerk, signed_in):
    kept = papers.add(subject=document, upload=scan(), by=finance)

    answer = signed_in(clerk).get(reverse("funding:paper_download", args=[kept.pk]))

    assert b"".join(answer.streaming_content) == PDF


def test_the_same_scan_is_kept_once(document, finance):
    papers.add(subject=document, upload=scan(), by=finance)

    with pytest.raises(DomainError, match=r"已经上传过，名为“通知\.pdf”"):
        papers.add(subject=document, upload=scan("另一名.pdf"), by=finance)


def test_a_file_that_is_not_what_its_name_says_is_refused(document, finance):
    with pytest.raises(DomainError, match=r"扩展名是 \.pdf，内容无法识别"):
        papers.add(subject=document, upload=scan(data=b"plain words"), by=finance)


def test_a_document_is_the_finance_bureaus(document, clerk, office):
    for person in (clerk, office):
        with pytest.raises(NotAllowed):
            papers.add(subject=document, upload=scan(), by=person)


@pytest.mark.parametrize("who", ["clerk", "finance", "office"])
def test_a_requests_paper_comes_from_whoever_fills_or_reviews_it(approved, who, request):
    by = request.getfixturevalue(who)

    assert papers.add(subject=approved, upload=scan(), by=by).subject == approved


@pytest.mark.parametrize("who", ["neighbour", "auditor", "outsider"])
def test_nobody_else_adds_to_a_request(approved, who, request):
    with pytest.raises(NotAllowed):
        papers.add(subject=approved, upload=scan(), by=request.getfixturevalue(who))


def test_a_contracts_paper_comes_from_its_street(part, clerk, neighbour):
    assert papers.add(subject=part.contract, upload=scan(), by=clerk).contract == part.contract
    with pytest.raises(NotAllowed, match="不由贵单位办理"):
        papers.add(subject=part.contract, upload=scan("又一.pdf"), by=neighbour)


def test_a_paper_is_taken_off_with_a_reason_and_stays_on_file(document, finance, signed_in):
    kept = papers.add(subject=document, upload=scan(), by=finance)

    signed_in(finance).post(reverse("funding:paper_remove", args=[kept.pk]), {"reason": "传错文件"})

    kept.refresh_from_db()
    assert kept.removed_reason == "传错文件"
    assert AuditEntry.objects.get(action="移除资金附件").reason == "传错文件"
    assert signed_in(finance).get(reverse("funding:paper_download", args=[kept.pk])).status_code == 404


def test_what_a_request_was_reviewed_by_stays(approved, clerk):
    kept = papers.add(subject=approved, upload=scan(), by=clerk)

    with pytest.raises(DomainError, match="随申请报送的附件不能移除"):
        papers.remove(paper=kept, reason="传错文件", by=clerk)


def test_a_draft_requests_paper_may_go(approved, clerk):
    PaymentRequest.objects.update(status=RequestStatus.DRAFT)
    approved.refresh_from_db()
    kept = papers.add(subject=approved, upload=scan(), by=clerk)

    papers.remove(paper=kept, reason="传错文件", by=clerk)

    assert not approved.papers.shown().exists()


def test_a_scan_is_uploaded_on_its_page(document, finance, signed_in):
    address = reverse("funding:paper_add") + f"?subject=document-{document.pk}"

    signed_in(finance).post(address, {"upload": scan()})

    assert document.papers.get().name == "通知.pdf"


@pytest.mark.parametrize("subject", ["", "document-", "document-x", "pot-1", "document-999", "document-" + "9" * 30])
def test_a_page_about_nothing_does_not_exist(document, finance, signed_in, subject):
    assert signed_in(finance).get(reverse("funding:paper_add") + f"?subject={subject}").status_code == 404
