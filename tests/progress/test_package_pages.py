"""The pages on which a return goes its way."""

import pytest
from django.urls import reverse

from tests.progress.stories import accepted, approved, sealed, submitted

pytestmark = pytest.mark.django_db


def page(signed_in, user, name, *args, **query):
    answer = signed_in(user).get(reverse(f"progress:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_smoke(nanqiao, clerk, office, leader, signed_in):
    for state in (submitted, approved, sealed, accepted):
        version = state(nanqiao)
        for user in (clerk, office, leader):
            page(signed_in, user, "return_detail", nanqiao.pk)
            page(signed_in, user, "version_detail", version.pk)
            page(signed_in, user, "version_print", version.pk)
