"""Who said what: direct and indirect speech, with the reported words cut free of their frame.

One report per reporting clause: "X said …", "…, X said", "according to X, …", "X: …", "stressed the need
for …". A quote that runs on into the next sentence without a new frame belongs to the speaker before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract import people
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.standing import cue_of
from kg.extract.syntax import (
    auxiliaries,
    children,
    conjuncts,
    is_passive,
    is_verbal,
    logical_subjects,
    negated,
    possessors,
    preposition,
    under,
)
from kg.model import ActorClass, Factuality, StatementReport

_OPEN, _CLOSE = '“"«„', '”"»“'
_QUOTE = re.compile(
    r"“[^“”]{2,1200}”|\"[^\"]{2,1200}\"|«[^«»]{2,1200}»|(?<!\w)‘[^‘]{8,600}?’(?!\w)|(?<!\w)'[^'\n]{12,600}?'(?!\w)"
)
_STRONG = frozenset({"say", "tell", "add", "report", "announce", "state", "claim", "warn"})
_TRIM = ' ,;:.–—-"“”«»„\n\t'


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reporting clause before its content is cut out: the cue, who speaks, which tokens are what was said."""

    cue: Token
    speakers: tuple[str, ...]
    content: tuple[Token, ...]
    addressees: tuple[str, ...] = ()


def find_quotes(text: str) -> tuple[tuple[int, int], ...]:
    """The quoted stretches of a text, marks excluded, as (begin, end)."""
    return tuple((m.start() + 1, m.end() - 1) for m in _QUOTE.finditer(text))


def find_statements(scene: Scene) -> tuple[StatementReport, ...]:
    """All statements of an article, in order; keys are "t1", "t2", …"""
    quotes = find_quotes(scene.article.text)
    reports: list[StatementReport] = []
    previous: DocSpan | None = None
    running = False
    for sent in scene.sentences:
        readings = list(_readings(sent, scene, quotes))
        if not readings and reports and previous is not None and _runs_on(sent, previous, scene, quotes):
            reports.append(_continued(reports[-1], sent, scene, f"t{len(reports) + 1}", running))
            if running:
                reports[-2:] = [_joined(reports[-2], reports[-1])]
            previous, running = sent, True
            continue
        made = [
            r
            for reading in readings
            if (r := _report(reading, scene, quotes, f"t{len(reports) + 1}")) is not None
        ]
        for report in made:
            reports.append(replace(report, key=f"t{len(reports) + 1}"))
        previous, running = (sent if made else None), False
    return tuple(reports)


def _readings(sent: DocSpan, scene: Scene, quotes: tuple[tuple[int, int], ...]) -> Iterator[_Reading]:
    labelled = _labelled(sent, scene)
    if labelled is not None:
        yield labelled
        return
    seen: set[int] = set()
    for token in sent:
        reading = _verbal(token, sent, scene, quotes) if is_verbal(token) else None
        if reading is None and token.lower_ == "according":
            reading = _according(token, sent, scene)
        if reading is not None and reading.cue.i not in seen:
            seen.add(reading.cue.i)
            yield from _clauses(reading)


def _clauses(reading: _Reading) -> Iterator[_Reading]:
    """ "said that A and that B": two things said."""
    rest, parts = list(reading.content), []
    for token in reading.content:
        if token.dep_ == "conj" and any(c.dep_ == "mark" and c.lower_ == "that" for c in token.children):
            clause = {t.i for t in token.subtree}
            part = tuple(t for t in rest if t.i in clause)
            if len(part) > 2:
                rest = [t for t in rest if t.i not in clause]
                parts.append(part)
    yield replace(reading, content=tuple(rest))
    for part in parts:
        yield replace(reading, content=part)


# -- verbs of reporting ------------------------------------------------------------------------------------


def _verbal(verb: Token, sent: DocSpan, scene: Scene, quotes: tuple[tuple[int, int], ...]) -> _Reading | None:
    lemma = verb.lemma_.lower()
    cue = cue_of(verb)
    act = lemma in words("statements", "acts")
    by_object = lemma in words("statements", "object")
    if not (cue or act or by_object) or negated(verb) or _not_said(verb):
        return None
    content = _likened(verb, quotes) or _clause_content(verb, sent)
    if not content and _inside_quotes(verb, sent, quotes):
        return None
    if not content and by_object:
        content = _object_content(verb, quotes)
    if not content and cue:
        content = _surrounding_quote(verb, sent, quotes)
    if not content:
        return None
    if act and not _holds_quote(content, quotes):
        return None
    speakers = _speakers(verb, scene)
    if not speakers:
        return None
    addressees = (
        scene.denotation.all_of(
            [t for o in children(verb, "obj", "iobj") for t in conjuncts(o) if t not in content]
        )
        if lemma in {"tell", "inform", "brief", "warn", "urge", "ask", "remind", "assure"}
        else ()
    )
    return _Reading(verb, speakers, content, tuple(k for k in addressees if k not in speakers))


