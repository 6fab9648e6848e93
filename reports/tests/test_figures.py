"""Every figure of the dashboard opens exactly its list, and the list counts what the figure says."""

import re
from collections import Counter
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from reports import scope as scopes, tally
from reports.scope import Scope, Unreadable
from reports.tests.conftest import owe, scatter
from tickets.tests.conftest import T0, City

NOW = T0 + timedelta(minutes=7)


class Links(HTMLParser):
    """The links marked as figures, with the numbers they show."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, int]] = []
        self._href = ""
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and "data-figure" in values:
            self._href, self._text = values["href"] or "", ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href:
            number = re.match(r"\s*(\d+)", self._text)
            assert number, self._text
            self.found.append((self._href, int(number[1])))
            self._href = ""


def listed(client: Any, url: str) -> tuple[int, list[int]]:
    """What the list says it counts, and the deadlines on all its pages."""
    count, found = -1, []
    while url:
        response = client.get(url)
        assert response.status_code == 200, url
        count = response.context["count"]
        found += [row.deadline.pk for row in response.context["rows"]]
        after = response.context["page"].next_url
        url = f"/dashboard/list/{after}" if after else ""
    return count, found


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("narrow", ["", "kind=accept", "unit=housing"])
def test_every_figure_is_the_count_of_its_list(city: City, client_of: Any, seed: int, narrow: str) -> None:
    with clock.at(T0):
        tickets = scatter(city, T0, 0, seed)
    scatter(city, NOW, 400, seed, tickets)
    client = client_of(city.supervisor)
    query = narrow.replace("housing", str(city.housing.pk))
    with clock.at(NOW):
        tally.catch_up() if seed == 1 else None
        page = client.get(f"/dashboard/?units=all&{query}").content.decode()
    links = Links(page).found
    assert len(links) > 40
    seen: Counter[str] = Counter()
    with clock.at(NOW + timedelta(minutes=3)):  # the figures stay true while nothing is done
        for url, number in links:
            count, rows = listed(client, url)
            assert (count, len(rows), len(set(rows))) == (number, number, number), url
            seen.update(name for name in ("state", "unit", "kind", "age", "result") if name in parse_qs(urlsplit(url).query))
    assert set(seen) == {"state", "unit", "kind", "age", "result"}


def test_states_mean_what_a_single_deadline_says(city: City) -> None:
    with clock.at(T0):
        tickets = [city.dispatched()]
    scatter(city, NOW, 300, 7, tickets)
    open_ = list(Deadline.objects.open())
    midnight = clock.start_of(clock.local(NOW).date() + clock.DAY)
    expected = {
        "overdue": {d.pk for d in open_ if d.is_overdue(NOW)},
        "soon": {d.pk for d in open_ if d.is_soon(NOW)},
        "today": {d.pk for d in open_ if NOW < d.due_at <= midnight},
        "open": {d.pk for d in open_},
        "provisional": {d.pk for d in open_ if d.provisional},
    }
    for state, pks in expected.items():
        assert set(scopes.rows(Scope(NOW, state=state)).values_list("pk", flat=True)) == pks, state
        assert pks


@pytest.mark.parametrize(
    ("due_at", "states"),
    [
        (NOW, {"overdue"}),  # `due_at` is exclusive
        (NOW + timedelta(microseconds=1), {"today", "soon"}),
        (clock.start_of(NOW.date() + clock.DAY), {"today", "soon"}),  # 24:00 today
        (clock.start_of(NOW.date() + clock.DAY) + timedelta(microseconds=1), {"soon"}),
        (NOW - timedelta(microseconds=1), {"overdue"}),
        (NOW + timedelta(days=3), set()),
    ],
)
def test_boundaries(city: City, due_at: datetime, states: set[str]) -> None:
    with clock.at(T0):
        ticket = city.register()
    Deadline.objects.all().delete()
    owe(ticket, city.housing, due_at).save()
    found = {state for state in ("overdue", "today", "soon") if scopes.rows(Scope(NOW, state=state)).exists()}
    assert found == states


def test_what_was_opened_after_the_page_is_not_in_its_lists(city: City, client_of: Any) -> None:
    with clock.at(T0):
        city.register()
        client = client_of(city.supervisor)
        links = Links(client.get("/dashboard/").content.decode()).found
    with clock.at(T0 + timedelta(minutes=1)):
        city.register()
        assert [listed(client, url)[0] for url, _number in links] == [number for _url, number in links]
        assert listed(client, "/dashboard/list/")[0] == 2  # as of now


def test_an_old_or_future_instant_is_read_as_now() -> None:
    def read(moment: str) -> datetime:
        return Scope.read(QueryDict(mutable=False) | {"at": moment}, NOW).at

    assert read(NOW.strftime(scopes.AT)) == NOW
    assert read((NOW - timedelta(hours=5)).strftime(scopes.AT)) == NOW - timedelta(hours=5)
    for moment in (NOW + timedelta(seconds=1), NOW - timedelta(days=2)):
        assert read(moment.strftime(scopes.AT)) == NOW
    assert read("yesterday") == NOW


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    ["state=nonsense", "kind=x", "unit=0", "unit=٣", "unit=1e3", "unit=99999999999999999999", "age=old", "day=2026-10-01", "result=due",
     "day=2026-13-01&result=due", "day=2026-10-01&result=cancelled", "kind=accept%00",
     "day=9999-12-31&result=due", "day=0001-01-01&result=due"],
)  # fmt: skip
def test_what_no_link_says_is_refused(query: str) -> None:
    with pytest.raises(Unreadable):
        Scope.read(QueryDict(query), NOW)


def test_addresses_come_back_as_they_were(city: City) -> None:
    for scope in (
        Scope(NOW, state="overdue", unit=city.housing.pk, kind=Kind.REPLY, age="older"),
        Scope(NOW, day=NOW.date(), result="missed"),
        Scope(NOW),
    ):
        assert Scope.read(QueryDict(scope.query), NOW) == scope
