"""Lemmas that the lexicons can rely on.

The pipeline makes a lemma by cutting letters from the word; of a verb that its training text rarely had it may
cut too many or too few ("expell", "plac"). Every word that a lexicon names is therefore also known here by its
inflected forms, and a token that is such a form, with a lemma that is no word of the lexicons, gets the right one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from spacy.tokens import Doc, Token

from kg.extract.lexicon import table

# Verbs whose past is not made with -ed: form -> lemma. Only those that the lexicons use.
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "said:say told:tell met:meet held:hold spoke:speak spoken:speak sent:send gave:give given:give"
        " took:take taken:take broke:break broken:break withdrew:withdraw withdrawn:withdraw sought:seek"
        " struck:strike shot:shoot fought:fight threw:throw thrown:throw brought:bring led:lead"
        " began:begin begun:begin made:make froze:freeze frozen:freeze swore:swear sworn:swear flew:fly"
        " flown:fly forbade:forbid forbidden:forbid paid:pay put:put shut:shut set:set cut:cut hit:hit"
        " let:let quit:quit beat:beat beaten:beat left:leave kept:keep tore:tear torn:tear drew:draw"
        " drawn:draw drove:drive driven:drive fell:fall fallen:fall found:find went:go gone:go came:come"
        " become:become became:become lent:lend lost:lose wrote:write written:write saw:see seen:see"
        " stood:stand shook:shake shaken:shake sued:sue blew:blow blown:blow overran:overrun"
        " overthrew:overthrow rang:ring rung:ring sat:sit knew:know known:know felt:feel got:get laid:lay"
        " lain:lie dealt:deal bore:bear chose:choose chosen:choose hid:hide hidden:hide built:build"
        " bought:buy sold:sell won:win did:do done:do had:have has:have thought:think meant:mean"
        " slew:slay slain:slay undertook:undertake undertaken:undertake foresaw:foresee reneged:renege"
        " waylaid:waylay burnt:burn mown:mow slit:slit swept:sweep burst:burst sank:sink sunk:sink"
        " agreed:agree freed:free died:die dying:die vetoed:veto vetoing:veto"
    ).split()
)


@cache
def _verbs() -> tuple[dict[str, str], frozenset[str]]:
    """Every inflected form of the lexicons' verbs -> its lemma; and those lemmas."""
    strikes, said, acts = table("strikes"), table("statements"), table("diplomacy")
    words: set[str] = (
        set(strikes["light"])
        | set(said["report"])
        | set(said["deny"])
        | set(said["manner"])
        | set(said["unreal"])
        | set(acts["light"]["verbs"])
    )
    for group in (*strikes["verbs"].values(), *(strikes["casualties"][k] for k in ("die", "kill", "injure"))):
        words |= set(group)
    for frame in acts["frame"]:
        words |= {*frame.get("verbs", ()), *frame.get("clause", ()), *frame.get("light", ())}
    forms = _forms({w.split()[0] for w in words}, _inflections) | _IRREGULAR
    return forms, frozenset(forms.values())


@cache
def _nouns() -> tuple[dict[str, str], frozenset[str]]:
    """Every plural of the lexicons' nouns -> its lemma; and those lemmas."""
    strikes, actors, acts = table("strikes"), table("actors"), table("diplomacy")
    words: set[str] = set()
    for group in (
        *strikes["nouns"].values(), *strikes["weapons"].values(), strikes["casualties"]["victims"],
        *acts["class"].values(), *(actors[k] for k in ("state", "force", "body", "person", "group", "crowd")),
    ):  # fmt: skip
        words |= set(group)
    for frame in acts["frame"]:
        words |= {*frame.get("nouns", ()), *frame.get("object", ()), *frame.get("subject", ())}
    forms = _forms({w.split()[-1] for w in words if not w.startswith("#")}, _plurals)
    return forms, frozenset(forms.values())


_PARTICLES = frozenset(
    (
        "of off on up out over for to down in with back away at by from against not no the a an be and as "
        "into through"
    ).split()
)


@cache
def trigger_forms() -> frozenset[str]:
    """Every form, in lower case, of every word that can start an event: an article without any of them has none."""
    strikes, said, acts = table("strikes"), table("statements"), table("diplomacy")
    words = {w for k in ("report", "deny", "object", "acts", "manner", "counts", "speech") for w in said[k]}
    words |= {w for group in (*strikes["verbs"].values(), *strikes["nouns"].values()) for w in group}
    for frame in acts["frame"]:
        words |= {*frame.get("verbs", ()), *frame.get("nouns", ()), *frame.get("adjectives", ())}
    words |= {w for name in words if name.startswith("#") for w in acts["class"][name[1:]]}
    parts = {part for w in words for part in w.replace("-", " ").split()} - _PARTICLES
    parts |= words & {"back"}  # a verb by itself, besides a particle: "backed the plan"
    verbs, nouns = _verbs()[0], _nouns()[0]
    known = {form for forms in (verbs, nouns) for form, lemma in forms.items() if lemma in parts}
    return frozenset({*parts, *known, "according"})


def _forms(lemmas: set[str], inflect: Callable[[str], Iterator[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for lemma in sorted(lemmas):
        for form in inflect(lemma):
            found.setdefault(form, lemma)
    found.update((lemma, lemma) for lemma in lemmas)
    return found


def _inflections(verb: str) -> Iterator[str]:
    """The regular forms of a verb, with and without a doubled consonant: one of the two is no word, and never met."""
    yield from _plurals(verb)
    if verb.endswith("ie"):
        yield from (verb + "d", verb[:-2] + "ying")
    elif verb.endswith("e"):
        yield from (verb + "d", verb[:-1] + "ing", verb + "ing")
    elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
        yield from (verb[:-1] + "ied", verb + "ing")
    else:
        yield from (verb + "ed", verb + "ing", verb + verb[-1] + "ed", verb + verb[-1] + "ing")
        if verb.endswith("c"):
            yield from (verb + "ked", verb + "king")


def _plurals(word: str) -> Iterator[str]:
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        yield word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        yield word[:-1] + "ies"
    elif word.endswith("man"):
        yield word[:-3] + "men"
    else:
        yield word + "s"


def _is_common(token: Token) -> bool:
    """True for a noun of the lexicons that the tags know as common, or whose plural opens a sentence alone."""
    lemma = _nouns()[0].get(token.lower_)
    if lemma is None or token.tag_ in {"NN", "NNS"}:
        return lemma is not None
    opens = bool(token.is_sent_start) and token.dep_ in {"nsubj", "nsubj:pass"} and not list(token.children)
    return (
        opens
        and token.lower_.endswith(("s", "men"))
        and token.i + 1 < len(token.doc)
        and token.nbor().pos_ in {"VERB", "AUX"}
    )


def mend_lemmas(doc: Doc) -> None:
    """Put right the lemmas of verbs and nouns that the lexicons know by their form."""
    for token in doc:
        if token.pos_ == "PROPN" and _is_common(token):
            token.pos_ = "NOUN"  # "Warplanes flattened …": the capital is that of the sentence
        if token.pos_ in {"VERB", "AUX"}:
            forms, lemmas = _verbs()
        elif token.pos_ == "NOUN":
            forms, lemmas = _nouns()
        else:
            continue
        lemma = forms.get(token.lower_)
        if lemma is not None and (
            token.lemma_.lower() not in lemmas or (forms is _verbs()[0] and token.lower_ in _IRREGULAR)
        ):
            token.lemma_ = lemma
