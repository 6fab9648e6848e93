"""What still runs: steps 1 to 4, so that everybody who signs in finds work."""

from tickets.demo import acts
from tickets.demo.stories import (
    Story,
    assisted,
    called_back,
    dispatched,
    in_hand,
    replied,
    resulted,
    signed,
    submitted,
    told,
)  # fmt: skip
from tickets.demo.timetable import ago, day, wd
from tickets.demo_content import INSTRUCTIONS, REMARKS
from tickets.models import Instruction, Step

R, H, P, S = Step.REGISTRATION, Step.HANDLING, Step.REPLY, Step.SUPERVISION
ENFORCEMENT = "龙华区综合执法局"  # the sub-unit with an account of its own

WAITING = (
    Story("lift-trap", R, (ago(9, acts.register), ago(6, acts.propose))),
    Story("fire-ebike", R, (ago(37, acts.register), ago(30, acts.name_readers))),
    Story("pothole", R, (ago(24, acts.register), ago(21, acts.propose))),
    Story("bike-race", R, (ago(63, acts.register), ago(59, acts.propose))),
    Story("vendors", R, (ago(118, acts.register), ago(113, acts.propose))),
    Story("owner-committee", R, (ago(16, acts.register),)),
    Story("ev-charge-price", R, (ago(47, acts.register),)),
    Story("school-gate", R, (ago(81, acts.register),), asks_for_duty_leader=True),
    Story("overseas", R, (*told(4, day(4, acts.refer)), ago(135, acts.referral_outcome, settled=False))),
    Story("bus-shelter", R, told(1), evening=True),
    Story("wage-shop", R, told(1, day(1, acts.propose)), evening=True),
)  # fmt: skip

UNSIGNED = (
    Story("street-lamp", H, dispatched(1)),
    Story("bus-wait", H, dispatched(1)),
    Story("taxi-refuse", H, dispatched(1)),
    Story("manhole", H, (ago(52, acts.register), ago(41, acts.dispatch))),
    Story("leak-warranty", H, (ago(150, acts.register), ago(128, acts.dispatch))),
    Story("hall-parking", H, dispatched(3)),  # should have been signed for
)

IN_HAND = tuple(
    Story(key, H, in_hand(key, *days))
    for key, *days in (
        ("illegal-park", 2), ("river-smell", 3), ("low-voltage", 4),
        # with progress
        ("wage-site", 4, 2), ("medical-fee", 4, 2), ("transfer-station", 5, 2), ("shared-bike", 5, 3), ("plant-smell", 5, 4, 2),
        # due soon
        ("gym-card", 7, 4), ("pig-farm", 6, 3), ("waterlog", 6, 5, 2), ("repair-fund", 7, 5),
        # overdue
        ("presale-late", 9, 6), ("seafood-scale", 8, 5), ("bus-attitude", 8), ("tutoring-refund", 10, 7),
    )
)  # fmt: skip

ASKED = (
    # returns: one waits, one was upheld, one refused
    Story("oil-fume", H, (*dispatched(2, to="市市场监管局"), wd(2, acts.sign), wd(1, acts.ask_return, reason=3))),
    Story(
        "pavement-restore", H,
        (
            *dispatched(5, to="市市政管理局"), wd(5, acts.sign), wd(4, acts.ask_return, reason=2),
            wd(4, acts.decide_return, granted=True), wd(4, acts.dispatch, words="after return"),
            *signed("pavement-restore", 3), wd(2, acts.progress),
        ),
    ),
    Story(
        "signal-timing", H,
        (*in_hand("signal-timing", 4), wd(3, acts.ask_return, reason=4), wd(3, acts.decide_return, granted=False)),
    ),
    # extensions: one waits, one was granted
    Story("rent-deposit", H, (*in_hand("rent-deposit", 5, 3), wd(1, acts.ask_extension, reason=4, workdays=5))),
    Story(
        "tree-danger", H,
        (
            *in_hand("tree-danger", 9, 7), wd(5, acts.ask_extension, reason=3, workdays=7), wd(4, acts.grant_extension),
            wd(2, acts.progress),
        ),
    ),
    # replies waiting for the unit's leader; one was given back
    Story("property-deal", H, (*in_hand("property-deal", 4, 2), *assisted("property-deal", 2), wd(1, acts.reply))),
    Story("leak-warranty", H, (*in_hand("leak-warranty", 5, 3), wd(1, acts.reply))),
    Story("presale-late", H, (*in_hand("presale-late", 4, 3), wd(1, acts.reply))),
    Story(
        "no-insurance", H,
        (
            wd(6, acts.register), wd(6, acts.name_readers), wd(6, acts.dispatch), wd(6, acts.sign), wd(3, acts.reply),
            wd(2, acts.give_back),
        ),
    ),
)  # fmt: skip

PASSED_ON = (
    Story("rooftop-build", H, (*in_hand("rooftop-build", 4), wd(4, acts.hand_on, to=ENFORCEMENT), wd(2, acts.progress))),
    Story("vendors", H, (*in_hand("vendors", 3), wd(2, acts.hand_on, to=ENFORCEMENT))),
    Story(
        "night-noise", H,
        (
            *in_hand("night-noise", 8), wd(7, acts.hand_on, to=ENFORCEMENT), wd(6, acts.reveal), wd(6, acts.progress),
            wd(2, acts.note),
        ),
    ),
    # joint: the assisting unit has reported, the lead has not
    Story("green-parking", H, (*in_hand("green-parking", 5, 3), wd(2, acts.assist_report))),
    # two callers, one failure
    Story(
        "tv-out", H,
        (*in_hand("tv-out", 3), wd(2, acts.repeat_call, key="tv-out-b"), wd(2, acts.merge_repeat), wd(1, acts.progress)),
    ),
    # referrals the office still owes the outcome of
    Story("archive", H, told(3, day(3, acts.refer))),
    Story("move-unreach", H, (ago(31, acts.register), ago(24, acts.refer))),
)  # fmt: skip