def _likened(verb: Token, quotes: tuple[tuple[int, int], ...]) -> tuple[Token, ...]:
    """ "described the raid as a 'crime'": the quoted judgement is what was said."""
    if verb.lemma_.lower() not in {
        "describe",
        "dismiss",
        "reject",
        "label",
        "brand",
        "denounce",
        "condemn",
        "characterize",
        "characterise",
        "call",
        "term",
    }:
        return ()
    for child in verb.children:
        if child.i > verb.i and child.dep_.split(":")[0] in {"obl", "xcomp", "advcl", "nmod"}:
            part = tuple(t for t in child.subtree if not (t.dep_ in {"case", "mark"} and t.lower_ == "as"))
            if (
                part
                and (child.dep_ == "xcomp" or any(c.lower_ == "as" for c in child.children))
                and _holds_quote(part, quotes)
            ):
                return part
    return ()


def _not_said(verb: Token) -> bool:
    """ "declined to say", "would not say", "if he says": nothing was said."""
    if auxiliaries(verb) & {
        "will",
        "would",
        "could",
        "may",
        "might",
        "should",
        "can",
        "must",
    } and not children(verb, "aux:pass"):
        return True
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in {
        "decline",
        "refuse",
        "fail",
        "want",
        "plan",
        "need",
        "expect",
    }:
        return True
    return any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children)


def _clause_content(verb: Token, sent: DocSpan) -> tuple[Token, ...]:
    """The reported clause: a complement clause, or the sentence around a parenthetical "X said"."""
    complements = [c for c in verb.children if c.dep_ == "ccomp" and c.i != verb.i]
    if not complements and (
        verb.lemma_.lower() in {"say", "claim"} or verb.lemma_.lower() in words("statements", "acts")
    ):
        complements = [c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i]
    if not complements:
        complements = [
            c for c in verb.children if c.dep_ == "parataxis" and not cue_of(c) and (_is_clause(c))
        ]
    if complements:
        kept = [t for c in complements for t in c.subtree]
        return tuple(sorted(set(kept), key=lambda t: t.i))
    if (
        verb.dep_ == "acl:relcl"
        and verb.lemma_.lower() in _STRONG
        and not children(verb, "obj", "ccomp", "obl")
    ):
        # "The convoy, the Red Cross said, never arrived": no relative clause, though it may be parsed as one
        start = verb.left_edge.i
        if "," in {sent.doc[start].text, sent.doc[max(start - 1, 0)].text}:
            frame = {t.i for t in verb.subtree}
            return tuple(t for t in verb.sent.root.subtree if t.i not in frame)
    if (verb.dep_ == "parataxis" and not children(verb, "obj")) or (
        verb.dep_ == "parataxis" and verb.lemma_ in {"tell"}
    ):
        frame = {t.i for t in verb.subtree}
        head = verb.head
        return tuple(t for t in head.subtree if t.i not in frame)
    return ()


def _is_clause(token: Token) -> bool:
    return is_verbal(token) or bool(children(token, "cop", "nsubj"))


def _object_content(verb: Token, quotes: tuple[tuple[int, int], ...]) -> tuple[Token, ...]:
    """What was said as a noun: "the need for both countries to collaborate"."""
    for obj in children(verb, "obj"):
        if is_passive(verb):
            continue
        subtree = tuple(obj.subtree)
        if obj.lemma_.lower() in words("statements", "object_nouns") or _holds_quote(subtree, quotes):
            return subtree
    return ()


def _surrounding_quote(verb: Token, sent: DocSpan, quotes: tuple[tuple[int, int], ...]) -> tuple[Token, ...]:
    """A quote of three words or more in the same sentence, where the parse does not hang it on the verb."""
    if verb.lemma_.lower() in words("statements", "clausal") and verb.dep_ not in {
        "root",
        "ROOT",
        "parataxis",
    }:
        return ()
    inside = tuple(t for t in sent if any(b <= t.idx < e for b, e in quotes))
    return inside if len([t for t in inside if not t.is_punct]) >= 3 else ()


def _inside_quotes(token: Token, sent: DocSpan, quotes: tuple[tuple[int, int], ...]) -> bool:
    return any(b <= token.idx < e and e < sent.end_char + 2 for b, e in quotes)


def _holds_quote(content: tuple[Token, ...], quotes: tuple[tuple[int, int], ...]) -> bool:
    if not content:
        return False
    begin, end = content[0].idx, content[-1].idx + len(content[-1])
    return any(b < end and begin < e and len(content[0].doc.text[b:e].split()) >= 2 for b, e in quotes)


