from django.core.files.base import ContentFile

from accounts.permissions import Role
from core.models import Job
from tests.matrix import EVERYBODY, Case, World

OFFICE = frozenset({Role.LEADING_GROUP_OFFICE})


def a_job(world: World) -> list[int]:
    """A job of the office of 卫滨区; nobody else's."""
    job = Job(
        kind="export", title="示例任务", started_by=world.people[Role.LEADING_GROUP_OFFICE], file_name="示例.xlsx"
    )
    job.file.save("matrix.xlsx", ContentFile(b"x"))
    return [job.pk]


MATRIX = {
    "healthz": Case(roles=EVERYBODY, visitors=True),
    "core:job_list": Case(roles=EVERYBODY),
    "core:jobs_seen": Case(roles=EVERYBODY, method="post"),
    "core:bell": Case(roles=EVERYBODY),
    "core:job_detail": Case(roles=OFFICE, hidden=EVERYBODY - OFFICE, args=a_job),
    "core:job_file": Case(roles=OFFICE, hidden=EVERYBODY - OFFICE, args=a_job),
    "core:working_days": Case(roles=EVERYBODY),
    "core:working_days_edit": Case(roles=frozenset({Role.SYSTEM_ADMIN}), args=lambda world: [2027], everywhere=True),
}
