"""Signing in and out, the brake on guessing, the own account, and what every page shows."""

import re

import pytest
from django.contrib.auth.models import Group
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from redis import Redis

from hotline.people import forms, views
from hotline.people.models import Person, Role, Unit

pytestmark = pytest.mark.django_db
PASSWORD = "korrekt-pferd-42"


@pytest.fixture(autouse=True)
def _no_old_counts(settings):
    redis = Redis.from_url(settings.REDIS_URL)
    for key in redis.scan_iter("sign-in:*"):
        redis.delete(key)


@pytest.fixture
def person():
    unit = Unit.objects.create(name="海口市12345热线办公室", kind=Unit.Kind.OFFICE)
    person = Person.objects.create_user("chen", password=PASSWORD, name="陈静怡", unit=unit)
    person.groups.add(Group.objects.get_or_create(name=Role.OPERATOR)[0])
    return person


def sign_in(client, username="chen", password=PASSWORD, **more):
    return client.post(reverse("sign_in"), {"username": username, "password": password}, **more)


class TestSignIn:
    def test_the_page(self, client):
        page = client.get(reverse("sign_in"))
        assert page.status_code == 200
        assert "autofocus" in page.content.decode()
        assert "max-age=0" in page.headers["Cache-Control"]

    def test_right_password(self, client, person):
        response = client.post(reverse("sign_in"), {"username": "chen", "password": PASSWORD, "next": reverse("person")})
        assert (response.status_code, response.url) == (302, reverse("person"))
        assert client.session["_auth_user_id"] == str(person.pk)

    @pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"])
    def test_next_stays_here(self, client, person, target, settings):
        settings.LOGIN_REDIRECT_URL = "person"
        response = client.post(reverse("sign_in"), {"username": "chen", "password": PASSWORD, "next": target})
        assert response.url == reverse("person")

    def test_a_guarded_page_leads_here_and_back(self, client, person):
        response = client.get(reverse("person"))
        assert response.url == f"{reverse('sign_in')}?next={reverse('person')}"

    @pytest.mark.parametrize("case", ["wrong password", "unknown", "inactive"])
    def test_the_error_is_always_the_same(self, client, person, case):
        if case == "inactive":
            Person.objects.update(is_active=False)
        page = sign_in(client, "nobody" if case == "unknown" else "chen", PASSWORD if case == "inactive" else "wrong")
        assert page.status_code == 200
        assert page.context["form"].non_field_errors() == [str(forms.SignInForm.error_messages["invalid_login"])]

    @pytest.mark.parametrize("value", ["", "x" * 100_000, "𠮷😀", "<script>alert(1)</script>", "{{ 7*7 }}", "a\x00b"])
    def test_bad_input(self, client, person, value):
        page = sign_in(client, value, value)
        assert page.status_code == 200
        assert page.context["form"].errors
        assert b"<script>alert" not in page.content

    def test_who_is_signed_in_goes_on(self, client, person, settings):
        settings.LOGIN_REDIRECT_URL = "person"
        client.force_login(person)
        assert client.get(reverse("sign_in")).url == reverse("person")


class TestBrake:
    def test_ten_failures_then_even_the_right_password_is_refused(self, client, person):
        for _ in range(forms.FAILURES_ALLOWED):
            assert sign_in(client, password="wrong").context["form"].has_error("__all__", "invalid_login")
        page = sign_in(client)
        assert page.context["form"].has_error("__all__", "too_many")
        assert "_auth_user_id" not in client.session

    def test_it_is_per_name_and_address(self, client, person):
        for _ in range(forms.FAILURES_ALLOWED + 1):
            sign_in(client, password="wrong")
        assert sign_in(client, REMOTE_ADDR="10.0.0.9").status_code == 302

    def test_letter_case_makes_no_other_name(self, client, person):
        for _ in range(forms.FAILURES_ALLOWED):
            sign_in(client, "CHEN", "wrong")
        assert sign_in(client).context["form"].has_error("__all__", "too_many")

    def test_success_forgets_the_failures(self, client, person):
        for _ in range(2):
            for _ in range(forms.FAILURES_ALLOWED - 1):
                sign_in(client, password="wrong")
            assert sign_in(client).status_code == 302
            client.logout()

    def test_it_ends_by_itself(self, settings):
        attempts = forms.Attempts("chen", "127.0.0.1")
        assert [attempts.count(), attempts.count()] == [1, 2]
        left = Redis.from_url(settings.REDIS_URL).ttl(attempts.key)
        assert forms.WINDOW_SECONDS - 5 < left <= forms.WINDOW_SECONDS

    def test_further_attempts_do_not_prolong_it(self, settings):
        attempts, redis = forms.Attempts("chen", "127.0.0.1"), Redis.from_url(settings.REDIS_URL)
        attempts.count()
        redis.expire(attempts.key, 60)
        attempts.count()
        assert redis.ttl(attempts.key) <= 60

    def test_without_redis_people_can_still_sign_in(self, client, person, settings):
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
        assert sign_in(client).status_code == 302

    def test_the_proxy_is_believed_only_when_there_is_one(self, rf, settings):
        request = rf.get("/", headers={"X-Forwarded-For": "1.1.1.1, 2.2.2.2"}, REMOTE_ADDR="3.3.3.3")
        settings.SECURE_PROXY_SSL_HEADER = None
        assert forms.address_of(request) == "3.3.3.3"
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        assert forms.address_of(request) == "2.2.2.2"

    def test_the_admin_site_has_it_too(self, client, person):
        for _ in range(forms.FAILURES_ALLOWED):
            client.post("/admin/login/", {"username": "chen", "password": "wrong"})
        assert sign_in(client).context["form"].has_error("__all__", "too_many")


