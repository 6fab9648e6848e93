"""The inbox: own notices only, read when followed."""

import pytest
from django.test import Client

from hotline import clock
from hotline.notices import actions
from hotline.notices.models import Notice
from hotline.notices.texts import SENTENCES
from hotline.people.models import Person, Unit


@pytest.fixture
def two(db: None) -> tuple[Person, Person]:
    unit = Unit.objects.create(name="市住建局")
    first, second = (Person.objects.create(username=n, name=n, unit=unit) for n in ("one", "two"))
    return first, second


def tell(*persons: Person, cause: str = "ticket:1:2", kind: str = "dispatched") -> None:
    actions.tell(persons, kind, cause=cause, link="/account/", number="20260105-00001", title="路灯不亮", year=2027)


def test_never_twice_for_the_same_cause(two: tuple[Person, Person]) -> None:
    tell(*two)
    tell(*two)
    tell(two[0], cause="ticket:1:3")
    assert (Notice.objects.filter(person=two[0]).count(), Notice.objects.filter(person=two[1]).count()) == (2, 1)


def test_following_a_notice_reads_it(two: tuple[Person, Person], client: Client) -> None:
    tell(*two)
    client.force_login(two[0])
    assert "20260105-00001 路灯不亮" in client.get("/inbox/").content.decode()
    own, other = Notice.objects.get(person=two[0]), Notice.objects.get(person=two[1])
    assert client.get(f"/inbox/{own.pk}/").headers["Location"] == "/account/"
    assert client.get(f"/inbox/{other.pk}/").status_code == 404
    assert (Notice.objects.get(pk=own.pk).read_at is not None, Notice.objects.get(pk=other.pk).read_at) == (True, None)


def test_read_all_reads_only_the_own(two: tuple[Person, Person], client: Client) -> None:
    tell(*two)
    client.force_login(two[0])
    assert client.get("/inbox/read/").status_code == 405
    client.post("/inbox/read/")
    assert list(Notice.objects.filter(read_at=None).values_list("person", flat=True)) == [two[1].pk]
    assert "20260105-00001" not in client.get("/inbox/?show=unread").content.decode()


@pytest.mark.parametrize("kind", sorted(SENTENCES))
def test_every_kind_has_a_sentence_in_both_languages(two: tuple[Person, Person], client: Client, kind: str) -> None:
    tell(two[0], kind=kind)
    client.force_login(two[0])
    for language in ("zh-hans", "en"):
        page = client.get("/inbox/", headers={"accept-language": language}).content.decode()
        assert "20260105-00001 路灯不亮" in page or "2027" in page


def test_created_at_is_the_clock(two: tuple[Person, Person]) -> None:
    with clock.at(clock.now() - clock.DAY):
        moment = clock.now()
        tell(two[0])
    assert Notice.objects.get().created_at == moment
