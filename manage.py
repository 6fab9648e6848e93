#!/usr/bin/env python3
"""Django's command line for this program, with the embedded servers running for as long as a command needs them."""

import os
import signal
import sys


def main() -> None:
    """Run the command; what stops it from starting is told in one sentence."""
    if sys.version_info < (3, 11):
        sys.exit(f"This program needs Python 3.11 or newer; this is {sys.version_info[0]}.{sys.version_info[1]}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is missing: run make setup, then call .venv/bin/python manage.py.")

    from hotline import embedded
    from hotline.servers import Trouble

    # By default these would end this process without its `finally`, and leave the servers running.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) != signal.SIG_IGN:
            signal.signal(ending, lambda number, frame: sys.exit(128 + number))
    try:
        with embedded.for_command(settings.VAR_DIR, sys.argv):
            execute_from_command_line(sys.argv)
    except (Trouble, ImproperlyConfigured) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
