"""Compiles the translations: .mo files are made, not kept. Run as `python -m hotline.translations` by `make setup`.

Babel instead of Django's compilemessages, which needs gettext's programs on the machine.
"""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"


def compile_all(locale_dir: Path = LOCALE_DIR) -> int:
    """Compile every .po that is newer than its .mo; the number of files written. Raises PoFileError."""
    written = 0
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        draft = target.with_suffix(f".{os.getpid()}.tmp")
        with draft.open("wb") as file:
            write_mo(file, catalog)
        draft.replace(target)
        written += 1
    return written


if __name__ == "__main__":
    try:
        compile_all()
    except (OSError, PoFileError) as problem:
        sys.exit(f"Could not compile the translations: {problem}")
