"""Papers of a project: of its scheme, or the evidence of a gate. A removed one keeps its row and its file."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from core import attachments, audit
from core.errors import DomainError
from projects import phase_policies, project_policies
from projects.choices import FileKind, SchemeStatus
from projects.models import Gate, Project, ProjectFile, Scheme

SETTLED = (SchemeStatus.SUBMITTED, SchemeStatus.APPROVED, SchemeStatus.SUPERSEDED)


@transaction.atomic
def add(
    *,
    project: Project,
    upload: UploadedFile,
    kind: str,
    by: User,
    scheme: Scheme | None = None,
    gate: Gate | None = None,
) -> ProjectFile:
    """Keep one paper. A gate's evidence is brought by whoever may prove gates, all else by whoever edits the project.

    Refused: a file of another kind than its name says, an empty or too large one, the same paper twice.
    """
    _check_may_add(by, project, gate)
    part = scheme or gate
    if part is not None and part.project_id != project.pk:
        raise DomainError(f"所选方案或关口不属于“{project}”，附件没有保存。")
    paper = ProjectFile(
        project=project, scheme=scheme, gate=gate, kind=FileKind(kind), **attachments.kept(upload, by=by)
    )
    same = ProjectFile.objects.filter(project=project, scheme=scheme, gate=gate, sha256=paper.sha256).shown().first()
    if same:
        raise DomainError(f"这份文件已经上传过，名为“{same}”，没有重复保存。")
    paper.save()
    audit.write(by=by, action="上传项目附件", on=project, details=_described(paper))
    return paper


@transaction.atomic
def remove(*, file: ProjectFile, reason: str, by: User) -> None:
    """Take a paper off the pages and say why. What was submitted or approved with a scheme stays with it."""
    locked = ProjectFile.objects.select_for_update(of=("self",)).select_related("project", "scheme").get(pk=file.pk)
    project_policies.check_can_edit(by, locked.project)
    if not reason.strip():
        raise DomainError("请写明移除附件的原因。")
    if locked.removed_reason:
        raise DomainError(f"“{locked}”已被移除，原因：{locked.removed_reason}。")
    if locked.scheme and locked.scheme.status in SETTLED:
        state = locked.scheme.get_status_display()
        raise DomainError(f"“{locked.scheme}”目前是“{state}”，随方案报送的附件“{locked}”不能移除。")
    locked.removed_reason = reason
    locked.save(update_fields=["removed_reason"])
    audit.write(by=by, action="移除项目附件", on=locked.project, reason=reason, details=_described(locked))


def _check_may_add(user: User, project: Project, gate: Gate | None) -> None:
    if gate is None:
        project_policies.check_can_edit(user, project)
        return
    phase_policies.check_may_satisfy(user, gate)
    project_policies.check_is_running(project)


def _described(paper: ProjectFile) -> dict[str, str]:
    about = {"方案": str(paper.scheme)} if paper.scheme else {"关口": str(paper.gate)} if paper.gate else {}
    return {"文件": paper.name, "类别": paper.get_kind_display(), "指纹 SHA-256": paper.sha256} | about
