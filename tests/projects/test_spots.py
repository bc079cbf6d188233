"""The same place photographed before, during and after (F46)."""

import pytest
from django.urls import reverse

from communities.services import compounds
from communities.services import photos as compound_photos
from core.errors import DomainError, NotAllowed
from projects.choices import SpotStage
from projects.models import Spot, SpotPhoto
from projects.selectors.spots import series_of_compound, series_of_project
from projects.services import spots
from tests.communities.factories import a_picture, an_upload
from tests.projects.conftest import a_project

BEFORE, AFTER = SpotStage.BEFORE, SpotStage.AFTER


@pytest.fixture
def site(project):
    return project.sites.get()


@pytest.fixture
def gate_spot(site, clerk) -> Spot:
    return spots.add(site=site, name="大门口", note="站在路对面", by=clerk)


def shoot(spot, by, stage=BEFORE, *, taken="", colour="grey") -> SpotPhoto:
    upload = an_upload(a_picture(taken=taken, colour=colour, size=(60, 40)))
    return spots.add_photo(spot=spot, stage=stage, upload=upload, by=by)


def remarks_of(spot, user) -> list[str]:
    (site,) = series_of_project(spot.site.project, user=user)
    return site.series[0].remarks


def test_a_photo_at_a_spot_is_a_photo_of_the_compound(gate_spot, clerk):
    shot = shoot(gate_spot, clerk)

    assert shot.photo.compound == gate_spot.site.compound
    assert (shot.stage, shot.photo.uploaded_by) == (BEFORE, clerk)


def test_a_community_worker_takes_photos_in_her_community(project, divisions, community_worker, office):
    compound = project.sites.get().compound
    compounds.change(compound=compound, facts={"division_id": divisions["示例社区"].pk}, by=office, reason="区划调整")

    spot = spots.add(site=project.sites.get(), name="大门口", by=community_worker)

    assert shoot(spot, community_worker).photo.uploaded_by == community_worker


def test_a_spot_follows_its_compound_to_another_division(gate_spot, divisions, office):
    compounds.change(
        compound=gate_spot.site.compound, facts={"division_id": divisions["示例社区"].pk}, by=office, reason="区划调整"
    )

    gate_spot.refresh_from_db()
    assert gate_spot.division == divisions["示例社区"]


def test_nobody_photographs_next_door(gate_spot, neighbour):
    with pytest.raises(NotAllowed):
        shoot(gate_spot, neighbour)


def test_a_leader_only_looks(gate_spot, leader):
    with pytest.raises(NotAllowed):
        shoot(gate_spot, leader)


def test_a_spot_is_named_once_at_a_site(gate_spot, clerk):
    with pytest.raises(DomainError, match="中州小区已有名为“大门口”的点位"):
        spots.add(site=gate_spot.site, name=" 大门口 ", by=clerk)


def test_a_spot_without_a_name_is_refused(site, clerk):
    with pytest.raises(DomainError, match="请填写点位名称"):
        spots.add(site=site, name="  ", by=clerk)


def test_a_picture_that_the_compound_has_is_shown_and_not_kept_twice(gate_spot, clerk):
    kept = compound_photos.add(compound=gate_spot.site.compound, upload=an_upload(), by=clerk)

    shot = spots.add_photo(spot=gate_spot, stage=BEFORE, upload=an_upload(name="副本.jpg"), by=clerk)

    assert shot.photo == kept
    assert gate_spot.site.compound.photos.count() == 1


def test_one_picture_is_not_before_and_after(gate_spot, clerk):
    shoot(gate_spot, clerk)

    with pytest.raises(DomainError, match=r"已放在点位“大门口”的“改造前”.*请先取下"):
        shoot(gate_spot, clerk, AFTER)


def test_a_photo_of_another_compound_is_refused(gate_spot, listed, clerk):
    other = compound_photos.add(compound=listed["新运23号院"].compound, upload=an_upload(), by=clerk)

    with pytest.raises(DomainError, match="所选照片不是中州小区的照片"):
        spots.attach(spot=gate_spot, stage=BEFORE, photo=other, by=clerk)


def test_a_photo_taken_off_a_spot_stays_with_the_compound(gate_spot, clerk):
    shot = shoot(gate_spot, clerk)

    spots.detach(shot=shot, by=clerk)

    assert not gate_spot.photos.exists()
    assert gate_spot.site.compound.photos.shown().count() == 1


def test_a_spot_with_photos_is_not_removed(gate_spot, clerk):
    shoot(gate_spot, clerk)

    with pytest.raises(DomainError, match="还有 1 张照片，请先逐张取下"):
        spots.remove(spot=gate_spot, by=clerk)


def test_a_photo_removed_from_the_compound_is_shown_at_no_spot(gate_spot, clerk):
    shot = shoot(gate_spot, clerk)
    compound_photos.remove(photo=shot.photo, reason="拍错了", by=clerk)

    assert series_of_compound(gate_spot.site.compound, user=clerk) == []


