"""An upload on its way through the preview's form: signed, so that what is confirmed is what was looked at."""

from datetime import timedelta

from django.core import signing

from hotline.people.sheets.reading import Table, Upload

MOST = 4 * 1024 * 1024  # characters; a form without files may have 5 MB
_SALT = "hotline.people.sheets"
_VALID = timedelta(hours=12)  # as long as a session


def pack(upload: Upload, file_name: str, digest: str) -> str:
    """The upload, its file's name and the digest of the plan that was looked at."""
    tables = [[table.kind, table.sheet, dict(table.columns), table.rows] for table in upload.tables]
    return signing.dumps([file_name, digest, tables], salt=_SALT, compress=True)


def unpack(text: str) -> tuple[Upload, str, str]:
    """The upload, the file's name and the digest. Raises signing.BadSignature where it is not ours or too old."""
    file_name, digest, tables = signing.loads(text, salt=_SALT, max_age=_VALID)
    found = []
    for kind, sheet, columns, rows in tables:
        found.append(Table(kind, sheet, columns, tuple((number, tuple(texts)) for number, texts in rows)))
    return Upload(tuple(found)), file_name, digest
