"""Every write of the knowledge base."""

from knowledge.actions.items import confirm, correct, create, edit, withdraw
from knowledge.actions.objections import object_to, uphold
from knowledge.actions.questions import answer, ask, save_draft
from knowledge.actions.reviewing import close, give_back, publish

__all__ = [
    "answer",
    "ask",
    "close",
    "confirm",
    "correct",
    "create",
    "edit",
    "give_back",
    "object_to",
    "publish",
    "save_draft",
    "uphold",
    "withdraw",
]
