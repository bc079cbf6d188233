"""A person's long work: what is under way, what ended, and the files to fetch."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core import jobs
from core.models import Job

SHOWN = 50  # the newest; older work has long been fetched or forgotten


@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    mine = Job.objects.for_user(request.user)[:SHOWN]
    return render(request, "core/job_list.html", {"jobs": mine})


@require_GET
def job_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of one job, which can be left at any time; htmx asks here how far it is."""
    job = get_object_or_404(Job.objects.for_user(request.user), pk=pk)
    return render(request, "core/_job.html" if request.htmx else "core/job_detail.html", {"job": job})


@require_GET
def job_file(request: HttpRequest, pk: int) -> FileResponse:
    job = get_object_or_404(Job.objects.for_user(request.user), pk=pk)
    if not job.file:
        raise Http404
    return FileResponse(job.file.open(), as_attachment=True, filename=job.file_name)


@require_POST
def jobs_seen(request: HttpRequest) -> HttpResponse:
    """She has looked at her jobs; the bell is told so."""
    jobs.mark_seen(by=request.user, now=timezone.now())
    return render(request, "core/_bell.html")


@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """The bell alone, asked for while work is under way."""
    return render(request, "core/_bell.html")
