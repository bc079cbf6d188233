"""Long work as a row: the broker may lose a message, the row does not (libraries.md, 2)."""

from django.conf import settings
from django.db import models


class JobStatus(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"


class JobQuerySet(models.QuerySet):
    def for_user(self, user):
        """A job and its file belong to the person who started it."""
        return self.filter(started_by=user) if user.is_authenticated else self.none()

    def unfinished(self):
        return self.filter(status__in=[JobStatus.QUEUED, JobStatus.RUNNING])


class Job(models.Model):
    """One piece of work over two seconds, with progress; the result is an address or a file to fetch."""

    kind = models.CharField(max_length=60)  # name under which a room registered the runner
    title = models.CharField("任务", max_length=200)
    arguments = models.JSONField(default=dict)
    status = models.CharField("状态", max_length=10, choices=JobStatus, default=JobStatus.QUEUED, db_index=True)
    attempt = models.PositiveSmallIntegerField(default=0)  # how often a worker has claimed it
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField("说明", max_length=500, blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    file = models.FileField("文件", upload_to="jobs/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs")
    created_at = models.DateTimeField("提交时间", auto_now_add=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "后台任务"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["started_by", "seen_at"], name="job_of_person")]

    def __str__(self) -> str:
        return self.title

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def is_finished(self) -> bool:
        return self.status in (JobStatus.DONE, JobStatus.FAILED)
