"""A page that a project's state forbids leads back to where she was, with the reason."""

from django.urls import reverse

from projects.models import Phase


def test_a_phase_of_a_suspended_project_leads_back_with_the_reason(project, clerk, signed_in):
    phase = Phase.objects.create(
        project=project, position=1, name="工程实施", duty="works", status="under_construction"
    )
    type(project).objects.update(status="suspended", status_reason="资金未到位")
    came_from = reverse("projects:project_phases", args=[project.pk])

    response = signed_in(clerk).get(
        reverse("projects:phase_start", args=[phase.pk]),
        headers={"referer": f"http://testserver{came_from}"},
        follow=True,
    )

    assert response.redirect_chain == [(came_from, 302)]
    assert "资金未到位" in response.content.decode()


def test_a_page_that_refuses_itself_leads_home(project, clerk, signed_in):
    phase = Phase.objects.create(
        project=project, position=1, name="工程实施", duty="works", status="under_construction"
    )
    type(project).objects.update(status="suspended", status_reason="资金未到位")
    address = reverse("projects:phase_start", args=[phase.pk])

    response = signed_in(clerk).get(address, headers={"referer": f"http://testserver{address}"})

    assert response["Location"] == "/"
