"""The diagram in the documentation is the transition table."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import translation

from tickets import diagram
from tickets.flow import TRANSITIONS, Action
from tickets.models import Step


def test_the_document_is_current() -> None:
    call_command("step_diagram", "--check")


def test_every_action_of_the_table_is_in_it() -> None:
    with translation.override("en"):
        drawn = diagram.section()
        actions = {t.action for t in TRANSITIONS.values()} - set(diagram.NOT_DRAWN)
        assert not [action for action in actions if str(action.label) not in drawn]


def test_every_move_is_an_arrow_and_no_other() -> None:
    arrows = {(int(a), int(b)) for a, b in re.findall(r"s(\d) -->\|.*?\| s(\d)", diagram.section())}
    rows = [t for t in TRANSITIONS.values() if t.action not in diagram.NOT_DRAWN]
    assert arrows == {(t.source or 0, step.value) for t in rows for step in t.moves}
    assert (Step.REPLY, Step.COMPILATION) in arrows


def test_it_is_in_english_whatever_the_language() -> None:
    with translation.override("zh-hans"):
        assert not re.search(r"[\u4e00-\u9fff]", diagram.section())


@pytest.fixture
def document(tmp_path: Path, settings: LazySettings) -> Path:
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    return tmp_path / "docs" / "architecture.md"


def test_the_command_writes_between_the_markers_only(document: Path) -> None:
    document.write_text(f"before\n{diagram.BEGIN}\nold\n{diagram.END}\nafter 中文\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"architecture\.md"):
        call_command("step_diagram", "--check")
    assert "old" in document.read_text(encoding="utf-8")
    call_command("step_diagram")
    written = document.read_text(encoding="utf-8")
    assert written == f"before\n{diagram.BEGIN}\n{diagram.section()}\n{diagram.END}\nafter 中文\n"
    call_command("step_diagram", "--check")


@pytest.mark.parametrize("text", ["", diagram.BEGIN, f"{diagram.END} {diagram.BEGIN}"])
def test_without_markers_nothing_is_written(document: Path, text: str) -> None:
    document.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="markers"):
        call_command("step_diagram")
    assert document.read_text(encoding="utf-8") == text


def test_without_the_document_one_sentence(document: Path) -> None:
    with pytest.raises(CommandError):
        call_command("step_diagram")


def test_merges_are_told_in_words() -> None:
    assert {Action.MERGE, Action.UNMERGE} == set(diagram.NOT_DRAWN)
