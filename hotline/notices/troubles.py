"""What can come of sending one message, besides success. The text of each is a sentence for the admin's page."""


class TryLater(Exception):
    """This time it did not work; it may the next time."""


class GiveUp(Exception):
    """It will not work however often it is tried."""


class NotWanted(Exception):
    """It is not to be sent any more, and nobody has to do anything about that."""


class Unreachable(Exception):
    """The server is away or does not let us in: no fault of this message, and no other one will fare better."""
