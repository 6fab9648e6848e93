"""`manage.py roster`: what it says, what it saves, and that every fault ends it with exit 1 and no traceback."""

import io
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from dutyroster.actions import imports, roster as rosters
from dutyroster.models import Roster, Shift, Version
from dutyroster.tests.april import APRIL, NAMES, NOTICE, make_units
from dutyroster.tests.conftest import at
from tickets.tests.conftest import City

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_march", "_english")]
GOLDEN = {date(2022, 4, day): name for day, name in enumerate(NAMES, 1)}


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def _march(city: City):
    make_units()
    with at("2022-03-20 10:00"):
        yield


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_bytes(NOTICE.encode())
    return path


def run(*words: str) -> list[str]:
    out = StringIO()
    call_command("roster", *words, stdout=out)
    return out.getvalue().splitlines()


def refused(*words: str) -> list[str]:
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert caught.value.returncode == 1
    assert not Version.objects.exists()
    assert not Shift.objects.exists()
    return str(caught.value).splitlines()


def test_check_saves_nothing(notice: Path) -> None:
    said = run("check", str(notice), "--month", "2022-04")
    assert said[0] == "2022-04: 30 days, 30 units; no roster so far."
    assert said[1] == "  2022-04-01 Friday: — → 海口市交通运输和港航管理局"
    assert said[-2:] == ["30 days change.", "Nothing was saved."]
    assert len(said) == 33
    assert not Roster.objects.exists()


def test_an_announced_month_wants_a_reason(notice: Path) -> None:
    run("import", str(notice), "--month", "2022-04")
    with at("2022-03-20 10:05") as now:
        Roster.objects.update(announced_at=now, announced_version=1)
    first, second = Shift.objects.order_by("day")[:2]
    changed = notice.read_text(encoding="utf-8").replace(first.unit.name, "…").replace(second.unit.name, first.unit.name)
    notice.write_text(changed.replace("…", second.unit.name), encoding="utf-8")
    with pytest.raises(CommandError, match="announced"):
        run("import", str(notice), "--month", "2022-04")
    assert Roster.objects.get().version == 1
    run("import", str(notice), "--month", "2022-04", "--reason", "对调")
    assert Version.objects.get(number=2).note.startswith("对调（")


def test_import_says_its_version(notice: Path) -> None:
    assert run("import", str(notice), "--month", "2022-04")[-1] == "Version 1 of the roster is saved."
    assert dict(Shift.objects.values_list("day", "unit__name")) == GOLDEN
    version = Version.objects.get()
    assert (version.made_by, version.made_by_name, version.note, version.how) == (None, "系统", "notice.txt", "import")
    again = run("import", str(notice), "--month", "2022-04")
    assert again == [
        "2022-04: 30 days, 30 units; version so far: 1.",
        "0 days change.",
        "The roster says exactly this already: nothing was changed.",
    ]
    assert Version.objects.count() == 1


def test_a_difference_and_warnings(notice: Path) -> None:
    run("import", str(notice), "--month", "2022-04")
    notice.write_text(NOTICE.replace(NAMES[2], NAMES[1]), encoding="gb18030")
    assert run("import", str(notice), "--month", "2022-04") == [
        "2022-04: 30 days, 29 units; version so far: 1.",
        f"  2022-04-03 Sunday: {NAMES[2]} → {NAMES[1]}",
        "1 days change.",
        f"Please note: {NAMES[1]} has 2 days in this month: 04-02、04-03.",
        f"Please note: {NAMES[1]} is on duty on 04-02 and again on 04-03, less than a week later.",
        "Version 2 of the roster is saved.",
    ]


@pytest.mark.parametrize("verb", ["check", "import"])
def test_every_fault_with_its_place(notice: Path, verb: str) -> None:
    head, table = NOTICE.split("附件1.\n")
    table = table.replace("4月30日", "4月31日").replace(NAMES[4], "海口公交集团").replace(NAMES[6], "")
    text = f"{head}附件1.\n{table}"
    notice.write_text(text)
    rows = text.splitlines()

    def line(words: str) -> int:
        return rows.index(words) + 1

    assert refused(verb, str(notice), "--month", "2022-04") == [
        f"line {line('海口公交集团')}: “海口公交集团” is no unit. Perhaps it is meant: 海口市公共交通集团有限公司. "
        "Write the full name, or add an alias.",
        f"line {line('4月7日')}: The unit is missing. Write here which unit has this day.",
        f"line {line('4月31日')}: There is no 2022-04-31 in the calendar. Correct the date.",
        "whole month: Nothing was read of 04-30 (1). Every day of the month has one unit.",
    ]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NOTICE.encode())))
    assert run("import", "-", "--month", "2022-04")[-1] == "Version 1 of the roster is saved."
    assert Version.objects.get().note == "standard input"


@pytest.mark.parametrize("month", ["2022-4", "2022-13", "April", "1999-04", "2022-04-01", "２０２２-04", ""])
def test_no_month(notice: Path, month: str) -> None:
    assert refused("check", str(notice), "--month", month) == [f"“{month}” is not a month like 2022-04."]


def test_another_month(notice: Path) -> None:
    said = refused("import", str(notice), "--month", "2022-05")
    assert said == ["line 93: This is the roster of 2022-04, not of 2022-05. Choose the other month or the other file."]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path):
        assert refused("check", str(path), "--month", "2022-04")[0].startswith(f"{path}: ")
    assert refused("check", "a\x00b", "--month", "2022-04") == ["a\x00b: embedded null byte"]
    for data, fault in ((b"", "The file is empty."), (b"PK broken", "The file cannot be read."), (b"x" * 11_000_000, "10 MB")):
        (tmp_path / "x").write_bytes(data)
        assert fault in refused("import", str(tmp_path / "x"), "--month", "2022-04")[0]


def test_somebody_was_quicker(notice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save = imports.save

    def late(wish: object, **more: object) -> object:
        plan = {APRIL: rosters.Planned(make_units()[0].pk)}
        rosters.change(APRIL, plan, actor=None, how=Version.How.EDIT)
        return save(wish, **more)

    monkeypatch.setattr(imports, "save", late)
    with pytest.raises(CommandError, match="so nothing was saved"):
        run("import", str(notice), "--month", "2022-04")
    assert [version.how for version in Version.objects.all()] == ["edit"]
