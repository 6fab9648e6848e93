"""What still runs: steps 1 to 4, so that everybody who signs in finds work."""

from tickets.demo import acts
from tickets.demo.stories import Story, ago, assisted, day, dispatched, in_hand, replied, signed, told, wd
from tickets.demo_content import INSTRUCTIONS, REMARKS
from tickets.models import Instruction, Step, SupervisionOrder

WAITING = (
    Story("lift-trap", Step.REGISTRATION, (ago(9, acts.register), ago(6, acts.propose))),
    Story("fire-ebike", Step.REGISTRATION, (ago(37, acts.register), ago(30, acts.name_readers))),
    Story("pothole", Step.REGISTRATION, (ago(24, acts.register), ago(21, acts.propose))),
    Story("bike-race", Step.REGISTRATION, (ago(63, acts.register), ago(59, acts.propose))),
    Story("vendors", Step.REGISTRATION, (ago(118, acts.register), ago(113, acts.propose))),
    Story("owner-committee", Step.REGISTRATION, (ago(16, acts.register),)),
    Story("ev-charge-price", Step.REGISTRATION, (ago(47, acts.register),)),
    Story("school-gate", Step.REGISTRATION, (ago(81, acts.register),), asks_for_duty_leader=True),
    Story("overseas", Step.REGISTRATION, (*told(4, day(4, acts.refer)), ago(135, acts.referral_outcome, settled=False))),
    Story("bus-shelter", Step.REGISTRATION, told(1), evening=True),
    Story("wage-shop", Step.REGISTRATION, (*told(1), day(1, acts.propose)), evening=True),
)  # fmt: skip

UNSIGNED = (
    Story("street-lamp", Step.HANDLING, dispatched(1)),
    Story("bus-wait", Step.HANDLING, dispatched(1)),
    Story("taxi-refuse", Step.HANDLING, dispatched(1)),
    Story("manhole", Step.HANDLING, (ago(52, acts.register), ago(41, acts.dispatch))),
    Story("leak-warranty", Step.HANDLING, (ago(150, acts.register), ago(128, acts.dispatch))),
    Story("hall-parking", Step.HANDLING, dispatched(3)),  # should have been signed for
)

IN_HAND = tuple(
    Story(key, Step.HANDLING, in_hand(key, *days))
    for key, *days in (
        ("illegal-park", 2), ("river-smell", 3), ("low-voltage", 4), 
        # with progress
        ("wage-site", 4, 2), ("medical-fee", 4, 2), ("transfer-station", 5, 2), 
        ("shared-bike", 5, 3), ("plant-smell", 5, 4, 2),
        # due soon
        ("gym-card", 7, 4), ("pig-farm", 6, 3), ("waterlog", 6, 5, 2), ("repair-fund", 7, 5),
        # overdue
        ("presale-late", 9, 6), ("seafood-scale", 8, 5), ("bus-attitude", 8), ("tutoring-refund", 10, 7),
    )
)  # fmt: skip

ASKED = (
    # returns: one waits, one was upheld, one refused
    Story("oil-fume", Step.HANDLING, (*dispatched(2, to="市市场监管局"), wd(2, acts.sign), wd(1, acts.ask_return, reason=3))),
    Story(
        "pavement-restore", Step.HANDLING,
        (
            *dispatched(5, to="市市政管理局"), wd(5, acts.sign), wd(4, acts.ask_return, reason=2), wd(4, acts.decide_return, granted=True),
            wd(3, acts.dispatch, words="after return"), *signed("pavement-restore", 3), wd(2, acts.progress),
        ),
    ),
    Story(
        "signal-timing", Step.HANDLING,
        (*in_hand("signal-timing", 4), wd(3, acts.ask_return, reason=4), wd(3, acts.decide_return, granted=False)),
    ),
    # extensions: one waits, one was granted
    Story("rent-deposit", Step.HANDLING, (*in_hand("rent-deposit", 5, 3), wd(1, acts.ask_extension, reason=4, workdays=5))),
    Story(
        "tree-danger", Step.HANDLING,
        (*in_hand("tree-danger", 9, 7), wd(5, acts.ask_extension, reason=3, workdays=7), wd(4, acts.grant_extension), wd(2, acts.progress)),
    ),
    # replies waiting for the unit's leader; one was given back
    Story("property-deal", Step.HANDLING, (*in_hand("property-deal", 4, 2), *assisted("property-deal", 2), wd(1, acts.reply))),
    Story("leak-warranty", Step.HANDLING, (*in_hand("leak-warranty", 5, 3), wd(1, acts.reply))),
    Story("presale-late", Step.HANDLING, (*in_hand("presale-late", 4, 3), wd(1, acts.reply))),
    Story(
        "no-insurance", Step.HANDLING,
        (wd(6, acts.register), wd(6, acts.name_readers), wd(6, acts.dispatch), wd(6, acts.sign), wd(3, acts.reply), wd(2, acts.give_back)),
    ),
)  # fmt: skip

