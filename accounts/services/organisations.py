"""Organisations of a territory (F02): entered, changed, stopped; never deleted, because acts and records name them."""

from datetime import date

from django.db import transaction

from accounts import policies
from accounts.models import Organisation, User
from core import audit
from divisions.models import Division


@transaction.atomic
def add(*, name: str, kind: str, division: Division, function: str = "", by: User) -> Organisation:
    """Enter an organisation with its one jurisdiction; its kind must suit the division's level."""
    organisation = Organisation(name=name, kind=kind, function=function, division=division)
    _check(organisation, by)
    organisation.save()
    audit.write(by=by, action="新增机构", on=organisation, details={"类别": organisation.get_kind_display()})
    return organisation


@transaction.atomic
def edit(
    *, organisation: Organisation, name: str, kind: str, division: Division, function: str = "", by: User
) -> Organisation:
    """Change name, kind, function or jurisdiction. With the jurisdiction changes what its people see."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    policies.check_can_manage(by, organisation.division)
    before = _in_words(organisation)
    organisation.name, organisation.kind, organisation.function = name, kind, function
    organisation.division = division
    _check(organisation, by)
    policies.check_roles_still_fit(organisation)
    organisation.save()
    after = _in_words(organisation)
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    audit.write(by=by, action="修改机构", on=organisation, details=changed)
    return organisation


@transaction.atomic
def stop(*, organisation: Organisation, on: date, reason: str, by: User) -> None:
    """Close an organisation in which nobody works any more."""
    policies.check_can_manage(by, organisation.division)
    policies.check_works(organisation)
    policies.check_can_stop(organisation)
    organisation.until = on
    organisation.save()
    audit.write(by=by, action="停用机构", on=organisation, reason=reason, details={"停用日期": str(on)})


def _check(organisation: Organisation, by: User) -> None:
    policies.check_can_manage(by, organisation.division)
    policies.check_organisation_fits(organisation.kind, organisation.division)
    policies.check_named_once(organisation)


def _in_words(organisation: Organisation) -> dict[str, str]:
    return {
        "名称": organisation.name,
        "类别": organisation.get_kind_display(),
        "职能": organisation.get_function_display(),
        "辖区": str(organisation.division),
    }
