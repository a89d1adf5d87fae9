"""Armed attacks: who struck whom, where, when and with what, each from the trigger's own sentence."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.extract.scene import Scene
from kg.extract.strikes.arms import told_again_with
from kg.extract.strikes.assailants import Agent
from kg.extract.strikes.belligerents import attackers_of, names_agent, wears_uniform
from kg.extract.strikes.completion import complete
from kg.extract.strikes.deeds import is_concrete, reports_of, trigger_at
from kg.extract.strikes.denials import is_of_charge
from kg.extract.strikes.later_days import dated_further_down
from kg.extract.strikes.outcomes import is_outcome
from kg.extract.strikes.triggers import Trigger
from kg.extract.strikes.victims import is_bare, is_own_toll, victims_after, victims_before
from kg.extract.words.syntax import children, is_verbal
from kg.model import BACKWARD_FRAMES, StrikeReport, When

# How many attacks back a charge may have been made that somebody denies.
_JUST_TOLD = 2


def find_strikes(scene: Scene) -> tuple[StrikeReport, ...]:
    """All mentions of attacks in the body, in text order; keys are "s1", "s2", …"""
    reports: list[StrikeReport] = []
    told: When | None = None
    agents: dict[str, Agent] = {}
    nameless: list[StrikeReport] = []
    for n, sent in enumerate(scene.sentences):
        used: set[int] = set()
        for token in sent:
            if token.i in used:
                continue
            trigger = trigger_at(token, scene)
            if trigger is None or (trigger.frame in BACKWARD_FRAMES and not _told_before(n, reports, scene)):
                continue
            if trigger.frame == "strike.assailants" and reports[-1].attackers:
                continue  # "the army killed two gunmen. The gunmen belonged to …"
            made = list(reports_of(trigger, scene, told))
            if made and is_of_charge(trigger) and not _is_charged(made[0], reports):
                continue
            if made and is_outcome(trigger, made[0], used, reports[-1] if reports else None):
                continue
            if made and is_bare(made[0]):
                victims = victims_before(n, reports, scene)
                made = [victims, *made] if victims is not None else made
            used.update(h.i for h in trigger.heads)
            if len(made) == 1 and not _is_named(made[0]) and not is_concrete(trigger):
                nameless.append(replace(made[0], key="s1"))
                continue
            for report in made:
                report = told_again_with(report, reports)
                if is_own_toll(trigger, report, n, reports, scene):
                    report = replace(report, definite=True)
                reports.append(replace(report, key=f"s{len(reports) + 1}"))
                told = report.when if _sets_the_clock(report, trigger, told) else told
                if (agent := _agent(report, trigger, scene)) is not None:
                    agents[reports[-1].key] = agent
        if (more := victims_after(n, reports, scene)) is not None:
            reports.append(replace(more, key=f"s{len(reports) + 1}"))
            told = more.when or told
    told_of = complete(scene, dated_further_down(scene, reports), agents)
    named = tuple(r for r in told_of if _is_named(r))
    # "A military hospital was shelled overnight": beside named attacks it would be one of them told again
    return named or tuple(r for r in (*told_of, *nameless) if r.mention.is_told)[:1]


def _is_named(report: StrikeReport) -> bool:
    """True for what is known by somebody, by somewhere, or by an attack told elsewhere."""
    return bool(report.attackers or report.targets or report.places or report.definite)


def _agent(report: StrikeReport, trigger: Trigger, scene: Scene) -> Agent | None:
    """What the words of an attack say of an attacker whom no list knows, if they say anything."""
    if any(wears_uniform(t) and not attackers_of(t, scene) for t in trigger.attackers):
        return Agent.UNIFORMED
    if not report.attackers and not is_verbal(trigger.token) and wears_uniform(trigger.token):
        return Agent.UNIFORMED  # "an army drone strike"
    return Agent.UNKNOWN if not report.attackers and names_agent(trigger, scene) else None


def _sets_the_clock(report: StrikeReport, trigger: Trigger, told: When | None) -> bool:
    """False for what a clause or a look back recalls of before: "that night" is not the night of that.

    "Gunmen who had shelled Goma in May", "two weeks after gunmen killed 26 people", "revenge for Monday's strike".
    """
    if report.when is None:
        return False
    aside = report.definite or any(
        a.dep_.startswith("acl") or _recalls(a) for a in (trigger.token, *trigger.token.ancestors)
    )
    return told is None or not aside or report.when.start.iso >= told.start.iso


def _recalls(verb: Token) -> bool:
    """ "after gunmen killed 26 people": a clause of what was before."""
    return verb.dep_ == "advcl" and any(c.lower_ in {"after", "since"} for c in children(verb, "mark"))


def _is_charged(denial: StrikeReport, reports: list[StrikeReport]) -> bool:
    """ "The army blamed the RSF, which denied it": an attack laid at his door was told right before."""
    return any(set(denial.attackers) & set(r.attackers) for r in reports[-_JUST_TOLD:])


def _told_before(n: int, reports: list[StrikeReport], scene: Scene) -> bool:
    """ "Officials blamed the rebels", "its men had done it": an attack must stand a few sentences before."""
    since = scene.sentences[max(0, n - 4)].start_char
    return any(r.mention.sentence.begin >= since for r in reports)
