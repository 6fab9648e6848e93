"""Office documents the program writes for somebody to save."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "xlsx": XLSX}


def download(data: bytes, name: str) -> HttpResponse:
    """The file under that name, which ends in .docx or .xlsx. No cache keeps it: most of them name persons."""
    headers = {"Content-Disposition": content_disposition_header(True, name), "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=_TYPES[name.rpartition(".")[2]], headers=headers)
