"""A compound comes to another street, and what hangs on it comes along."""

from communities.services import compounds
from projects.models import Spot


def test_a_project_follows_its_compound_to_another_street(project, office, neighbour, clerk, divisions):
    site = project.sites.get()
    spot = Spot.objects.create(site=site, division=site.division, name="大门")

    compounds.change(
        compound=site.compound, facts={"division_id": divisions["健康路街道"].code}, by=office, reason="区划调整"
    )

    project.refresh_from_db()
    spot.refresh_from_db()
    assert project.division_id == spot.division_id == divisions["健康路街道"].code
    assert type(project).objects.for_user(neighbour).get() == project
    assert not type(project).objects.for_user(clerk).exists()
