"""Fund documents: registered with their money, received in parts, corrected where it is not money."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from communities.services.signing import sign
from core import audit
from core.errors import DomainError
from divisions.models import Division, Level
from divisions.territory import code_of
from funding import policies
from funding.choices import COLLECTED, ActKind, DocumentKind, EntryKind
from funding.document_numbers import tidied
from funding.models import Allotment, FundAct, FundDocument
from funding.services import ledger, papers
from funding.services.ledger import Line
from projects.choices import Source
from projects.models import Project
from projects.services.conflicts import check_version

# What only households give is collected for one project; no paper brings it to a division.
OF_HOUSEHOLDS = (Source.RESIDENTS, Source.MAINTENANCE_FUND, Source.PROVIDENT_FUND, Source.PUBLIC_INCOME)
# What says when and of which year the money is: changed only while there is none.
MOMENT = ("year", "issued_on")


class AlreadyRegistered(DomainError):
    """The 文号 is there already; the page leads to `document`, where it goes on."""

    def __init__(self, words: str, document: FundDocument) -> None:
        super().__init__(words)
        self.document = document


@transaction.atomic
def register(
    *,
    division: Division,
    kind: str,
    source: str,
    year: int,
    number: str,
    issued_on: date,
    amount: Decimal,
    key: UUID,
    by: User,
    today: date,
    title: str = "",
    budget_code: str = "",
    use_by: date | None = None,
    remarks: str = "",
    upload: UploadedFile | None = None,
) -> FundDocument:
    """Register a paper that brings money, 元. Of a TRANSFER all of it is received on the day of issue; the money of an
    AGREEMENT comes by `receive`. Sent twice with one key, it is one document.

    Refused: a 文号 that is there already for this source and division, a source that is collected project by project,
    a day to come, a year that is not that of the issue or beside it, what the ledger refuses (closed year, cents).
    """
    policies.check_can_manage(by, division)
    holder = Division.objects.select_for_update(no_key=True).get(pk=division.pk)  # one 文号 at a time
    made = FundDocument(
        division=holder,
        kind=DocumentKind(kind),
        source=Source(source),
        year=year,
        number=tidied(number),
        title=title.strip(),
        issued_on=issued_on,
        amount=amount,
        budget_code=budget_code,
        use_by=use_by,
        remarks=remarks.strip(),
        created_by=by,
    )
    digest = ledger.digest_of("register", *_said(made))
    if act := ledger.done(key=key, digest=digest, by=by):
        return FundDocument.objects.get(entries__act=act)
    if there := _same_number(made):
        if made.kind == DocumentKind.AGREEMENT and _said(there) == _said(made) and there.created_by_id == by.pk:
            return there  # nothing was received, so no act holds the key: the same form again is the same paper
        raise _already(there)
    _check(made, today)
    sign(made, by=by, reason="登记指标文件")
    made.save()
    root = Allotment.objects.create(document=made, division=holder)
    if upload:
        papers.keep(subject=made, upload=upload, by=by)
    if made.kind == DocumentKind.TRANSFER:
        _receive(root, amount, key=key, digest=digest, on=issued_on, by=by, today=today)
    else:
        audit.write(by=by, action="登记出资协议", on=made, details=_words(made))
    return made


@transaction.atomic
def receive(
    *, document: FundDocument, amount: Decimal, key: UUID, on: date, by: User, today: date, reason: str = ""
) -> FundAct:
    """Money of an agreement as it comes, 元, in all at most what the agreement says. Of a transfer whose receipt was
    reversed: the amount anew, which then is what the document says.

    Refused: more than the agreement, a second receipt of a transfer, what is collected for a project.
    """
    policies.check_can_manage(by, document.division)
    pots = ledger.lock([root_of(document)])
    root = next(iter(pots.values()))
    digest = ledger.digest_of("receive", document, amount, on, reason)
    if act := ledger.done(key=key, digest=digest, by=by):
        return act
    locked = root.document
    if locked.is_collection:
        raise DomainError("居民和社会出资请在项目的出资页面登记收款。")
    if locked.kind == DocumentKind.TRANSFER:
        _take_anew(locked, root, amount, by)
    elif root.received + amount > locked.amount:
        raise DomainError(
            f"《{locked}》共 {locked.amount:,.2f} 元，已到账 {root.received:,.2f} 元，"
            f"本次最多登记 {locked.amount - root.received:,.2f} 元。"
        )
    return _receive(root, amount, key=key, digest=digest, on=on, by=by, today=today, reason=reason)


@transaction.atomic
def change(*, document: FundDocument, version: int | None, by: User, today: date, **facts: Any) -> FundDocument:
    """Correct what is not money: 文号, title, budget code, use-by day, remarks; while nothing is received also the
    year and the day of issue.

    Refused: the amount (reverse the receipt and enter it anew), a version somebody else has changed meanwhile.
    """
    policies.check_can_manage(by, document.division)
    root = next(iter(ledger.lock([root_of(document)]).values()))
    locked = FundDocument.objects.select_for_update(of=("self",)).select_related("division").get(pk=document.pk)
    if locked.is_collection:
        raise DomainError("项目收缴由系统建立，不能修改。")
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    if "number" in facts:
        facts["number"] = tidied(facts["number"])
    check_version(locked, version=version, typed=facts)
    if root.received and any(facts.get(name, getattr(locked, name)) != getattr(locked, name) for name in MOMENT):
        raise DomainError("资金已经到账，年度和下达日期不能修改。确有错误的，请先冲销到账业务。")
    before = _words(locked)
    for name, value in facts.items():
        setattr(locked, name, value)
    if there := _same_number(locked):
        raise _already(there)
    _check(locked, today)
    locked.version += 1
    sign(locked, by=by, reason="修改指标文件")
    locked.save()
    now = _words(locked)
    changed = {words: f"{before[words]} → {now[words]}" for words in now if now[words] != before[words]}
    audit.write(by=by, action="修改指标文件", on=locked, details=changed)
    return locked


@transaction.atomic
def collection(*, project: Project, source: str, by: User, today: date) -> Allotment:
    """The account into which a source is collected for one project; opened when it is first asked for.

    Refused: a source that a budget gives. The caller has asked for rights, and writes what it does to the log.
    """
    if source not in COLLECTED:
        raise DomainError(f"{Source(source).label}由指标文件下达，不按项目收缴。")
    year = project.programme.year
    document, _ = FundDocument.objects.get_or_create(
        division_id=code_of(project.division_id[: Level.COUNTY]),
        source=source,
        number=f"项目收缴 {project.number}",
        kind=DocumentKind.COLLECTION,
        # Collected from the year before the programme on; a date is needed so that nothing is entered before it.
        defaults={"year": year, "title": project.name, "issued_on": date(year - 1, 1, 1), "created_by": by},
    )
    pot, _ = Allotment.objects.get_or_create(
        document=document, parent=None, defaults={"division_id": project.division_id, "project": project}
    )
    return pot


def root_of(document: FundDocument) -> Allotment:
    """The document's money in the hands of its holder."""
    return Allotment.objects.get(document=document, parent=None)


