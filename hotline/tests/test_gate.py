"""What is sent without a session, and addresses opened with a method they do not take."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from hotline.people.models import Person, Role, Unit

pytestmark = pytest.mark.django_db
PASSWORD = "korrekt-pferd-42"
BUTTON = "/duty/roster/2027-02/announce/"
PAGE = "/duty/roster/2027-02/"
UNDONE = "was not carried out. Please do it again."


@pytest.fixture
def head():
    unit = Unit.objects.create(name="海口市12345热线办公室", kind=Unit.Kind.OFFICE)
    head = Person.objects.create_user("head", password=PASSWORD, name="陈静怡", unit=unit)
    head.groups.add(Group.objects.get_or_create(name=Role.OFFICE_HEAD)[0])
    return head


@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


def sign_in(browser, following):
    return browser.post(reverse("sign_in"), {"username": "head", "password": PASSWORD, "next": following}, follow=True)


@pytest.mark.parametrize(
    ("referer", "following"),
    [
        (f"http://testserver{PAGE}", PAGE),
        ("http://testserver/tickets/?step=3", "/tickets/?step=3"),
        ("", "/"),
        ("http://evil.example/duty/", "/"),
        ("https://testserver.evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_a_form_leads_back_to_its_page(browser, referer, following):
    answer = browser.post(BUTTON, headers={"referer": referer})
    assert answer.status_code == 302
    assert browser.get(answer.url).context["next"] == following
    assert answer.url.startswith(f"{reverse('sign_in')}?next=/")


def test_who_signs_in_is_told_once_that_nothing_was_done(browser, head):
    browser.post(BUTTON, headers={"referer": f"http://testserver{PAGE}"})
    page = sign_in(browser, PAGE)
    assert page.status_code == 200
    assert page.request["PATH_INFO"] == PAGE
    assert UNDONE in page.content.decode()
    assert UNDONE not in browser.get(PAGE).content.decode()


def test_nothing_of_the_kind_after_opening_a_page(browser, head):
    assert browser.get(PAGE).url == f"{reverse('sign_in')}?next={PAGE}"
    assert UNDONE not in sign_in(browser, PAGE).content.decode()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Go to that page and press its button."), ("zh-hans", '<html lang="zh-CN">')]
)
def test_a_button_s_address_opened_by_itself_gives_a_page(head, language, said):
    browser = Client(headers={"accept-language": language})
    browser.force_login(head)
    page = browser.get(BUTTON)
    assert (page.status_code, page["Allow"]) == (405, "POST")
    text = page.content.decode()
    assert said in text
    assert 'class="btn btn-primary" href="/"' in text
    assert "陈静怡" in text


def test_a_stranger_reads_it_without_a_way_to_work(browser):
    page = browser.post("/duty/public/2026-11/")
    assert page.status_code == 405
    assert "My work" not in page.content.decode()


class TestFaultsSpeakOfTicketsOnlyThere:
    """403 and 404: what a page says depends on where it is."""

    @pytest.mark.parametrize(
        ("path", "speaks"),
        [("/tickets/20260101-00001/", True), ("/duty/2026-02-31/", False), ("/duty/leave/99/", False), ("/no-such-page/", False)],
    )
    def test_nothing_here(self, browser, head, path, speaks):
        browser.force_login(head)
        page = browser.get(path)
        assert page.status_code == 404
        assert ("the ticket" in page.content.decode()) == speaks

    def test_not_allowed(self, browser, head):
        head.groups.set([Group.objects.get_or_create(name=Role.CITY_LEADER)[0]])
        browser.force_login(head)
        page = browser.get("/duty/roster/2027-02/edit/")
        assert page.status_code == 403
        assert "do not allow it any more" in page.content.decode()

    def test_a_stranger_is_offered_no_work(self, browser):
        page = browser.get("/no-such-page/")
        assert page.status_code == 404
        assert "My work" not in page.content.decode()
