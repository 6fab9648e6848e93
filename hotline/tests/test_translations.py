"""Chinese is the main language of everybody: no string may be missing, doubtful or out of date.

The strings are extracted afresh into a copy of the tree, so a run changes nothing in the repository.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils.translation import to_locale

LOCALE = to_locale(settings.LANGUAGE_CODE)
CATALOG = Path(LOCALE) / "LC_MESSAGES" / "django.po"
PROGRAMS = ("xgettext", "msgmerge", "msgattrib", "msguniq")
COPIED = {".py", ".html", ".txt", ".po"}
LEFT_OUT = {"node_modules", "var"}
REFRESH = (
    f"run: .venv/bin/python manage.py makemessages -l {LOCALE} --no-location --no-obsolete -i node_modules -i .venv -i var; "
    f"then translate what is new or fuzzy in locale/{CATALOG}"
)
# What people type or read in Chinese in every language: the extension in a phone number, the highest urgency.
CHINESE_IN_ENGLISH = ("转",)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sdrf]|%[sd%]|\{\w*\}|</?\w+>")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff）”》][,;:?!(]|[,;:?!)][\u4e00-\u9fff（“《]|[\u4e00-\u9fff]\.(?!\w)")


def wanted(folder: str, names: list[str]) -> set[str]:
    """What `copytree` leaves out: hidden and foreign folders, and files without texts."""
    path = Path(folder)
    return {n for n in names if n.startswith(".") or n in LEFT_OUT or ((path / n).is_file() and Path(n).suffix not in COPIED)}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The catalog as it would be after `makemessages`; what is not translated has no string, or a guessed, fuzzy one."""
    missing = [name for name in PROGRAMS if shutil.which(name) is None]
    if missing:
        pytest.fail(
            f"GNU gettext is not installed ({', '.join(missing)}): the translations cannot be checked. apt install gettext"
        )
    tree = tmp_path_factory.mktemp("texts") / "tree"
    shutil.copytree(settings.BASE_DIR, tree, ignore=wanted)
    with chdir(tree), override_settings(LOCALE_PATHS=[tree / "locale"]):
        call_command("makemessages", locale=[LOCALE], no_location=True, verbosity=0)
    with (tree / "locale" / CATALOG).open("rb") as file:
        return read_po(file, locale=LOCALE, abort_invalid=True)


def messages(catalog: Catalog) -> Iterator[tuple[Message, list[str], list[str]]]:
    """Every message with its English and its Chinese forms."""
    for message in catalog:
        if message.id:
            yield message, forms(message.id), forms(message.string)


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def test_everything_is_translated(catalog: Catalog) -> None:
    assert len(catalog) > 500, "the strings were not extracted"
    missing = [message.id for message, _english, chinese in messages(catalog) if not all(chinese)]
    assert not missing, REFRESH


def test_nothing_is_fuzzy(catalog: Catalog) -> None:
    """Fuzzy is what gettext guessed for a string that was changed; it is not shown to anybody."""
    assert not catalog.fuzzy
    assert not [message.id for message, *_ in messages(catalog) if message.fuzzy], REFRESH


def test_nothing_is_obsolete(catalog: Catalog) -> None:
    assert not [message.id for message in catalog.obsolete.values()], REFRESH


def test_placeholders_and_tags_are_the_same(catalog: Catalog) -> None:
    """A lost %(name)s loses a value, a mistyped one ends in an error page."""
    wrong = []
    for message, english, chinese in messages(catalog):
        expected = set(PLACEHOLDER.findall(english[-1]))
        wrong += [message.id for text in chinese if text and set(PLACEHOLDER.findall(text)) != expected]
    assert not wrong


def test_the_source_is_english(catalog: Catalog) -> None:
    """Chinese in the source would be shown to those who read English, and could not be corrected in the catalog."""
    chinese = []
    for message, english, _translated in messages(catalog):
        text = re.sub("|".join(CHINESE_IN_ENGLISH), "", " ".join(english))
        chinese += [message.id] if CHINESE.search(text) else []
    assert not chinese


def test_the_translations_are_chinese(catalog: Catalog) -> None:
    """Not the English once more, and with the punctuation of Chinese."""
    texts = [text for _message, _english, chinese in messages(catalog) for text in chinese if text]
    assert not [text for text in texts if not CHINESE.search(text)]
    assert not [text for text in texts if HALF_WIDTH.search(text)]
