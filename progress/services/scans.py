"""The sealed sheet, scanned or photographed: it finds its own return by the code printed on it (F33)."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import attachments, audit
from core.errors import DomainError
from progress import package_policies as policies
from progress import qr, scanning
from progress.choices import FoundBy, ReturnStatus
from progress.models import MonthlyReturn, ReturnVersion, SealedScan
from progress.selectors import packages as selected
from progress.services import packages

KINDS = (".pdf", ".jpg", ".jpeg", ".png")


class NoCode(DomainError):
    """No code of ours could be read: the person types the one printed beside it."""


def attach(
    *, upload: UploadedFile, by: User, now: datetime, code: str = "", of: MonthlyReturn | None = None
) -> SealedScan:
    """Keep the sheet with the version that its QR names; `code` is typed where the QR cannot be read.

    `of`: the return at whose page it was handed over. Refused in a sentence: another street's, month's or an older
    version's sheet, one not approved yet, an unreadable or damaged file, no picture and no PDF, the same scan twice or
    for two versions.
    """
    kept = attachments.kept(upload, by=by)
    name = kept["name"]
    if not name.lower().endswith(KINDS):
        raise DomainError(f"“{name}”不是图片或 PDF。请上传盖章件的扫描件（PDF）或照片（JPG、PNG）。")
    marked = _marked(upload, name)
    if marked is None and not code.strip():
        raise NoCode(f"“{name}”上没有识别出本系统的二维码。请把整页拍清楚后重传，或输入打印件上二维码旁的 8 位校验码。")
    version = _version(marked, code, by=by, name=name)
    _check_is_expected(version, of, name)
    return _keep(version, kept, by=by, now=now, found_by=FoundBy.QR if marked else FoundBy.CODE)


@transaction.atomic
def remove(*, scan: SealedScan, reason: str, by: User) -> None:
    """Take a scan off the page and say why. The last one of a version stays: a better one is uploaded first."""
    version = packages.locked_version(scan.version)
    locked = SealedScan.objects.select_for_update(of=("self",)).get(pk=scan.pk)
    policies.check_may_seal(by, version.monthly_return)
    if not reason.strip():
        raise DomainError("请写明移除盖章件的原因。")
    if locked.removed_reason:
        raise DomainError(f"“{locked}”已被移除，原因：{locked.removed_reason}。")
    if version.is_outdated or version.status != ReturnStatus.SEALED:
        raise DomainError(f"“{version}”目前是“{version.get_status_display()}”，它的盖章件随版本存档，不能移除。")
    if not version.scans.shown().exclude(pk=locked.pk).exists():
        raise DomainError("这是这一版唯一的盖章件。请先上传清楚的盖章件，再移除这一份。")
    locked.removed_reason = reason.strip()[:200]
    locked.save(update_fields=["removed_reason"])
    details = {"文件": locked.name, "指纹 SHA-256": locked.sha256}
    audit.write(by=by, action="移除月报盖章件", on=version, reason=reason, details=details)


def _marked(upload: UploadedFile, name: str) -> qr.Marked | None:
    upload.file.seek(0)
    try:
        texts = scanning.codes_in(upload.file.read(), wanted=lambda text: qr.read(text) is not None)
    except scanning.Broken:
        raise DomainError(f"“{name}”已损坏或没有传完整，请打开原文件检查后再传。") from None
    finally:
        upload.file.seek(0)
    ours = [marked for marked in map(qr.read, texts) if marked]
    if len(set(ours)) > 1:
        raise DomainError(f"“{name}”的同一页上有几份月报的二维码，请分开扫描后再传。")
    return ours[0] if ours else None


def _version(marked: qr.Marked | None, typed: str, *, by: User, name: str) -> ReturnVersion:
    """The version that the sheet is of; nothing is told of one outside her territory."""
    code = "".join(typed.split()).upper()
    if marked and code and marked.code != code:
        raise DomainError(f"“{name}”上的二维码与输入的校验码 {code} 不是同一份月报。请清空校验码后重传。")
    found = selected.versions_with_parts().filter(
        code=marked.code if marked else code, pk__in=ReturnVersion.objects.for_user(by).values("pk")
    )
    version = found.first()
    if version is None and marked is None:
        raise NoCode(f"“{name}”：没有校验码为 {code} 的月报，或它不属于您单位。请对照打印件重新输入。")
    if version is None or (marked is not None and not marked.is_of(version)):
        raise DomainError(f"“{name}”上的二维码不属于您单位的月报，没有保存。")
    return version


def _check_is_expected(version: ReturnVersion, of: MonthlyReturn | None, name: str) -> None:
    if of is None or of.pk == version.monthly_return_id:
        return
    other = "另一个街道" if of.division_id != version.division_id else "另一个月份"
    raise DomainError(f"“{name}”是{other}的盖章件：{version}，不是“{of}”的。没有保存，请到那一份月报上传。")


def _keep(version: ReturnVersion, kept: dict, *, by: User, now: datetime, found_by: FoundBy) -> SealedScan:
    with transaction.atomic():
        locked = packages.locked_version(version)
        _check_is_current(locked, kept["name"])
        policies.check_can_seal(by, locked, timezone.localdate(now))
        _check_is_new(locked, kept, by=by)
        scan = SealedScan.objects.create(version=locked, division_id=locked.division_id, found_by=found_by, **kept)
        packages.seal(version=locked, by=by, now=now)
        details = {"文件": scan.name, "识别方式": scan.get_found_by_display(), "指纹 SHA-256": scan.sha256}
        audit.write(by=by, action="上传月报盖章件", on=locked, details=details)
    return scan


def _check_is_new(version: ReturnVersion, kept: dict, *, by: User) -> None:
    """One sheet seals one version. What lies outside her territory is not named."""
    same = SealedScan.objects.shown().filter(sha256=kept["sha256"]).select_related("version__monthly_return__division")
    if mine := same.filter(version=version).first():
        raise DomainError(f"“{kept['name']}”已经上传过，名为“{mine}”，没有重复保存。")
    if other := same.first():
        seen = SealedScan.objects.for_user(by).filter(pk=other.pk).exists()
        whose = f"“{other.version}”" if seen else "另一个街道"
        raise DomainError(
            f"“{kept['name']}”已作为{whose}的盖章件上传，同一份文件不能再用于“{version}”。请上传这一版自己的盖章件。"
        )


def _check_is_current(version: ReturnVersion, name: str) -> None:
    if version.is_outdated:
        newest = version.monthly_return.current
        raise DomainError(
            f"“{name}”是{version}的盖章件，已过期：之后又有第 {newest.number} 版"
            f"（{newest.standing}）。请打印新版、盖章后再传。"
        )
