from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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
