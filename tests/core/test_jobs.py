"""Long work is done once, shows how far it is, survives a lost worker, and belongs to the person who started it."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.errors import DomainError
from core.models import Job, JobStatus
from core.tasks import discard_old_files, resend_stuck_jobs, run_job

LONG_AGO = timedelta(minutes=6)


@pytest.fixture
def work(monkeypatch):
    """A runner for jobs of the kind "test"; `work.does` is what it does, `work.done` how often it has."""

    class Work:
        done = 0

        @staticmethod
        def does(job):
            """Nothing more."""

        def __call__(self, job):
            self.done += 1
            self.does(job)

    monkeypatch.setitem(jobs.RUNNERS, "test", work := Work())
    return work


@pytest.fixture
def sent(monkeypatch):
    """The numbers of the jobs that were sent to the worker; none is run."""
    numbers = []
    monkeypatch.setattr(run_job, "delay", lambda *, job_id: numbers.append(job_id))
    return numbers


@pytest.fixture
def job(office) -> Job:
    return Job.objects.create(kind="test", title="示例任务", started_by=office)


def made_silent(job: Job, status: str = JobStatus.RUNNING, attempt: int = 1) -> None:
    long_ago = timezone.now() - LONG_AGO
    Job.objects.filter(pk=job.pk).update(status=status, attempt=attempt, created_at=long_ago, heartbeat_at=long_ago)


def refreshed(job: Job) -> Job:
    job.refresh_from_db()
    return job


def test_a_job_is_sent_when_its_transaction_is_through(office, work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.start(kind="test", title="示例任务", by=office, arguments={"year": 2023})
        assert work.done == 0

    assert work.done == 1
    assert refreshed(job).status == JobStatus.DONE


def test_a_job_sent_twice_is_done_once(job, work):
    run_job(job_id=job.pk)
    run_job(job_id=job.pk)

    assert work.done == 1


def test_a_job_that_does_not_exist_harms_nothing(db):
    run_job(job_id=4711)


def test_a_refusal_is_told_in_its_own_words(job, work):
    def refuse(job):
        raise DomainError("文件里没有“小区名称”这一列，请补上后重新导入。")

    work.does = refuse
    run_job(job_id=job.pk)

    assert refreshed(job).status == JobStatus.FAILED
    assert job.message == "文件里没有“小区名称”这一列，请补上后重新导入。"


def test_a_defect_is_logged_and_told_without_an_english_word(job, work, caplog):
    work.does = lambda job: 1 / 0

    run_job(job_id=job.pk)

    assert refreshed(job).message == jobs.DEFECT
    assert "ZeroDivisionError" in caplog.text


def test_progress_is_seen_while_the_job_runs(job, work):
    seen = []

    def half(job):
        jobs.progress(job, done=500, total=1_000)
        seen.append(refreshed(Job.objects.get(pk=job.pk)).percent)

    work.does = half
    run_job(job_id=job.pk)

    assert seen == [50]


@pytest.mark.parametrize("status", [JobStatus.QUEUED, JobStatus.RUNNING])
def test_a_job_lost_on_the_way_is_sent_again(status, job, sent):
    made_silent(job, status)

    resend_stuck_jobs()

    assert sent == [job.pk]
    assert refreshed(job).status == JobStatus.QUEUED


def test_a_lost_job_is_sent_again_once(job, sent):
    made_silent(job)

    resend_stuck_jobs()
    resend_stuck_jobs()

    assert sent == [job.pk]


@pytest.mark.parametrize("status", [JobStatus.DONE, JobStatus.FAILED])
def test_what_has_ended_is_not_sent_again(status, job, sent):
    made_silent(job, status)

    resend_stuck_jobs()

    assert sent == []
    assert refreshed(job).status == status


def test_a_job_that_gives_signs_of_life_is_left_alone(job, sent):
    made_silent(job)
    jobs.progress(Job.objects.get(pk=job.pk), done=1, total=10)

    resend_stuck_jobs()

    assert sent == []


def test_a_job_lost_three_times_is_given_up_and_says_so(job, sent):
    made_silent(job, attempt=3)

    resend_stuck_jobs()

    assert sent == []
    assert (refreshed(job).status, job.message) == (JobStatus.FAILED, jobs.LOST)


def test_an_attempt_that_was_taken_over_stops_and_leaves_the_row_alone(job, work, sent):
    """The first worker was only slow. While it slept, the job was sent again and done by a second."""

    def slow(first):
        made_silent(first)
        resend_stuck_jobs()
        work.does = lambda second: None
        run_job(job_id=first.pk)
        Job.objects.filter(pk=first.pk).update(message="第二次做完")
        jobs.progress(first, done=1, total=2)

    work.does = slow
    run_job(job_id=job.pk)

    assert work.done == 2
    assert (refreshed(job).status, job.message, job.done) == (JobStatus.DONE, "第二次做完", 0)


def test_a_file_is_kept_for_thirty_days(job):
    job.file.save("示例.xlsx", ContentFile(b"x"))
    ended = timezone.now() - timedelta(days=29)
    Job.objects.update(status=JobStatus.DONE, finished_at=ended)

    discard_old_files()
    kept = bool(refreshed(job).file)
    Job.objects.update(finished_at=ended - timedelta(days=2))
    discard_old_files()

    assert kept
    assert not refreshed(job).file
    assert job.message == jobs.DISCARDED


def test_the_list_shows_my_jobs_only(signed_in, office, neighbour, job):
    Job.objects.create(kind="test", title="别人的任务", started_by=neighbour)

    page = signed_in(office).get(reverse("core:job_list")).content.decode()

    assert "示例任务" in page
    assert "别人的任务" not in page


@pytest.mark.parametrize("name", ["core:job_detail", "core:job_file"])
def test_somebody_elses_job_does_not_exist(name, signed_in, clerk, job):
    job.file.save("x.xlsx", ContentFile(b"x"))

    assert signed_in(clerk).get(reverse(name, args=[job.pk])).status_code == 404


def test_a_job_without_a_file_has_nothing_to_fetch(signed_in, office, job):
    assert signed_in(office).get(reverse("core:job_file", args=[job.pk])).status_code == 404


def test_the_fragment_asks_again_only_while_the_job_runs(signed_in, office, job):
    client, address = signed_in(office), reverse("core:job_detail", args=[job.pk])

    waiting = client.get(address, HTTP_HX_REQUEST="true").content.decode()
    Job.objects.update(status=JobStatus.DONE, finished_at=timezone.now())
    ended = client.get(address, HTTP_HX_REQUEST="true").content.decode()

    assert "every 2s" in waiting
    assert "every 2s" not in ended


def test_the_bell_tells_of_what_ended_until_she_has_looked(signed_in, office, job, work):
    client, bell = signed_in(office), reverse("core:bell")
    run_job(job_id=job.pk)

    before = client.get(bell).content.decode()
    client.post(reverse("core:jobs_seen"))
    after = client.get(bell).content.decode()

    assert "1 项任务已结束" in before
    assert "0 项任务已结束" in after


def test_the_list_takes_as_many_queries_at_2_jobs_as_at_20(signed_in, office, job, django_assert_max_num_queries):
    client = signed_in(office)
    client.get("/jobs/")
    with django_assert_max_num_queries(9):
        client.get("/jobs/")
    for number in range(20):
        Job.objects.create(kind="test", title=f"任务{number}", started_by=office)

    with django_assert_max_num_queries(9):
        client.get("/jobs/")
