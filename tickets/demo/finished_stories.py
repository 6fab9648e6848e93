"""What is over: steps 5 to 7. Most of a hotline's calls are answered at once; these are the others."""

from tickets.demo import acts
from tickets.demo.stories import (
    ACCEPTED,
    TOLD_AND_ACCEPTED,
    Story,
    assisted,
    called_back,
    dispatched,
    in_hand,
    replied,
    resulted,
    settled,
    signed,
    submitted,
)  # fmt: skip
from tickets.demo.timetable import Beat, ago, day, wd
from tickets.demo_content import INSTRUCTIONS
from tickets.models import Instruction, Step

C, B, A = Step.COMPILATION, Step.BULLETIN, Step.ARCHIVE

PLAIN = tuple(
    Story(key, step, settled(key, days, note=note), anchor=anchor)
    for step, anchor, key, days, note in (
        (C, 1, "manhole", (3, 2), 0), (C, 1, "donate-receipt", (4,), 1), (C, 1, "wage-shop", (5, 3), 0),
        (B, 2, "tree-danger", (3, 2), 0), (B, 3, "taxi-refuse", (4, 2), None), (B, 5, "medical-fee", (6, 4), 1),
        (A, 9, "bus-wait", (6, 4), 3), (A, 12, "rent-deposit", (6, 4), 0), (A, 20, "seafood-scale", (5, 3), 1),
        (A, 24, "waterlog", (4, 3), 2), (A, 31, "square-dance", (5, 3), 3), (A, 36, "fence-detour", (7, 5), 2),
    )
)  # fmt: skip


def _stamp(name: str, words: str, *done: int) -> Beat:
    return wd(5, acts.record_incident, stamp=name, done=done, words=words)


