"""Kinds of calls, by topic; three tickets can be made of each, one per detail."""

from tickets.demo_content.scenarios.housing import HOUSING
from tickets.demo_content.scenarios.nature import NATURE
from tickets.demo_content.scenarios.police import POLICE
from tickets.demo_content.scenarios.services import SERVICES
from tickets.demo_content.scenarios.streets import STREETS
from tickets.demo_content.scenarios.trade import TRADE
from tickets.demo_content.scenarios.transport import TRANSPORT
from tickets.demo_content.scenarios.utilities import UTILITIES
from tickets.demo_content.scenarios.welfare import WELFARE
from tickets.demo_content.scenarios.work import WORK

SCENARIOS = HOUSING + POLICE + NATURE + STREETS + UTILITIES + TRANSPORT + SERVICES + WORK + TRADE + WELFARE