def _receive(root: Allotment, amount: Decimal, *, reason: str = "", **more: Any) -> FundAct:
    line = Line(kind=EntryKind.RECEIPT, allotment=root, amount=amount)
    return ledger.post(kind=ActKind.RECEIVE, lines=[line], about=root.document, reason=reason, **more)


def _take_anew(document: FundDocument, root: Allotment, amount: Decimal, by: User) -> None:
    """A transfer comes once; after its receipt was reversed, once more with the right amount."""
    if root.received:
        raise DomainError(f"《{document}》已全额到账 {root.received:,.2f} 元，不能再登记到账。金额有误的，请先冲销。")
    _check_amount(amount)
    if document.amount != amount:
        document.amount = amount
        document.version += 1
        sign(document, by=by, reason="冲销后重新登记金额")
        document.save(update_fields=["amount", "version"])


def _check(document: FundDocument, today: date) -> None:
    _check_amount(document.amount)
    if not document.number:
        raise DomainError("请填写文号。")
    if document.issued_on > today:
        raise DomainError(f"下达日期 {document.issued_on} 晚于今天，请更正。")
    if abs(document.year - document.issued_on.year) > 1:
        raise DomainError(f"预算年度 {document.year} 与下达日期 {document.issued_on} 相差一年以上，请核对。")
    if document.use_by and document.use_by < document.issued_on:
        raise DomainError(f"使用期限 {document.use_by} 早于下达日期 {document.issued_on}，请更正。")
    if document.kind == DocumentKind.COLLECTION or document.source in OF_HOUSEHOLDS:
        raise DomainError(f"{document.get_source_display()}按项目收缴，请在项目的出资页面登记。")
    if document.kind == DocumentKind.TRANSFER and document.source in COLLECTED:
        raise DomainError(
            f"{document.get_source_display()}不由指标文件下达，类别请选“{DocumentKind.AGREEMENT.label}”。"
        )
    if document.source == Source.STREET and document.division.level != Level.STREET:
        raise DomainError("街道承担的资金请登记在街道名下：区划请选街道。")
    if document.division.level > Level.STREET:
        raise DomainError("资金登记在街道或街道以上，请重新选择区划。")


def _check_amount(amount: Decimal) -> None:
    if amount <= 0:
        raise DomainError("金额必须大于 0。")
    ledger.check_cents(amount)


def _same_number(document: FundDocument) -> FundDocument | None:
    same = FundDocument.objects.filter(division=document.division_id, source=document.source, number=document.number)
    return same.exclude(pk=document.pk).first()


def _already(there: FundDocument) -> AlreadyRegistered:
    amount = "" if there.amount is None else f"，金额 {there.amount:,.2f} 元"
    way_on = "请到原文件办理，不要重复登记；一个文号带来两种来源资金的，按来源分别登记。"
    if there.kind == DocumentKind.TRANSFER and not root_of(there).received:
        way_on = "它的到账业务已经冲销，请打开原文件，点“登记到账”按正确的金额重新登记，不要另建文件。"
    return AlreadyRegistered(
        f"文号“{there}”（{there.get_source_display()}）已经登记：下达日期 {there.issued_on}{amount}。{way_on}", there
    )


def _said(document: FundDocument) -> list[Any]:
    """What was asked, for comparing one request with another."""
    names = ("division_id", "kind", "source", "year", "number", "title", "issued_on", "amount", "budget_code", "use_by")
    said = [getattr(document, name) for name in (*names, "remarks")]
    return [str(each) if isinstance(each, Decimal | date) else each for each in said]


def _words(document: FundDocument) -> dict[str, str]:
    return {
        "文号": document.number,
        "文件名称": document.title,
        "资金来源": document.get_source_display(),
        "年度": str(document.year),
        "下达日期": str(document.issued_on),
        "金额": f"{document.amount:,.2f} 元",
        "预算科目": document.budget_code,
        "使用期限": str(document.use_by or ""),
        "备注": document.remarks,
    }