PASSED_ON = (
    Story(
        "rooftop-build", Step.HANDLING,
        (*in_hand("rooftop-build", 4), wd(4, acts.hand_on, to="龙华区综合执法局"), wd(2, acts.progress)),
    ),
    Story("vendors", Step.HANDLING, (*in_hand("vendors", 3), wd(2, acts.hand_on, to="龙华区综合执法局"))),
    Story(
        "night-noise", Step.HANDLING,
        (*in_hand("night-noise", 8, 6), wd(7, acts.hand_on, to="龙华区综合执法局"), wd(6, acts.reveal)),
    ),
    # joint
    Story("green-parking", Step.HANDLING, (*in_hand("green-parking", 5, 3), wd(2, acts.assist_report))),
    # referrals the office still owes the outcome of
    Story("archive", Step.HANDLING, told(3, day(3, acts.refer))),
    Story("move-unreach", Step.HANDLING, (ago(31, acts.register), ago(24, acts.refer))),
    # before the city leader
    Story(
        "market-block", Step.HANDLING,
        (
            *in_hand("market-block", 5, 4), wd(3, acts.disagree, reason=2), wd(2, acts.flag_hard),
            wd(1, acts.submit, why=Instruction.Why.DISAGREEMENT, words="submitted"),
        ),
    ),
    Story(
        "water-yellow", Step.HANDLING,
        (
            *in_hand("water-yellow", 6, 5), wd(4, acts.disagree, reason=4), wd(3, acts.submit, why=Instruction.Why.DISAGREEMENT, words="submitted"),
            wd(2, acts.instruct, words=REMARKS["decided yellow water"]),
        ),
    ),
    Story(
        "bar-noise", Step.HANDLING,
        (
            *in_hand("bar-noise", 7, 5), wd(5, acts.disagree, reason=3), wd(4, acts.submit, why=Instruction.Why.DISAGREEMENT, words="submitted"),
            wd(3, acts.instruct, words=REMARKS["decided bar"]), wd(2, acts.redispatch, to="市公安局", assisting="美兰区政府"),
            wd(1, acts.sign), wd(1, acts.assist_sign),
        ),
    ),
    Story(
        "deed-late", Step.HANDLING,
        (
            *in_hand("deed-late", 7, 5), wd(4, acts.submit, why=Instruction.Why.HOT, words="submitted hot"),
            wd(2, acts.instruct, words=INSTRUCTIONS[2]),
        ),
    ),
    # a major incident of this hour, and a failure that two callers reported
    Story(
        "gas-leak", Step.HANDLING,
        (
            ago(23, acts.register), ago(20, acts.declare_major), ago(17, acts.dispatch),
            ago(13, acts.record_incident, stamp="verified_at", done=(0,), words="verified"), ago(8, acts.one_more, key="gas-leak-b"),
        ),
    ),
    Story(
        "tv-out", Step.HANDLING,
        (*in_hand("tv-out", 3), wd(2, acts.repeat_call, key="tv-out-b"), wd(2, acts.merge_repeat), wd(1, acts.progress)),
    ),
)  # fmt: skip

