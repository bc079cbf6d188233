"""Papers of a project: kept for what they are, fetched by whoever sees the project, taken off with a reason."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from projects.choices import Duty, FileKind, ProjectStatus
from projects.models import Gate, Phase
from projects.services import files

PDF = b"%PDF-1.4\n%%EOF\n"


def paper(name="施工图.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def add(project, by, **options):
    return files.add(project=project, kind=FileKind.DRAWING, by=by, **{"upload": paper()} | options)


def test_a_paper_comes_back_under_its_own_name(project, clerk, signed_in):
    kept = add(project, clerk)

    answer = signed_in(clerk).get(reverse("projects:file_download", args=[kept.pk]))

    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_the_same_paper_is_kept_once(project, scheme, clerk):
    add(project, clerk, scheme=scheme)

    with pytest.raises(DomainError, match=r"已经上传过，名为“施工图\.pdf”"):
        add(project, clerk, scheme=scheme, upload=paper("另一名.pdf"))


def test_the_street_next_door_adds_none(project, neighbour):
    with pytest.raises(NotAllowed, match="不由贵单位实施"):
        add(project, neighbour)


def owed_by(person, project):
    phase = Phase.objects.create(
        project=project, position=1, name="前期准备", duty=Duty.REVIEW, status=ProjectStatus.PREPARING
    )
    return Gate.objects.create(
        project=project, phase=phase, position=1, name="联合审查", duty=Duty.REVIEW, organisation=person.organisation
    )


def test_a_bureau_that_owes_a_gate_brings_its_evidence(project, bureau):
    gate = owed_by(bureau, project)

    assert add(project, bureau, gate=gate).gate == gate


def test_the_street_brings_no_evidence_for_what_another_unit_owes(project, bureau, clerk):
    gate = owed_by(bureau, project)

    with pytest.raises(NotAllowed, match="只有该单位和领导小组办公室"):
        add(project, clerk, gate=gate)


def test_a_bureau_adds_no_other_paper(project, bureau):
    with pytest.raises(NotAllowed, match="没有“填报改造方案"):
        add(project, bureau)


def test_a_removed_paper_is_gone_from_the_pages_and_in_the_log(project, clerk, signed_in):
    kept = add(project, clerk)

    files.remove(file=kept, reason="传错了", by=clerk)

    assert signed_in(clerk).get(reverse("projects:file_download", args=[kept.pk])).status_code == 404
    assert AuditEntry.objects.get(action="移除项目附件").reason == "传错了"


def test_a_removal_says_why(project, clerk):
    with pytest.raises(DomainError, match="请写明移除附件的原因"):
        files.remove(file=add(project, clerk), reason=" ", by=clerk)


def test_what_was_approved_with_a_scheme_stays(approved, clerk):
    kept = add(approved.project, clerk, scheme=approved)

    with pytest.raises(DomainError, match=r"随方案报送的附件“施工图\.pdf”不能移除"):
        files.remove(file=kept, reason="换新图", by=clerk)


def test_a_paper_is_uploaded_on_the_page(scheme, clerk, signed_in):
    address = reverse("projects:file_add", args=[scheme.project_id])

    signed_in(clerk).post(f"{address}?scheme={scheme.pk}", {"kind": "drawing", "upload": paper()})

    assert scheme.files.get().name == "施工图.pdf"


def test_a_file_that_is_not_what_its_name_says_is_refused_on_the_page(project, clerk, signed_in):
    wrong = paper("施工图.pdf", b"\x89PNG\r\n\x1a\n" + bytes(40))

    answer = signed_in(clerk).post(
        reverse("projects:file_add", args=[project.pk]), {"kind": "drawing", "upload": wrong}
    )

    assert answer.status_code == 422
    assert project.files.count() == 0


def test_a_closed_project_takes_no_more_papers(project, clerk):
    project.status, project.status_since = ProjectStatus.CANCELLED, date(2023, 5, 1)
    project.save()

    with pytest.raises(DomainError, match="已取消"):
        add(project, clerk)