def _speakers(verb: Token, scene: Scene) -> tuple[str, ...]:
    subjects = logical_subjects(verb)
    if not subjects and verb.dep_ == "parataxis":
        subjects = [
            t
            for c in children(verb, "obj", "obl")
            if c.i > verb.i and not preposition(c)
            for t in conjuncts(c)
        ]
    if not subjects:
        subjects = [t for c in children(verb, "nsubj", "dislocated") for t in conjuncts(c)]
    if verb.lemma_.lower() == "tell":
        subjects = [t for t in subjects if t.i < verb.i] or subjects
    found: list[str] = []
    for subject in subjects:
        keys = _authors(subject, scene) or scene.denotation.of(subject, crowd=True)
        if not keys and verb.lemma_.lower() in _STRONG:
            keys = people.outlet(scene.denotation, subject)
        found.extend(keys)
    return tuple(dict.fromkeys(_spoken_for(k, scene) for k in found))


def _spoken_for(key: str, scene: Scene) -> str:
    """Whom an unnamed spokesman speaks for: his group, ministry or state; anybody else speaks for himself."""
    figure = scene.cast.figures[key]
    if not figure.named and figure.member_of and (figure.role or "").startswith(("spokes", "statement")):
        return figure.member_of
    return key


def _authors(subject: Token, scene: Scene) -> tuple[str, ...]:
    """Whose words a document holds: "a statement by the ministry said", "the White House's readout"."""
    if (
        subject.lemma_.lower() not in words("statements", "documents")
        or scene.cast.name_at(subject.i) is not None
    ):
        return ()
    makers = [*possessors(subject), *under(subject, "by", "from", "of")]
    for clause in children(subject, "acl"):
        if clause.dep_ != "acl:relcl" and (is_passive(clause) or clause.tag_ == "VBN"):
            makers.extend(t for t in under(clause, "by", "from"))
    makers.extend(c for c in children(subject, "compound", "amod"))
    found = scene.denotation.all_of(makers, crowd=True)
    if found:
        return found
    owners = scene.denotation.owners(subject)
    if owners:
        return (owners[0].key,)
    return _document_before(subject, scene)


def _document_before(subject: Token, scene: Scene) -> tuple[str, ...]:
    """ "The statement added": the author of the document named in the sentences before."""
    if not any(c.lower_ in {"the", "this", "that"} for c in subject.children):
        return ()
    start = subject.sent.start
    for _ in range(2):
        if start == 0:
            return ()
        previous = subject.doc[start - 1].sent
        for verb in reversed(list(previous)):
            if is_verbal(verb) and cue_of(verb):
                keys = scene.denotation.all_of(logical_subjects(verb), crowd=True)
                if keys:
                    return keys
        start = previous.start
    return ()


# -- other frames ------------------------------------------------------------------------------------------


def _according(token: Token, sent: DocSpan, scene: Scene) -> _Reading | None:
    """ "according to X": the rest of the sentence is X's."""
    head = (
        token.head
        if token.dep_ == "case"
        else next((c for c in token.children if c.dep_ in {"obl", "nmod", "pobj"}), None)
    )
    if head is None or head.i <= token.i:
        after = [t for t in sent if token.i + 1 < t.i < token.i + 8 and t.pos_ in {"NOUN", "PROPN", "PRON"}]
        if not after:
            return None
        head = after[0]
        while (
            head.head.i > token.i + 1 and head.head.pos_ in {"NOUN", "PROPN"} and head.head.i < token.i + 10
        ):
            head = head.head
    speakers = _authors(head, scene) or scene.denotation.with_conjuncts(head, crowd=True)
    if not speakers:
        return None
    frame = {t.i for t in head.subtree} | {t.i for t in token.subtree} | {token.i}
    content = tuple(t for t in sent if t.i not in frame)
    return _Reading(token, speakers, content) if len(content) > 3 else None


def _labelled(sent: DocSpan, scene: Scene) -> _Reading | None:
    """A live blog's or transcript's "Zelensky: We will not stop": a name, a colon, and the words."""
    for token in sent[:14]:
        if token.text == ":" and token.i - sent.start <= 6 and scene.doc[token.i - 1].whitespace_ == "":
            before = scene.doc[sent.start : token.i]
            name = scene.cast.name_at(token.i - 1) if token.i > sent.start else None
            figure = scene.cast.figure_of(name) if name is not None else None
            if (
                figure is None
                or figure.cls
                not in {
                    ActorClass.PERSON,
                    ActorClass.GOVERNMENT_BODY,
                    ActorClass.STATE,
                    ActorClass.INTERNATIONAL_ORGANIZATION,
                }
                or any(is_verbal(t) for t in before)
            ):
                return None
            content = tuple(t for t in sent if t.i > token.i)
            if len([t for t in content if t.is_alpha]) >= 4 and any(
                is_verbal(t) or t.pos_ == "AUX" for t in content
            ):
                return _Reading(token, (figure.key,), content)
            return None
    return None


