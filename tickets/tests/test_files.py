"""Attachments are what they contain, never what they claim (section 2: an attachment that lies about its type)."""

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tickets.actions import files, register
from tickets.flow import Action
from tickets.models import Attachment, Ticket
from tickets.operation import Operation, Refused, perform
from tickets.tests.conftest import City, refused

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(40)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40)
PDF = b"%PDF-1.4\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
EXE = b"MZ\x90\x00" + bytes(60)
GB18030 = "路灯不亮，请核实。".encode("gb18030")


def png(name: str = "照片.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def zipped(*parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return buffer.getvalue()


DOCX, XLSX = zipped("[Content_Types].xml", "word/document.xml"), zipped("[Content_Types].xml", "xl/workbook.xml")


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def on_disk(media: Path) -> list[str]:
    return [str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("A.PNG", PNG, "image/png"),
        ("a.jpeg", JPG, "image/jpeg"),
        ("a.pdf", PDF, "application/pdf"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.amr", b"#!AMR\n" + bytes(40), "audio/amr"),
        ("a.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40), "audio/x-wav"),
        ("a.mp3", b"ID3\x03\x00" + bytes(40), "audio/mpeg"),
        ("a.txt", "路灯不亮🙂𠮷".encode(), "text/plain"),
        ("a.txt", GB18030, "text/plain"),
        ("a.txt", "长".encode() * 5000, "text/plain"),  # the first bytes read end inside a character
        ("a.txt", GB18030 * 1000, "text/plain"),
    ],
)
@pytest.mark.usefixtures("db")
def test_accepted(name: str, content: bytes, kind: str) -> None:
    assert files.content_type(SimpleUploadedFile(name, content, "application/x-lie")) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.png", b""),
        ("page.png", HTML),  # html as a picture
        ("page.html", HTML),
        ("page.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.jpg", PNG),
        ("a.png", EXE),
        ("a.txt", EXE),
        ("a.exe", EXE),
        ("a.pdf", DOCX),
        ("a.docx", XLSX),
        ("a.docx", zipped("anything")),
        ("a.docx", zipped("word/document.xml", "word/vbaProject.bin")),  # a document with macros under a harmless name
        ("a.docx", zipped("word/document.xml", "WORD/VBAPROJECT.BIN")),
        ("a.docm", zipped("word/document.xml", "word/vbaProject.bin")),
        ("a.docx", DOCX[:-10]),
        ("a.docx", b"PK\x03\x04" + bytes(40)),
        ("bomb.zip", zipped("bomb")),
        ("a.txt", b"\x00\x01\x02"),
        ("a.txt", b"\xff\xfe\xff\xff" * 4),
        ("nothing", PNG),
        (".png", PNG),
    ],
)
@pytest.mark.usefixtures("db")
def test_refused(name: str, content: bytes) -> None:
    with pytest.raises(Refused) as caught:
        files.content_type(SimpleUploadedFile(name, content, "image/png"))
    assert caught.value.field == "uploads"


@pytest.mark.parametrize(("over", "accepted"), [(0, True), (1, False)])
@pytest.mark.usefixtures("db")
def test_the_limit(over: int, accepted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MEGABYTE", 10)  # 20 "MB" are 200 bytes
    upload = SimpleUploadedFile("a.png", PNG.ljust(200 + over, b"\x00"))
    if accepted:
        assert files.content_type(upload) == "image/png"
    else:
        with pytest.raises(Refused, match="20"):
            files.content_type(upload)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("..\\..\\windows\\a.png", "a.png"),
        ("/abs/路灯 照片.png", "路灯 照片.png"),
        ("a\x00b\n\u202ec.png", "abc.png"),
        ('<img src="x">|?*.png', "img src=x.png"),
        ("𠮷🙂.png", "𠮷🙂.png"),
        ("..", "file"),
        ("", "file"),
        ("名" * 300 + ".png", "名" * 116 + ".png"),
    ],
)
def test_safe_name(sent: str, kept: str) -> None:
    assert files.safe_name(sent) == kept


def test_a_name_that_is_all_extension_stays_short() -> None:
    assert len(files.safe_name("a." + "b" * 500)) <= 120


@pytest.mark.usefixtures("pinned")
def test_an_attachment_is_kept_under_a_name_of_ours(city: City, media: Path) -> None:
    ticket = city.do(city.register(), Action.ATTACH, city.operator, uploads=[png("../路灯.png")])
    row = Attachment.objects.get()
    digest = hashlib.sha256(PNG).hexdigest()
    assert (row.name, row.content_type, row.size, row.event_seq) == ("路灯.png", "image/png", len(PNG), 2)
    [path] = on_disk(media)
    assert re.fullmatch(r"attachments/2026/09/30/[0-9a-f]{32}\.png", path)  # nothing of the typed name
    assert (media / path).read_bytes() == PNG
    assert ticket.events.get(seq=2).details == {"files": [{"name": "路灯.png", "sha256": digest}]}


def test_the_callers_name_in_a_file_name_is_masked(city: City) -> None:
    ticket = city.do(city.register(), Action.ATTACH, city.operator, uploads=[png("陈小明12000000001来信.png")])
    assert Attachment.objects.get().name == "陈**120******01来信.png"
    assert "陈小明" not in str(ticket.events.get(seq=2).details)


def test_a_refused_file_leaves_no_file_and_no_ticket(city: City, media: Path) -> None:
    with refused(Refused):
        register(actor=city.operator, title="t", content="c", type="help", uploads=[png(), png("b.png", HTML)])
    assert on_disk(media) == []
    assert Ticket.objects.count() == 0


def test_files_of_a_failed_action_are_removed(city: City, media: Path) -> None:
    """The files are kept first, then something fails: the disk does not roll back by itself."""
    ticket = city.dispatched()

    class Broken(SimpleUploadedFile):
        def chunks(self, chunk_size: int | None = None) -> Any:
            yield b"half"
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        perform(ticket.pk, Action.PROGRESS, actor=city.handler, text="x", uploads=[png(), Broken("b.png", PNG)])
    assert on_disk(media) == []
    assert Attachment.objects.count() == 0


def test_an_earlier_file_outlives_a_later_failure(city: City, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same picture sent twice: the failed second action must not take the first one's file with it."""
    ticket = city.do(city.register(), Action.ATTACH, city.operator, uploads=[png()])
    kept = on_disk(media)
    with refused(Refused):
        perform(ticket.pk, Action.ATTACH, actor=city.operator, uploads=[png(), png("b.png", HTML)])
    monkeypatch.setattr(Operation, "write", lambda op, step: 1 / 0)  # it fails after the file was kept
    with pytest.raises(ZeroDivisionError):
        perform(ticket.pk, Action.ATTACH, actor=city.operator, uploads=[png()])
    assert on_disk(media) == kept


def test_one_caller_more_that_cannot_be_merged_leaves_no_file(city: City, media: Path) -> None:
    main = city.accepted()
    with refused(Refused):
        city.one_more(main, uploads=[png()])
    assert on_disk(media) == []


def test_not_too_many_at_once(city: City) -> None:
    ticket = city.register()
    with refused(Refused):
        perform(ticket.pk, Action.ATTACH, actor=city.operator, uploads=[png(f"{n}.png") for n in range(11)])
