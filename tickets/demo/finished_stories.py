"""What is over: steps 5 to 7. Most of a hotline's calls are answered at once; these are the others."""

from tickets.demo import acts
from tickets.demo.stories import Story, ago, assisted, day, dispatched, in_hand, replied, settled, signed, wd
from tickets.demo_content import INSTRUCTIONS
from tickets.models import Instruction, Step, SupervisionOrder

C, B, A = Step.COMPILATION, Step.BULLETIN, Step.ARCHIVE

_PLAIN = tuple(
    Story(key, step, settled(key, took, note=note, progress=progress), anchor=anchor)
    for step, anchor, key, took, note, progress in (
        (C, 1, "manhole", 3, 0, (2,)), (C, 1, "donate-receipt", 4, 1, ()), (C, 1, "wage-shop", 5, 0, (3,)),
        (B, 2, "tree-danger", 3, 0, (2,)), (B, 3, "taxi-refuse", 4, 2, (2,)), (B, 5, "medical-fee", 6, 1, (4,)),
        (A, 9, "bus-wait", 6, 3, (4,)), (A, 12, "rent-deposit", 6, 0, (4,)), (A, 20, "seafood-scale", 5, 1, (3,)),
        (A, 24, "waterlog", 4, 2, (3,)), (A, 31, "square-dance", 5, 3, (3,)), (A, 36, "fence-detour", 7, 2, (5,)),
    )
)  # fmt: skip

_TURNS = (
    # merged callers, answered with one text
    Story(
        "water-out", A,
        (
            wd(1, acts.register), wd(1, acts.dispatch), wd(1, acts.one_more, key="water-out-b"), wd(1, acts.one_more, key="water-out-b"),
            wd(1, acts.sign), wd(1, acts.progress), wd(1, acts.reply), day(0, acts.tell), day(0, acts.callback, note=0), day(0, acts.accept),
        ),
        anchor=13,
    ),
    Story(
        "power-cut", B,
        (
            *dispatched(2), wd(2, acts.one_more, key="power-cut-b"), wd(1, acts.sign), *replied("power-cut", 1),
            day(0, acts.tell), day(0, acts.callback, note=1), day(0, acts.accept),
        ),
        anchor=3, evening=True,
    ),
    # a major incident from the first call to the leader's instruction and the visit on site
    Story(
        "road-collapse", A,
        (
            wd(5, acts.register), wd(5, acts.declare_major),
            wd(5, acts.record_incident, stamp="verified_at", done=(0,), words="verified"),
            wd(5, acts.record_incident, stamp="reported_at", done=(2,), words="reported"),
            wd(5, acts.dispatch_at_once),
            wd(5, acts.record_incident, stamp="group_told_at", done=(3,), words="group told"),
            wd(5, acts.one_more, key="road-collapse-b"), wd(5, acts.sign_at_once), wd(5, acts.assist_sign_at_once),
            wd(5, acts.record_incident, stamp="handled_at", done=(1, 4), words="handled"), wd(5, acts.one_more, key="road-collapse-b"),
            wd(5, acts.submit, why=Instruction.Why.MAJOR, words="submitted major"),
            wd(4, acts.instruct, words=INSTRUCTIONS[5]), wd(4, acts.progress),
            wd(3, acts.investigate, number=0), *assisted("road-collapse", 3), *replied("road-collapse", 1),
            day(0, acts.tell), day(0, acts.callback, note=1), day(0, acts.accept),
        ),
        anchor=16,
    ),
    # redone after an unhappy callback; reopened since
    Story(
        "night-noise", A,
        (
            *in_hand("night-noise", 9, 7), *assisted("night-noise", 6), *replied("night-noise", 6), wd(5, acts.tell),
            wd(4, acts.callback, note=7), wd(4, acts.redo, requirement=5), *replied("night-noise", 2, again=True),
            wd(1, acts.tell), wd(1, acts.callback, note=3), day(0, acts.accept), ago(92, acts.reopen),
        ),
        anchor=22,
    ),
    # supervised, and then it went quickly
    Story(
        "bus-route", A,
        (
            *in_hand("bus-route", 11, 6), wd(3, acts.supervise), *assisted("bus-route", 2), *replied("bus-route", 1),
            day(0, acts.tell), day(0, acts.callback, note=3), day(0, acts.accept),
        ),
        anchor=18,
    ),
    Story(
        "tower-worry", A,
        (
            *in_hand("tower-worry", 14, 9), wd(6, acts.supervise), wd(2, acts.supervise, kind=SupervisionOrder.Kind.CASE),
            *replied("tower-worry", 1), day(0, acts.tell), day(0, acts.callback, note=8), day(0, acts.stand), day(0, acts.accept),
        ),
        anchor=11,
    ),
    # to the wrong unit first
    Story(
        "presale-late", A,
        (
            *dispatched(9, to="市资规局"), wd(9, acts.sign), wd(8, acts.ask_return, reason=1), wd(8, acts.decide_return, granted=True),
            wd(7, acts.dispatch, words="after return"), *signed("presale-late", 7), wd(4, acts.progress), *replied("presale-late", 1),
            day(0, acts.tell), day(0, acts.not_reached), day(0, acts.accept),
        ),
        anchor=26,
    ),
    # hot: the leader wrote an instruction
    Story(
        "wage-site", A,
        (
            *in_hand("wage-site", 7), wd(6, acts.submit, why=Instruction.Why.HOT, words="submitted hot"), wd(5, acts.instruct, words=INSTRUCTIONS[6]),
            wd(4, acts.progress), *assisted("wage-site", 2), *replied("wage-site", 1), day(0, acts.tell), day(0, acts.callback, note=0), day(0, acts.accept),
        ),
        anchor=30,
    ),
    Story("bus-driver-praise", A, (*dispatched(2), wd(1, acts.sign), day(0, acts.tell), day(0, acts.accept)), anchor=19),
    # withdrawn
    Story("water-bill", C, (*in_hand("water-bill", 3), day(0, acts.withdraw, words=4)), anchor=1),
    Story("property-deal", B, (*in_hand("property-deal", 4), day(0, acts.withdraw, words=2)), anchor=4),
    Story("food-foreign", A, (*in_hand("food-foreign", 2), day(0, acts.withdraw, words=1)), anchor=21),
    # referred and settled
    Story("move-unreach", C, (day(0, acts.register), day(0, acts.refer), day(0, acts.referral_outcome)), anchor=1),
    Story("archive", A, (day(3, acts.register), day(3, acts.refer), day(0, acts.referral_outcome)), anchor=14),
)  # fmt: skip

_NOT_ACCEPTED = tuple(
    Story(key, step, (day(0, acts.register), day(0, acts.void if key in ("silent", "prank") else acts.decline)), anchor=anchor)
    for step, anchor, key in (
        (C, 1, "court"), (C, 1, "silent"), (B, 3, "personal-info"), (B, 5, "prank"), (A, 9, "repeat-closed"), (A, 15, "silent"),
        (A, 23, "court"), (A, 28, "prank"), (A, 33, "silent"), (A, 38, "personal-info"),
    )
)  # fmt: skip

FINISHED = _PLAIN + _TURNS + _NOT_ACCEPTED
