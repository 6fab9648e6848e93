from collections.abc import Iterator

import pytest
from django.utils import translation

from hotline import options


@pytest.fixture(autouse=True)
def _english_and_fresh_options() -> Iterator[None]:
    """The sentences these tests look for are the source strings; options read in one test are not those of the next."""
    options.forget()
    with translation.override("en"):
        yield
    options.forget()