def _runs_on(sent: DocSpan, previous: DocSpan, scene: Scene, quotes: tuple[tuple[int, int], ...]) -> bool:
    """True when the whole sentence is quoted and stands right after a statement: the quote runs on."""
    letters = [t for t in sent if t.is_alpha]
    if not letters or scene.article.text[previous.end_char : sent.start_char].count("\n") > 2:
        return False
    return all(any(b <= t.idx < e for b, e in quotes) for t in (letters[0], letters[-1]))


def _continued(
    before: StatementReport, sent: DocSpan, scene: Scene, key: str, running: bool
) -> StatementReport:
    """The next sentence of a quote that runs on, as a statement of the speaker before."""
    letters = [t for t in sent if not t.is_space]
    while letters and letters[0].is_punct:
        letters.pop(0)
    while letters and letters[-1].is_punct:
        letters.pop()
    span = scene.article.span(letters[0].idx, letters[-1].idx + len(letters[-1]))
    mention = scene.mention(letters[0], letters[-1], Factuality.ASSERTED, (), "statement.run-on")
    return replace(
        before, key=key, mention=mention, content=span.text, content_span=span, quotation=span.text, about=()
    )


def _joined(first: StatementReport, more: StatementReport) -> StatementReport:
    """Two sentences of one running quote as one statement."""
    text = f"{first.content} {more.content}"
    span = replace(first.content_span, end=more.content_span.end, text="")
    return replace(first, content=text, quotation=text, content_span=span)


# -- from reading to report --------------------------------------------------------------------------------


def _report(
    reading: _Reading, scene: Scene, quotes: tuple[tuple[int, int], ...], key: str
) -> StatementReport | None:
    content = _strip(reading.content)
    if len([t for t in content if t.is_alpha]) < 2:
        return None
    if _only_relays(reading, scene):
        return None
    first, last = content[0], content[-1]
    span = scene.article.span(first.idx, last.idx + len(last))
    text = _join(content, scene)
    quoted = [scene.article.text[b:e].strip(_TRIM) for b, e in quotes if b < span.end and span.begin < e + 1]
    quoted = [q for q in quoted if len(q.split()) >= 2]
    quotation = max(quoted, key=len) if quoted else None
    everything = sorted({*content, reading.cue}, key=lambda t: t.i)
    mention = scene.mention(
        everything[0], everything[-1], Factuality.ASSERTED, (), f"statement.{reading.cue.lemma_.lower()}"
    )
    about = tuple(
        dict.fromkeys(
            f.key
            for t in content
            if (n := scene.cast.name_at(t.i)) is not None
            and (f := scene.cast.figure_of(n)) is not None
            and f.key not in reading.speakers
        )
    )
    return StatementReport(
        key,
        mention,
        reading.speakers,
        text,
        span,
        reading.addressees,
        quotation,
        about,
        scene.calendar.at(reading.cue),
        reading.cue.lemma_.lower(),
        _cameo(reading),
    )


def _strip(content: tuple[Token, ...]) -> tuple[Token, ...]:
    """The content without "that", commas and quotation marks at its ends."""
    tokens = list(content)
    while tokens and (
        tokens[0].is_punct
        or tokens[0].is_space
        or (
            tokens[0].lower_ in {"that", "but", "and", "as", "for"}
            and tokens[0].dep_ in {"mark", "cc", "case"}
        )
    ):
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space):
        tokens.pop()
    return tuple(tokens)


def _join(content: tuple[Token, ...], scene: Scene) -> str:
    """The words of the content as the article has them; a parenthetical frame in the middle is left out."""
    runs: list[list[Token]] = []
    for token in content:
        if runs and token.i == runs[-1][-1].i + 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    parts = [scene.doc[run[0].i : run[-1].i + 1].text.strip(_TRIM) for run in runs]
    return re.sub(r"\s+", " ", " ".join(p for p in parts if p)).strip(_TRIM)


def _only_relays(reading: _Reading, scene: Scene) -> bool:
    """A news agency that relays another's statement ("…, AFP reported") says nothing of its own."""
    figures = [scene.cast.figures[k] for k in reading.speakers]
    if not all(f.cls is ActorClass.ORGANIZATION for f in figures) or reading.cue.lemma_.lower() not in {
        "report",
        "say",
        "quote",
        "according",
        "cite",
    }:
        return False
    return any(
        is_verbal(t) and cue_of(t) and t.i != reading.cue.i and logical_subjects(t) for t in reading.content
    )


def _cameo(reading: _Reading) -> str | None:
    """CAMEO 016 for a denial; other statements get no code here."""
    return "016" if reading.cue.lemma_.lower() in words("statements", "deny") else None
