"""The seven steps as a Mermaid diagram, drawn from the transition table: the documentation cannot disagree with the code."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils import translation

from tickets.flow import TRANSITIONS, Action, Transition
from tickets.models import Step

BEGIN, END = "<!-- step diagram: begin (manage.py step_diagram) -->", "<!-- step diagram: end -->"
# A merged ticket stands where its main ticket stands: an arrow from everywhere to everywhere says nothing.
NOT_DRAWN = (Action.MERGE, Action.UNMERGE)


def section(rows: Iterable[Transition] = TRANSITIONS.values()) -> str:
    """The diagram and below it, per step, what can be done without leaving it; Markdown in English."""
    rows = list(rows)
    with translation.override("en"):
        return "\n".join(["```mermaid", "flowchart TD", *_steps(), *_arrows(rows), "```", "", *_stays(rows)])


def inserted(text: str, diagram: str) -> str:
    """The text with the diagram between its two markers. Raises ValueError where they are missing."""
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the markers {BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n{diagram}\n{END}{after}"


def _steps() -> list[str]:
    return ["    s0((call))", *(f'    s{step.value}["{step.value} {step.label}"]' for step in Step)]


def _arrows(rows: list[Transition]) -> list[str]:
    """One arrow for each pair of steps, with every action that leads that way."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in rows:
        if row.action in NOT_DRAWN:
            continue
        for outcome, target in row.outcomes.items():
            if target:
                found[row.source or 0, target].append(_said(row.action, outcome))
    return [f'    s{source} -->|"{"<br>".join(actions)}"| s{target}' for (source, target), actions in sorted(found.items())]


def _stays(rows: list[Transition]) -> list[str]:
    """The actions that leave a ticket where it is; what every step before the archive allows is named once."""
    staying: dict[Step, list[str]] = {step: [] for step in Step}
    for row in rows:
        if row.source and None in row.outcomes.values():
            outcomes = [outcome for outcome, target in row.outcomes.items() if target is None]
            staying[row.source] += [_said(row.action, outcome) for outcome in outcomes]
    running = [staying[step] for step in Step if step != Step.ARCHIVE]
    always = [said for said in running[0] if all(said in other for other in running)]
    lines = ["Without leaving the step:", ""]
    for step, all_of_it in staying.items():
        own = [said for said in all_of_it if said not in always]
        if own:
            lines.append(f"- **{step.value} {step.label}**: {', '.join(own)}")
    return [*lines, f"- **1 to 6**: {', '.join(always)}"]


def _said(action: Action, outcome: str) -> str:
    return f"{action.label} ({outcome.replace('_', ' ')})" if outcome else str(action.label)
