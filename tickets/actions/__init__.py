"""What each action does besides moving the ticket; importing this package registers all effects."""

from tickets.actions import closing, handling, intake, merging, office, oversight, reply
from tickets.actions.intake import register

__all__ = ["closing", "handling", "intake", "merging", "office", "oversight", "register", "reply"]
