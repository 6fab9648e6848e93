"""The Word templates, one file per document and version, and what all of them share.

A document that was issued is always rendered with the version of its day, so a published .docx never changes: a new
layout is a new file (`assignment_order_2.docx`) made by a new layout in build.py.
"""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FOLDER = Path(__file__).resolve().parent


def path(document: str, version: int) -> Path:
    """Where that version of a document's template lies."""
    return _FOLDER / f"{document}_{version}.docx"


def reproducible(docx: bytes) -> bytes:
    """The same package without the moment it was zipped: equal content gives equal bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(docx)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name)  # dated 1980-01-01, the earliest a zip knows
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 3
            target.writestr(entry, source.read(name))
    return out.getvalue()
