"""Attachments: checked by what they contain, never by what they claim."""

import codecs
import hashlib
import os
import re
import unicodedata
import uuid
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

import filetype
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hotline import clock, options
from tickets import masking
from tickets.models import Attachment
from tickets.operation import Operation, Refused

MEGABYTE = 1024 * 1024
MOST_FILES = 10
HEAD = 8192  # bytes read to find out what a file is
# Extension → content types it may turn out to be: pictures, documents, call recordings.
ALLOWED: dict[str, frozenset[str]] = {
    ".jpg": frozenset({"image/jpeg"}),
    ".jpeg": frozenset({"image/jpeg"}),
    ".png": frozenset({"image/png"}),
    ".gif": frozenset({"image/gif"}),
    ".webp": frozenset({"image/webp"}),
    ".heic": frozenset({"image/heic"}),
    ".pdf": frozenset({"application/pdf"}),
    ".docx": frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}),
    ".xlsx": frozenset({"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}),
    ".mp3": frozenset({"audio/mpeg"}),
    ".wav": frozenset({"audio/x-wav"}),
    ".amr": frozenset({"audio/amr"}),
    ".m4a": frozenset({"audio/mp4"}),
    ".mp4": frozenset({"video/mp4"}),
    ".txt": frozenset({"text/plain"}),
}
_OFFICE_PART = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}


def safe_name(name: str) -> str:
    """The last part of the name as sent, without control characters, at most 120 characters, extension kept."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/")
    last = PurePosixPath(text).name or "file"
    last = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(". ") or "file"
    stem, extension = os.path.splitext(last)
    if len(extension) > 10:  # no extension, only a name with a dot
        stem, extension = last, ""
    return stem[: 120 - len(extension)] + extension


def content_type(upload: UploadedFile) -> str:
    """What the file really is. Raises Refused when it is empty, too large, of no allowed kind, or not what it says."""
    name = safe_name(upload.name or "")
    limit = options.get("attachment_megabytes")
    if not upload.size:
        raise Refused(_("%(name)s is empty (0 bytes).") % {"name": name}, field="uploads")
    if upload.size > limit * MEGABYTE:
        raise Refused(_("%(name)s is larger than %(limit)s MB.") % {"name": name, "limit": limit}, field="uploads")
    extension = os.path.splitext(name)[1].lower()
    if extension not in ALLOWED:
        kinds = " ".join(sorted(ALLOWED))
        raise Refused(
            _("%(name)s is of a kind that is not accepted. Accepted: %(kinds)s") % {"name": name, "kinds": kinds}, field="uploads"
        )
    found = _sniff(upload)
    if found not in ALLOWED[extension]:
        raise Refused(_("%(name)s is not what its name says: its content is of another kind.") % {"name": name}, field="uploads")
    return found


def attach(op: Operation, uploads: Iterable[UploadedFile]) -> None:
    """Keep the files of this action; the event names them. `Operation.keeping_files` removes them if it fails."""
    uploads = list(uploads)
    if len(uploads) > MOST_FILES:
        raise Refused(_("At most %(most)s files at once.") % {"most": MOST_FILES}, field="uploads")
    types = [content_type(upload) for upload in uploads]
    for upload, kind in zip(uploads, types, strict=True):
        _keep(op, upload, kind)


def _keep(op: Operation, upload: UploadedFile, kind: str) -> None:
    name = masking.without_caller(safe_name(upload.name or ""), op.ticket)
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    row = Attachment(
        ticket=op.ticket, event_seq=op.ticket.version + 1, name=name, content_type=kind, size=upload.size or 0, sha256=digest
    )
    # The name on disk is ours, and no other file's: nothing typed by anybody becomes a path.
    path = f"attachments/{clock.local(op.now):%Y/%m/%d}/{uuid.uuid4().hex}{os.path.splitext(name)[1].lower()}"
    op.saved_files.append(path)  # before it is written: half a file is removed too
    row.file.name = default_storage.save(path, upload)
    row.save()
    op.details.setdefault("files", []).append({"name": name, "sha256": digest})


def _sniff(upload: UploadedFile) -> str:
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    if head[:4] == b"PK\x03\x04":
        return _office(upload)
    kind = filetype.guess(head)
    if kind is not None:
        return "audio/mp4" if kind.mime == "audio/m4a" else str(kind.mime)
    return "text/plain" if _is_text(head) else ""


def _office(upload: UploadedFile) -> str:
    """Word and Excel are zip files with a known part; macros and anything else in a zip are refused."""
    try:
        with zipfile.ZipFile(upload) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""
    finally:
        upload.seek(0)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return ""
    return next((next(iter(ALLOWED[e])) for part, e in _OFFICE_PART.items() if part in names), "")


def _is_text(head: bytes) -> bool:
    if re.search(rb"[\x00-\x08\x0e-\x1f]", head):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            # What was read of a longer file may end inside a character.
            codecs.getincrementaldecoder(encoding)().decode(head, final=len(head) < HEAD)
        except UnicodeDecodeError:
            continue
        return True
    return False
