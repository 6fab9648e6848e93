"""What each action does besides moving the ticket; importing this package registers all effects."""

from tickets.actions import (
    authorise,
    closing,
    duty,
    handling,
    intake,
    merging,
    office,
    oversight,
    reply,
    signing,
    supervision,
)
from tickets.actions.intake import register

__all__ = [
    "authorise", "closing", "duty", "handling", "intake", "merging", "office", "oversight", "register", "reply", "signing",
    "supervision",
]  # fmt: skip