class TestSignOut:
    def test_post(self, client, person):
        client.force_login(person)
        assert client.post(reverse("sign_out")).url == reverse("sign_in")
        assert "_auth_user_id" not in client.session

    def test_a_link_cannot_sign_anybody_out(self, client, person):
        client.force_login(person)
        assert client.get(reverse("sign_out")).status_code == 405
        assert "_auth_user_id" in client.session

    def test_without_csrf_token(self, person):
        client = Client(enforce_csrf_checks=True)
        client.force_login(person)
        response = client.post(reverse("sign_out"))
        assert response.status_code == 403
        assert 'class="fault"' in response.content.decode()


class TestAccount:
    def test_own_account(self, client, person):
        client.force_login(person)
        text = client.get(reverse("person")).content.decode()
        assert "陈静怡" in text
        assert "海口市12345热线办公室" in text

    def test_wrong_method(self, client, person):
        client.force_login(person)
        assert client.post(reverse("person")).status_code == 405

    def test_change_password(self, client, person):
        client.force_login(person)
        new = {"old_password": PASSWORD, "new_password1": "neues-pferd-4711", "new_password2": "neues-pferd-4711"}
        assert client.post(reverse("change_password"), new).url == reverse("person")
        person.refresh_from_db()
        assert person.check_password("neues-pferd-4711")
        assert client.get(reverse("person")).status_code == 200  # still signed in

    @pytest.mark.parametrize(
        "change",
        [{"old_password": "wrong"}, {"new_password2": "other"}, {"new_password1": "short", "new_password2": "short"}],
    )
    def test_change_password_refused(self, client, person, change):
        client.force_login(person)
        new = {"old_password": PASSWORD, "new_password1": "neues-pferd-4711", "new_password2": "neues-pferd-4711"} | change
        page = client.post(reverse("change_password"), new)
        assert page.status_code == 200
        assert 'class="form-errors"' in page.content.decode()
        person.refresh_from_db()
        assert person.check_password(PASSWORD)

    def test_language_before_signing_in(self, client):
        response = client.post(reverse("set_language"), {"language": "en", "next": reverse("sign_in")})
        assert response.url == reverse("sign_in")
        assert "Sign in" in client.get(reverse("sign_in")).content.decode()


class TestDemoAccounts:
    @pytest.fixture
    def demo(self, monkeypatch, person):
        class Demo:
            ACCOUNTS = [("chen", "话务员", "陈静怡"), ("gone", "派单员", "无此人")]
            PASSWORD = "demo-password"

        monkeypatch.setattr(views, "import_module", lambda name: Demo)

    def test_listed_in_the_embedded_mode(self, client, demo, settings):
        settings.EMBEDDED = True
        text = client.get(reverse("sign_in")).content.decode()
        assert "demo-password" in text
        assert "陈静怡" in text
        assert "无此人" not in text

    def test_never_outside_it(self, client, demo, settings):
        settings.EMBEDDED = False
        assert "demo-password" not in client.get(reverse("sign_in")).content.decode()

    def test_without_a_demo(self, monkeypatch, settings):
        def missing(name):
            raise ModuleNotFoundError(name)

        settings.EMBEDDED = True
        monkeypatch.setattr(views, "import_module", missing)
        assert views.demo_accounts() == []


class TestPagesKeepTheRules:
    """No inline script, style or handler anywhere: the content security policy would break the page silently."""

    @pytest.mark.parametrize("name", ["sign_in", "person", "change_password"])
    def test_views(self, client, person, name):
        if name != "sign_in":
            client.force_login(person)
        self.check(client.get(reverse(name)).content.decode())

    @pytest.mark.parametrize("template", ["400", "403", "403_csrf", "404", "405", "409", "500"])
    def test_faults_need_no_context_and_no_database(self, template, django_assert_num_queries):
        with django_assert_num_queries(0):
            text = render_to_string(f"{template}.html")
        self.check(text)
        assert "{%" not in text
        assert "{#" not in text

    def test_404_for_a_signed_in_person(self, client, person):
        client.force_login(person)
        page = client.get("/no-such-page/")
        assert page.status_code == 404
        assert "陈静怡" in page.content.decode()

    @staticmethod
    def check(text):
        assert not re.search(r"<[^>]+\sstyle=", text)
        assert not re.search(r"<[^>]+\son\w+=", text)
        assert not re.search(r"<[^>]+\shx-on", text)
        assert not re.search(r"<script(?![^>]*\ssrc=)", text)
        assert "<style" not in text
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