REPLIED = (
    Story("ferry-queue", Step.REPLY, (*in_hand("ferry-queue", 3, 2), *replied("ferry-queue", 1))),
    Story("weak-signal", Step.REPLY, (*in_hand("weak-signal", 5), *replied("weak-signal", 1))),
    Story("food-foreign", Step.REPLY, (*in_hand("food-foreign", 4, 3), *replied("food-foreign", 1))),
    Story("english-sign", Step.REPLY, (*in_hand("english-sign", 4), *assisted("english-sign", 2), *replied("english-sign", 1))),
    Story("deed-late", Step.REPLY, (*in_hand("deed-late", 6, 4), *assisted("deed-late", 3), *replied("deed-late", 2))),
    Story("volunteer-hours", Step.REPLY, (*in_hand("volunteer-hours", 4), *replied("volunteer-hours", 2), wd(1, acts.tell))),
    Story("water-bill", Step.REPLY, (*in_hand("water-bill", 5, 3), *replied("water-bill", 2), wd(1, acts.tell))),
    Story("dust", Step.REPLY, (*in_hand("dust", 6, 4), *assisted("dust", 3), *replied("dust", 2), wd(1, acts.tell))),
    Story("pothole", Step.REPLY, (*in_hand("pothole", 4), *replied("pothole", 2), wd(1, acts.tell), wd(1, acts.not_reached))),
    Story("street-lamp", Step.REPLY, (*in_hand("street-lamp", 4), *replied("street-lamp", 2), wd(1, acts.tell), wd(1, acts.callback, note=0))),
    Story("low-voltage", Step.REPLY, (*in_hand("low-voltage", 6), *replied("low-voltage", 3), wd(2, acts.tell), wd(1, acts.callback, note=3))),
    Story("ftz-company", Step.REPLY, (*in_hand("ftz-company", 5), *replied("ftz-company", 2), wd(1, acts.tell), wd(1, acts.callback, note=1))),
    # unhappy: the supervisor decides
    Story("bike-race", Step.REPLY, (*in_hand("bike-race", 5), *replied("bike-race", 2), wd(2, acts.tell), wd(1, acts.callback, note=5))),
    Story("wage-site", Step.REPLY, (*in_hand("wage-site", 6, 4), *replied("wage-site", 2), wd(1, acts.tell), wd(1, acts.callback, note=4))),
    # nobody has accepted these in time
    Story("illegal-park", Step.REPLY, (*in_hand("illegal-park", 10, 7), *replied("illegal-park", 5), wd(4, acts.tell))),
    Story("brave-citizen", Step.REPLY, (*in_hand("brave-citizen", 9), *assisted("brave-citizen", 7), *replied("brave-citizen", 6))),
    Story("bus-driver-praise", Step.REPLY, (*dispatched(1), wd(1, acts.sign))),
    Story("river-smell", Step.REPLY, (*in_hand("river-smell", 7, 4), *replied("river-smell", 2), wd(1, acts.tell, answered=False))),
)  # fmt: skip

SUPERVISED = (
    # overdue, then a notice
    Story("repair-fund", Step.SUPERVISION, (*in_hand("repair-fund", 10, 6), wd(2, acts.supervise))),
    Story("gym-card", Step.SUPERVISION, (*in_hand("gym-card", 11), wd(3, acts.supervise), wd(1, acts.progress))),
    Story("transfer-station", Step.SUPERVISION, (*in_hand("transfer-station", 9), wd(1, acts.supervise))),
    Story("shared-bike", Step.SUPERVISION, (*in_hand("shared-bike", 12, 8), wd(4, acts.supervise), wd(2, acts.progress))),
    # missed the notice too: a case of its own
    Story(
        "pig-farm", Step.SUPERVISION,
        (*in_hand("pig-farm", 15, 10), wd(7, acts.supervise), wd(2, acts.flag_hard), wd(1, acts.supervise, kind=SupervisionOrder.Kind.CASE)),
    ),
    # the reply was careless
    Story("black-clinic", Step.SUPERVISION, (*in_hand("black-clinic", 6), *replied("black-clinic", 3), wd(2, acts.redo, requirement=0))),
    Story("waterlog", Step.SUPERVISION, (*in_hand("waterlog", 7, 5), *replied("waterlog", 3), wd(2, acts.redo, requirement=2), wd(1, acts.progress))),
    Story("lift-old", Step.SUPERVISION, (*in_hand("lift-old", 8), *replied("lift-old", 4), wd(3, acts.redo, requirement=6))),
    # the caller was not content
    Story(
        "square-dance", Step.SUPERVISION,
        (*in_hand("square-dance", 8), *replied("square-dance", 5), wd(4, acts.tell), wd(3, acts.callback, note=7), wd(2, acts.redo, requirement=3)),
    ),
    Story(
        "oil-fume", Step.SUPERVISION,
        (
            *in_hand("oil-fume", 9), wd(9, acts.hand_on, to="龙华区综合执法局"), *replied("oil-fume", 6), wd(5, acts.tell),
            wd(4, acts.callback, note=5), wd(3, acts.redo, requirement=1), wd(1, acts.progress),
        ),
    ),
)  # fmt: skip

OPEN = WAITING + UNSIGNED + IN_HAND + ASKED + PASSED_ON + REPLIED + SUPERVISED