def test_a_removed_photo_uploaded_again_takes_its_place_at_the_new_stage(gate_spot, clerk):
    compound_photos.remove(photo=shoot(gate_spot, clerk).photo, reason="拍错了", by=clerk)

    shot = shoot(gate_spot, clerk, AFTER)

    assert [(each.pk, each.stage) for each in gate_spot.photos.all()] == [(shot.pk, AFTER)]


def test_an_after_taken_earlier_than_a_before_is_named(gate_spot, clerk):
    shoot(gate_spot, clerk, BEFORE, taken="2023:05:01 09:00:00", colour="red")
    shoot(gate_spot, clerk, AFTER, taken="2023:03:01 09:00:00", colour="green")

    (remark,) = remarks_of(gate_spot, clerk)
    assert "“改造后”有照片拍摄于 2023-03-01 09:00，早于“改造前”的照片（2023-05-01 09:00）" in remark


def test_photos_without_a_time_contradict_nothing(gate_spot, clerk):
    shoot(gate_spot, clerk, AFTER, colour="green")
    shoot(gate_spot, clerk, BEFORE, taken="2023:05:01 09:00:00", colour="red")

    assert remarks_of(gate_spot, clerk) == []


def test_of_a_project_over_two_streets_each_clerk_sees_her_own_sites_spots(project, listed, neighbour, clerk, office):
    other = a_project(listed["健康路195号院"], implementer=neighbour.organisation, by=office)
    other.sites.update(project=project)
    for site in project.sites.all():
        spots.add(site=site, name="大门口", by=office)

    (seen,) = series_of_project(project, user=neighbour)
    assert seen.site.compound.name == "健康路195号院"


def test_the_page_shows_three_columns_side_by_side(gate_spot, clerk, signed_in):
    shot = shoot(gate_spot, clerk, AFTER)

    page = signed_in(clerk).get(reverse("projects:project_spots", args=[gate_spot.site.project_id]))

    (series,) = page.context["sites"][0].series
    assert [len(column.shots) for column in series.stages] == [0, 0, 1]
    assert reverse("communities:photo_file", args=[shot.photo.pk, "thumbnail"]) in page.content.decode()


def test_several_photos_are_uploaded_and_the_bad_one_is_told(gate_spot, clerk, signed_in):
    good, bad = an_upload(name="1.jpg"), an_upload(b"no picture at all", name="2.jpg")
    url = reverse("projects:spot_photo_add", args=[gate_spot.pk, BEFORE])

    page = signed_in(clerk).post(url, {"photos": [good, bad]}, follow=True)

    said = [str(message) for message in page.context["messages"]]
    assert said[0].startswith("2.jpg：只能上传 JPEG 或 PNG")
    assert said[1] == "已放入 1 张照片。"


def test_a_known_photo_is_ticked(gate_spot, clerk, signed_in):
    known = compound_photos.add(compound=gate_spot.site.compound, upload=an_upload(), by=clerk)

    url = reverse("projects:spot_photo_add", args=[gate_spot.pk, AFTER])
    signed_in(clerk).post(url, {"known": [known.pk]})

    assert gate_spot.photos.get().photo == known


def test_nothing_chosen_is_said(gate_spot, clerk, signed_in):
    page = signed_in(clerk).post(reverse("projects:spot_photo_add", args=[gate_spot.pk, BEFORE]))

    assert page.status_code == 422
    assert "请拍摄或选择至少一张照片" in page.content.decode()


def test_an_unknown_stage_is_no_page(gate_spot, clerk, signed_in):
    assert signed_in(clerk).get(reverse("projects:spot_photo_add", args=[gate_spot.pk, "later"])).status_code == 404


def test_the_page_of_the_compound_shows_the_pair(gate_spot, clerk, signed_in):
    shoot(gate_spot, clerk, BEFORE, colour="red")
    shoot(gate_spot, clerk, AFTER, colour="green")

    page = signed_in(clerk).get(reverse("projects:compound_spots", args=[gate_spot.site.compound_id]))

    (series,) = page.context["series"]
    assert [column.newest is not None for column in series.stages] == [True, False, True]


@pytest.mark.parametrize("page", ["projects:project_spots", "projects:spots_print", "projects:compound_spots"])
def test_twenty_spots_take_as_many_queries_as_two(page, gate_spot, clerk, signed_in, counted):
    browser = signed_in(clerk)
    site = gate_spot.site
    url = reverse(page, args=[site.compound_id if page == "projects:compound_spots" else site.project_id])
    shoot(gate_spot, clerk)
    photo = site.compound.photos.get()

    def grow(first, last):
        for number in range(first, last):
            made = Spot.objects.create(site=site, division=site.division, name=f"点位{number}")
            SpotPhoto.objects.create(spot=made, stage=AFTER, photo=photo)

    grow(1, 2)
    browser.get(url)
    with counted() as few:
        browser.get(url)
    grow(2, 20)
    with counted() as many:
        browser.get(url)

    assert len(many) == len(few)
