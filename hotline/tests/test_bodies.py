"""A request larger than any form is refused before it is read."""

from io import BytesIO

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse

from hotline.bodies import FILES, MEGABYTE, SMALL, LimitBodies

pytestmark = pytest.mark.django_db
MOST = SMALL + FILES * 20 * MEGABYTE


@pytest.mark.parametrize("size", ["", "nonsense", "0", str(SMALL), str(MOST)])
def test_what_a_form_can_be_passes(rf, size):
    assert LimitBodies(lambda request: HttpResponse())(rf.post("/", CONTENT_LENGTH=size)).status_code == 200


def test_what_no_form_can_be_is_refused(rf):
    with pytest.raises(RequestDataTooBig):
        LimitBodies(lambda request: HttpResponse())(rf.post("/", CONTENT_LENGTH=str(MOST + 1)))


def test_strangers_fill_no_disk(client):
    class Endless(BytesIO):
        def read(self, size=-1):
            raise AssertionError("it was read")

    response = client.generic("POST", "/sign-in/", b"x", CONTENT_LENGTH=str(MOST + 1), **{"wsgi.input": Endless()})
    assert response.status_code == 400


@pytest.mark.parametrize("address", ["/duty/feed/a%00b.ics", "/knowledge/suggest/?ticket=%00", "/sign-in/?next=%00"])
def test_no_address_holds_a_nul(client, address):
    assert client.get(address).status_code == 400