TURNS = (
    # merged callers, answered with one text
    Story(
        "water-out", A,
        (
            *dispatched(1), wd(1, acts.one_more, key="water-out-b"), wd(1, acts.one_more, key="water-out-b"),
            wd(1, acts.sign), wd(1, acts.progress), wd(1, acts.reply), *TOLD_AND_ACCEPTED,
        ),
        anchor=13,
    ),
    Story(
        "power-cut", B,
        (*dispatched(2), wd(2, acts.one_more, key="power-cut-b"), wd(1, acts.sign), *replied("power-cut", 1), *TOLD_AND_ACCEPTED),
        anchor=3, evening=True,
    ),
    # a major incident from the first call to the leader's instruction and the visit on site
    Story(
        "road-collapse", A,
        (
            wd(5, acts.register), wd(5, acts.declare_major), _stamp("verified_at", "verified", 0),
            _stamp("reported_at", "reported", 2), wd(5, acts.dispatch_at_once),
            _stamp("group_told_at", "group told", 3), wd(5, acts.one_more, key="road-collapse-b"),
            wd(5, acts.sign_at_once), wd(5, acts.assist_sign_at_once), _stamp("handled_at", "handled", 1, 4),
            wd(5, acts.one_more, key="road-collapse-b"), submitted(5, Instruction.Why.MAJOR, "submitted major"),
            wd(4, acts.instruct, words=INSTRUCTIONS[5]), wd(4, acts.progress), wd(3, acts.investigate, number=0),
            *assisted("road-collapse", 3), *replied("road-collapse", 1), *TOLD_AND_ACCEPTED,
        ),
        anchor=16,
    ),
    # redone after an unhappy callback; reopened since
    Story(
        "night-noise", A,
        resulted(
            "night-noise", (9, 7), 6, wd(5, acts.tell), called_back(4, 7), wd(4, acts.redo, requirement=3),
            *replied("night-noise", 2, again=True), wd(1, acts.tell), called_back(1, 3), ACCEPTED, ago(92, acts.reopen),
        ),
        anchor=22,
    ),
    # supervised, and then it went quickly
    Story(
        "bus-route", A,
        (
            *in_hand("bus-route", 11, 6), wd(3, acts.supervise), *assisted("bus-route", 2), *replied("bus-route", 1),
            *TOLD_AND_ACCEPTED,
        ),
        anchor=18,
    ),
    # twice, and all that could be given was an explanation
    Story(
        "tower-worry", A,
        (
            *in_hand("tower-worry", 14, 9), wd(6, acts.supervise), wd(2, acts.open_case), wd(2, acts.sign_case),
            *replied("tower-worry", 1), day(0, acts.tell), day(0, acts.callback, note=8), day(0, acts.stand), ACCEPTED,
        ),
        anchor=11,
    ),
    # to the wrong unit first
    Story(
        "presale-late", A,
        (
            *dispatched(9, to="市资规局"), wd(9, acts.sign), wd(8, acts.ask_return, reason=1),
            wd(8, acts.decide_return, granted=True), wd(8, acts.dispatch, words="after return"), *signed("presale-late", 7),
            wd(4, acts.progress), *replied("presale-late", 1), day(0, acts.tell), day(0, acts.not_reached), ACCEPTED,
        ),
        anchor=26,
    ),
    # hot: the leader wrote an instruction
    Story(
        "wage-site", A,
        (
            *in_hand("wage-site", 7), submitted(6, Instruction.Why.HOT, "submitted hot"),
            wd(5, acts.instruct, words=INSTRUCTIONS[6]), wd(4, acts.progress), *assisted("wage-site", 2),
            *replied("wage-site", 1), *TOLD_AND_ACCEPTED,
        ),
        anchor=30,
    ),
    # for information
    Story("bus-driver-praise", A, (*dispatched(2), wd(1, acts.sign), day(0, acts.tell), ACCEPTED), anchor=19),
    # withdrawn
    Story("water-bill", C, (*in_hand("water-bill", 3), day(0, acts.withdraw, words=4)), anchor=1),
    Story("property-deal", B, (*in_hand("property-deal", 4), day(0, acts.withdraw, words=2)), anchor=4),
    Story("food-foreign", A, (*in_hand("food-foreign", 2), day(0, acts.withdraw, words=1)), anchor=21),
    # referred and settled
    Story("move-unreach", C, (day(0, acts.register), day(0, acts.refer), day(0, acts.referral_outcome)), anchor=1),
    Story("archive", A, (day(3, acts.register), day(3, acts.refer), day(0, acts.referral_outcome)), anchor=14),
)  # fmt: skip

NOT_ACCEPTED = tuple(
    Story(key, step, (day(0, acts.register), day(0, acts.void if key in ("silent", "prank") else acts.decline)), anchor=anchor)
    for step, anchor, key in (
        (C, 1, "court"), (C, 1, "silent"), (B, 3, "personal-info"), (B, 5, "prank"), (A, 9, "repeat-closed"), (A, 15, "silent"),
        (A, 23, "court"), (A, 28, "prank"), (A, 33, "silent"), (A, 38, "personal-info"),
    )
)  # fmt: skip

# Settled without any turn in the last days: what the callback sheets of the duty leaders are drawn from (D10).
_CALM = (
    "leak-warranty", "repair-fund", "illegal-park", "signal-timing", "bike-race", "river-smell", "oil-fume", "pig-farm",
    "street-lamp", "pothole", "vendors", "market-block", "transfer-station", "low-voltage", "weak-signal", "bus-attitude",
    "ftz-company", "volunteer-hours", "hall-parking", "no-insurance", "gym-card", "ev-charge-price",
)  # fmt: skip
_CALM_ANCHORS = (*[(C, 1)] * 14, *((B, 2 + i % 5) for i in range(29)))
CALM = tuple(
    Story(_CALM[i % len(_CALM)], step, settled(_CALM[i % len(_CALM)], (2 + i % 3,), note=(0, 1, None, 2)[i % 4]), anchor=anchor)
    for i, (step, anchor) in enumerate(_CALM_ANCHORS)
)

FINISHED: tuple[Story, ...] = PLAIN + TURNS + NOT_ACCEPTED + CALM