LEADERS = (
    # waits for the city leader
    Story(
        "market-block", H,
        (
            *in_hand("market-block", 5, 4), wd(3, acts.disagree, reason=2), wd(2, acts.flag_hard),
            submitted(1, Instruction.Why.DISAGREEMENT, "submitted"),
        ),
    ),
    # decided
    Story(
        "water-yellow", H,
        (
            *in_hand("water-yellow", 6, 5), wd(4, acts.disagree, reason=4),
            submitted(3, Instruction.Why.DISAGREEMENT, "submitted"), wd(2, acts.instruct, words=REMARKS["decided yellow water"]),
        ),
    ),
    Story(
        "deed-late", H,
        (
            *in_hand("deed-late", 7, 5), submitted(4, Instruction.Why.HOT, "submitted hot"),
            wd(2, acts.instruct, words=INSTRUCTIONS[2]),
        ),
    ),
    # decided and followed
    Story(
        "bar-noise", H,
        (
            *in_hand("bar-noise", 7, 5), wd(5, acts.disagree, reason=3), submitted(4, Instruction.Why.DISAGREEMENT, "submitted"),
            wd(3, acts.instruct, words=REMARKS["decided bar"]), wd(2, acts.redispatch, to="市公安局", assisting="美兰区政府"),
            wd(1, acts.sign), wd(1, acts.assist_sign),
        ),
    ),
    # a major incident of this hour, reported by two callers
    Story(
        "gas-leak", H,
        (
            ago(23, acts.register), ago(20, acts.declare_major), ago(17, acts.dispatch),
            ago(13, acts.record_incident, stamp="verified_at", done=(0,), words="verified"),
            ago(8, acts.one_more, key="gas-leak-b"),
        ),
    ),
)  # fmt: skip

_TOLD = wd(1, acts.tell)
REPLIED = tuple(
    Story(key, P, resulted(key, days, k, *after))
    for key, days, k, *after in (
        ("ferry-queue", (3, 2), 1), ("weak-signal", (5,), 1), ("food-foreign", (4, 3), 1), ("english-sign", (4,), 1),
        ("deed-late", (6, 4), 2),
        # answered
        ("volunteer-hours", (4,), 2, _TOLD), ("water-bill", (5, 3), 2, _TOLD), ("dust", (6, 4), 2, _TOLD),
        ("river-smell", (7, 4), 2, wd(1, acts.tell, answered=False)),
        # called back
        ("pothole", (4,), 2, _TOLD, wd(1, acts.not_reached)), ("street-lamp", (4,), 2, _TOLD, called_back(1, 0)),
        ("low-voltage", (6,), 3, wd(2, acts.tell), called_back(1, 3)), ("ftz-company", (5,), 2, _TOLD, called_back(1, 1)),
        # not content: the supervisor decides
        ("bike-race", (5,), 2, wd(2, acts.tell), called_back(1, 5)), ("wage-site", (6, 4), 2, _TOLD, called_back(1, 4)),
        # nobody has accepted these in time
        ("illegal-park", (10, 7), 5, wd(4, acts.tell)), ("brave-citizen", (9,), 6),
    )
)  # fmt: skip
FOR_INFORMATION = (Story("bus-driver-praise", P, (*dispatched(1), wd(1, acts.sign))),)

SUPERVISED = (
    # overdue, then a notice
    Story("repair-fund", S, (*in_hand("repair-fund", 10, 6), wd(2, acts.supervise))),
    Story("gym-card", S, (*in_hand("gym-card", 11), wd(3, acts.supervise), wd(1, acts.progress))),
    Story("transfer-station", S, (*in_hand("transfer-station", 9), wd(1, acts.supervise))),
    # missed the notice too: a case of its own, which waits for the head; the next one the head has signed
    Story(
        "shared-bike", S,
        (*in_hand("shared-bike", 12, 9), wd(4, acts.supervise), wd(2, acts.progress), ago(95, acts.open_case)),
    ),
    Story(
        "pig-farm", S,
        (
            *in_hand("pig-farm", 15, 10), wd(7, acts.supervise), wd(2, acts.flag_hard),
            wd(1, acts.open_case), wd(1, acts.sign_case),
        ),
    ),
    # the reply was careless
    Story("black-clinic", S, resulted("black-clinic", (6,), 3, wd(2, acts.redo, requirement=0))),
    Story("waterlog", S, resulted("waterlog", (7, 5), 3, wd(2, acts.redo, requirement=2), wd(1, acts.progress))),
    Story("lift-old", S, resulted("lift-old", (8,), 4, wd(3, acts.redo, requirement=6))),
    # the caller was not content
    Story(
        "square-dance", S,
        resulted("square-dance", (8,), 5, wd(4, acts.tell), called_back(3, 7), wd(2, acts.redo, requirement=3)),
    ),
    Story(
        "oil-fume", S,
        (
            *in_hand("oil-fume", 9), wd(9, acts.hand_on, to=ENFORCEMENT), *replied("oil-fume", 6), wd(5, acts.tell),
            called_back(4, 5), wd(3, acts.redo, requirement=1), wd(1, acts.progress),
        ),
    ),
)  # fmt: skip

OPEN: tuple[Story, ...] = WAITING + UNSIGNED + IN_HAND + ASKED + PASSED_ON + LEADERS + REPLIED + FOR_INFORMATION + SUPERVISED
