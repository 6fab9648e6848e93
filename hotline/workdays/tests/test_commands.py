from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.jobs import actions as jobs
from hotline.jobs.models import Job, State
from hotline.workdays import actions, changes
from hotline.workdays.management.commands.workdays import Command
from hotline.workdays.models import CalendarYear, current, entries, official_years
from hotline.workdays.rules import Kind
from hotline.workdays.tests import notices
from tickets.tests.conftest import T0, make_city

pytestmark = pytest.mark.django_db


def answer(*words: str) -> str:
    out = StringIO()
    call_command("workdays", *words, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("start", ["2022-04-01", "2022-04-01 23:59", "2022-04-01T00:01"])
def test_add(start: str) -> None:
    assert answer("add", start, "7") == "2022-04-13\n"


def test_add_says_when_the_date_is_provisional_after_the_date() -> None:
    assert answer("add", "2026-12-28", "7") == "2027-01-07 (provisional)\n"


@pytest.mark.parametrize(
    ("start", "n", "names"),
    [
        ("1 April", "7", "1 April"),
        ("2022-02-30", "7", "2022-02-30"),
        ("", "7", "2022-04-01"),
        ("2022-04-01 25:00", "7", "25:00"),
        ("2022-04-01", "seven", "seven"),
        ("2022-04-01", "-1", "-1"),
        ("2022-04-01", "401", "400"),
        ("2022-04-01", "9" * 5000, "999"),
        ("2022-04-01", "٧", "٧"),
        ("2003-04-01", "7", "2003"),
        ("9999-12-31", "7", "9999"),
        ("2100-12-31", "7", "2101"),
    ],
)
def test_bad_input_is_one_sentence(start: str, n: str, names: str) -> None:
    """Django's command line turns CommandError into that sentence and exit 1."""
    with pytest.raises(CommandError, match=names) as refused:
        answer("add", start, n)
    assert refused.value.returncode == 1
    assert len(str(refused.value)) < 120
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("words", [[], ["add"], ["add", "2022-04-01"], ["subtract", "2022-04-01", "7"]])
def test_missing_words(words: list[str]) -> None:
    with pytest.raises(CommandError):
        answer(*words)


# ---- load


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "2027.txt"
    path.write_text(notices.INVENTED_2027)
    return path


def test_load(notice: Path) -> None:
    said = answer("load", str(notice))
    assert "official schedule of 2027" in said
    assert "0 of 0 open deadlines move" in said
    assert "0 deadlines were counted again, 0 of them moved." in said
    assert 2027 in current().official_years
    assert CalendarYear.objects.get(year=2027).source == "2027.txt"
    assert Job.objects.get().state == State.DONE
    assert "nothing would change" in answer("load", str(notice), "--year", "2027")


def test_load_moves_deadlines_and_prints_how_far_it_is(notice: Path) -> None:
    with clock.at(T0.replace(month=12, day=28)):
        city = make_city()
        city.dispatched()
        assert Deadline.objects.get(kind="reply").provisional
        said = answer("load", str(notice))
    assert "2 of 2" in said
    assert "2 deadlines were counted again" in said
    assert not Deadline.objects.get(kind="reply").provisional


def test_a_dry_run_saves_nothing(notice: Path) -> None:
    said = answer("load", str(notice), "--dry-run")
    assert "Nothing was saved." in said
    assert "official schedule of 2027" in said
    assert 2027 not in current().official_years
    assert not Job.objects.exists()


def test_every_fault_of_a_file_is_printed(notice: Path) -> None:
    notice.write_text(notices.INVENTED_2027.replace("共8天", "共9天").replace("2月14日（周日）", "2月15日（周日）"))
    with pytest.raises(CommandError) as refused:
        answer("load", str(notice))
    assert refused.value.returncode == 1
    faults = str(refused.value).splitlines()
    assert len(faults) == 3
    assert all(fault.startswith("line ") for fault in faults)
    assert 2027 not in current().official_years


@pytest.mark.parametrize("year", ["2028", "next", "99999"])
def test_another_year_is_refused(notice: Path, year: str) -> None:
    with pytest.raises(CommandError, match=year):
        answer("load", str(notice), "--year", year)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(CommandError, match=str(path)):
            answer("load", str(path))


def test_a_worker_that_was_quicker_is_watched(capsys: pytest.CaptureFixture[str]) -> None:
    """Somebody else did the job between saving and counting: the command shows what came out."""
    wish = changes.closure(Kind.LOCAL, date(2026, 3, 26), date(2026, 3, 26), "军坡节", [None])
    change = changes.make(wish, entries(), official_years(), current().version)
    job = actions.apply(change, actor=None, send=False)
    assert jobs.work(job.pk)
    Command()._finish(job)
    assert "0 deadlines were counted again" in capsys.readouterr().out


def test_work_that_failed_is_exit_1(notice: Path) -> None:
    job = jobs.start(actions.RECOMPUTE, actor=None, title="x", send=False)
    Job.objects.filter(pk=job.pk).update(state=State.FAILED, note="out of luck")
    with pytest.raises(CommandError, match="out of luck"):
        Command()._finish(job)
