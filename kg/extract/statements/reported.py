"""What was said: which words of a sentence are the content of its verb of reporting.

A complement clause, the sentence around a parenthetical "X said", a quoted judgement ("called it a 'crime'"), a
number ("put the toll at 53"), a noun ("stressed the need for …") or the quote before the frame.
"""

from __future__ import annotations

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.lexicon import words
from kg.extract.standing import cue_of, inserted
from kg.extract.statements.speakers import goes_on, interrupts, inverted_within, said_by
from kg.extract.words.astray import SAYING, lent_subject
from kg.extract.words.quotes import Quotes
from kg.extract.words.syntax import FINITE, RELATIVE, children, has_subject, is_passive, is_verbal, under

_JUDGED = words("statements", "judged")
# What somebody does with the words that he says: "the army said, blaming the rebels".
_SAYS_BESIDES = words("statements", "report") | {
    "blame",
    "accuse",
    "condemn",
    "call",
    "cite",
    "quote",
    "refer",
    "denounce",
}
_DESCRIBED = frozenset({"describe", "characterize", "characterise"})
# Clauses that give a reason or a condition belong to what was said, though they stand behind the frame.
_GOES_ON = frozenset({"because", "unless", "if", "until", "so", "although", "though"})


def content_of(
    verb: Token, sent: DocSpan, quotes: Quotes, before: DocSpan | None, *, cue: bool
) -> tuple[Token, ...]:
    """The words that `verb` reports, in order; none where the sentence does not hold them.

    `cue`: the verb is one of reporting, so that its words may also stand apart from it: in a quote beside it or
    in the sentence `before`.
    """
    lemma = verb.lemma_.lower()
    content = _likened(verb, quotes) or _clause_content(verb, sent, quotes)
    if not content and quotes.within(verb, sent):
        return ()
    if not content and lemma in words("statements", "object"):
        content = _object_content(verb, quotes)
    if not content and lemma in {"warn", "caution"}:
        content = tuple(t for w in under(verb, "against", "of") for t in w.subtree)
    if not content:
        content = _counted(verb)
    if not content and cue and lemma not in words("statements", "clausal"):
        content = _that_clause_after(verb)
    if not content and cue and before is not None and _looks_back(verb, before, quotes):
        content = _what_it_told(before)
    if not content and cue:
        content = _surrounding_quote(verb, sent, quotes)
    return _told_before(content, verb, quotes) or _clause_behind(verb)


def _told_before(content: tuple[Token, ...], verb: Token, quotes: Quotes) -> tuple[Token, ...]:
    """What stands before its frame as it stands there, and nothing of what the frame itself goes on with.

    "Jets hit Bor on Monday, killing two, the army said", wherever the parse hangs the day; "'We shall answer,' he said
    while visiting Bor", "nine were killed, the ministry said, blaming the rebels".
    """
    if not content or content[0].i > verb.i:
        return content
    subjects = [t for s in said_by(verb) for t in s.subtree]
    behind = [t for t in content if t.i > verb.i]
    gone = {
        t.i
        for c in behind
        if c.dep_ == "advcl" and c.head.i < verb.i < c.left_edge.i and _goes_with(c, verb, subjects)
        for t in c.subtree
        if not quotes.holds(t)
    }
    begins = min([verb.i, *(t.i for t in subjects if t.i > content[0].i)])
    kept = [t for t in content if t.i not in gone]
    first = [t for t in kept if t.i < begins]
    if first:
        inside = {t.i for t in first}
        gap = [t for t in verb.doc[first[0].i : first[-1].i] if t.i not in inside]
        if gap and not any(is_verbal(t) or t in subjects for t in gap):
            kept = sorted([*kept, *gap], key=lambda t: t.i)
    return tuple(kept)


def _goes_with(clause: Token, verb: Token, subjects: list[Token]) -> bool:
    """ "he said while visiting Bor", "the army said, blaming the rebels": how and with what words he said it."""
    opens = clause.left_edge
    if opens.text == ",":
        opens = opens.nbor()
    before = opens.nbor(-1)
    if before.text == ",":
        return clause.tag_ == "VBG" and clause.lemma_.lower() in _SAYS_BESIDES
    ends = max([verb.i, *(t.i for t in subjects if t.i > verb.i)])
    return before.i == ends and opens.lower_ in {"while", "when", "as", "during", "before", "after"}


def _what_it_told(before: DocSpan) -> tuple[Token, ...]:
    """The words of a sentence that "this" takes up: without who told them, "Monitors say that …"."""
    root = before.root
    told = [c for c in children(root, "ccomp") if c.i > root.i] if cue_of(root) else []
    return tuple(t for c in told[:1] for t in c.subtree) or tuple(before)


def segment(token: Token) -> range:
    """The part of the sentence between semicolons that holds the token."""
    sent = token.sent
    cuts = [t.i for t in sent if t.text == ";"]
    begin = max((c + 1 for c in cuts if c < token.i), default=sent.start)
    end = min((c for c in cuts if c > token.i), default=sent.end)
    return range(begin, end)


def _likened(verb: Token, quotes: Quotes) -> tuple[Token, ...]:
    """ "described the raid as a 'crime'": the quoted judgement is what was said."""
    if verb.lemma_.lower() not in _JUDGED:
        return ()
    for child in verb.children:
        if child.i > verb.i and child.dep_.split(":")[0] in {"obl", "xcomp", "advcl", "nmod"}:
            part = tuple(t for t in child.subtree if not (t.dep_ in {"case", "mark"} and t.lower_ == "as"))
            if not part or not (child.dep_ == "xcomp" or any(c.lower_ == "as" for c in child.children)):
                continue
            if any(quotes.holds(t) for t in part):
                return part
            whom = [o for o in children(verb, "obj") if o.lower_ not in RELATIVE]
            if verb.lemma_.lower() in _DESCRIBED and whom and not is_passive(verb):
                return (*(t for o in whom for t in o.subtree), *(t for t in child.subtree))
    return ()


def _counted(verb: Token) -> tuple[Token, ...]:
    """ "put the toll at 53", "reported 12 civilians dead", "counted 496 bombardments", "gave a toll of 22"."""
    if verb.lemma_.lower() not in words("statements", "counts") or is_passive(verb):
        return ()
    for obj in children(verb, "obj"):
        numbered = any(t.pos_ == "NUM" for t in obj.subtree)
        toll = obj.lemma_.lower() in words("statements", "tolls")
        none = verb.lemma_.lower() == "report" and any(c.lower_ == "no" for c in children(obj, "det"))
        if none and obj.lemma_.lower() in words("statements", "harm"):
            return tuple(obj.subtree)  # "reported no deaths"
        after = verb.doc[obj.i : verb.sent.end]
        at = any(
            t.lower_ == "at" and {n.pos_ for n in after[k : k + 5]} & {"NUM"} for k, t in enumerate(after)
        )
        if (at and verb.lemma_ in {"put", "estimate"}) or (
            numbered and verb.lemma_ != "put" and (toll or verb.lemma_ != "give")
        ):
            rest = [
                c for c in verb.children if c.i > obj.i and c.dep_.split(":")[0] in {"obl", "xcomp", "advcl"}
            ]
            kept = {t.i: t for c in (obj, *rest) for t in c.subtree}
            left_out = [verb.doc[i] for i in range(min(kept), max(kept)) if i not in kept]
            if not any(is_verbal(t) for t in left_out):
                # "counts 19 dead, twelve of them in the raid": the twelve are part of it, whatever the parse says
                kept.update((t.i, t) for t in left_out if t.i > obj.i)
            return tuple(kept[i] for i in sorted(kept))
    return ()


def _clause_content(verb: Token, sent: DocSpan, quotes: Quotes) -> tuple[Token, ...]:
    """The reported clause: a complement clause, or the sentence around a parenthetical "X said"."""
    if verb.lemma_.lower() in SAYING and (begin := inserted(verb)) is not None:
        return tuple(t for t in sent if segment(verb).start <= t.i < begin - 1)
    if interrupts(verb):
        frame = {t.i for s in children(verb, "nsubj")[-1:] for t in s.subtree} | {verb.i}
        return tuple(t for t in verb.subtree if t.i not in frame)
    if (behind := inverted_within(verb)) is not None:
        frame = {t.i for t in behind.subtree} | {verb.i}
        return tuple(t for t in verb.subtree if t.i not in frame)
    complements = [c for c in verb.children if c.dep_ == "ccomp" and c.i != verb.i and _is_said(c, verb)]
    complements = [c for c in complements if not _comments(c)]
    complements += [
        c
        for c in children(verb, "conj")
        if complements and any(m.lower_ == "that" for m in children(c, "mark"))
    ]
    lemma = verb.lemma_.lower()
    if not complements and (lemma in {"say", "claim"} or lemma in words("statements", "acts")):
        complements = [c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i]
    if not complements:
        complements = [c for c in verb.children if c.dep_ == "parataxis" and not cue_of(c) and _is_clause(c)]
    quoted = [c for c in complements if all(quotes.holds(t) for t in c.subtree if t.is_alpha)]
    if complements:
        complements += [s for c in complements if (s := lent_subject(c)) is not None]
        # "'Mediate yourselves,' he said he had told them": the quote is what was said
        return _up_to_frame(
            _own_words(quoted if 0 < len(quoted) < len(complements) else complements, verb), verb, quotes
        )
    if verb.dep_ == "advcl" and any(m.lower_ == "as" for m in children(verb, "mark")) and lemma in SAYING:
        if verb.tag_ in FINITE and (cue_of(verb.head) or children(verb, "obj")):
            return ()  # "'…,' he said, as he announced the closure"
        frame = {t.i for t in verb.subtree}  # "As the ministry reported, …"
        return tuple(t for t in _own_words([verb.head], verb) if t.i not in frame)
    hung = verb.dep_ == "acl:relcl" or (verb.dep_ == "acl" and has_subject(verb))
    if hung and lemma in SAYING and not children(verb, "obj", "ccomp", "obl"):
        # "The convoy, the Red Cross said, never arrived": no relative clause, though it may be parsed as one
        start = verb.left_edge.i
        if "," in {sent.doc[start].text, sent.doc[max(start - 1, 0)].text}:
            frame = {t.i for t in verb.subtree}
            return tuple(t for t in verb.sent.root.subtree if t.i not in frame)
    loose = verb.dep_ == "advcl" and verb.tag_ in FINITE and not children(verb, "mark", "advmod")
    if loose and verb.left_edge.i and verb.doc[verb.left_edge.i - 1].text == ",":
        frame = {t.i for t in verb.subtree} - _reasons(verb)
        return tuple(t for t in _own_words([verb.head], verb, segment(verb)) if t.i not in frame)
    if verb.dep_ == "parataxis" and (not children(verb, "obj") or lemma == "tell" or _inverted(verb)):
        frame = {t.i for t in verb.subtree} - _reasons(verb)
        return tuple(t for t in _own_words([verb.head], verb, segment(verb)) if t.i not in frame)
    return ()


def _up_to_frame(content: tuple[Token, ...], verb: Token, quotes: Quotes) -> tuple[Token, ...]:
    """With the words between it and a frame behind it: "A was signed, and B promised more, says X"."""
    if not content or content[-1].i > verb.i or any(quotes.holds(t) for t in content):
        return content
    frame = min([verb.i, *(t.i for s in said_by(verb) for t in s.subtree if t.i > content[-1].i)])
    between = [t for t in verb.doc[content[-1].i + 1 : frame] if t.i in segment(verb)]
    joined = [t for t in between if t.dep_ == "conj" and is_verbal(t)]
    # "Fighters raided Boni on 11 June, the army said": the day is of the raid, wherever the parse hangs it
    when = {t.i for c in children(verb, "obl", "nmod", "advmod") if c.i < frame for t in c.subtree}
    if between and all(t.is_punct or t.i in when for t in between):
        return (*content, *between)
    return (*content, *between) if joined and not any(cue_of(t) for t in joined) else content


def _is_said(clause: Token, verb: Token) -> bool:
    """False for "because …", and for a "that …" which stands right behind another verb of saying."""
    marks = [c for c in clause.children if c.dep_ == "mark"]
    if any(m.lower_ == "because" for m in marks):
        return False
    if clause.i > verb.i and ";" in {t.text for t in verb.doc[verb.i : clause.i]}:
        return False  # "…, the army said; one soldier died"
    for mark in marks:
        if mark.lower_ == "that" and mark.i > verb.i:
            between = [
                t for t in verb.doc[verb.i + 1 : mark.i] if is_verbal(t) and not _source_aside(t, verb, mark)
            ]
            nearest = between[-1] if between else verb
            return nearest.i == verb.i or not cue_of(nearest)
    return True


def _source_aside(participle: Token, verb: Token, mark: Token) -> bool:
    """ "reported, quoting a commander, that …": whom it quotes is told between commas."""
    cites = (
        participle.tag_ == "VBG"
        and participle.head == verb
        and participle.lemma_.lower() in {"quote", "cite"}
    )
    return cites and participle.nbor(-1).text == "," and mark.nbor(-1).text == ","


def _inverted(verb: Token) -> bool:
    """ "…, said the minister": what the parse calls an object speaks."""
    return not has_subject(verb) and bool(said_by(verb))


def _reasons(verb: Token) -> set[int]:
    """The words of clauses behind the frame that go on with what was said."""
    return {
        t.i
        for c in children(verb, "advcl")
        if c.i > verb.i and any(m.dep_ == "mark" and m.lower_ in _GOES_ON for m in c.children)
        for t in c.subtree
    }


def _own_words(heads: list[Token], verb: Token, within: range | None = None) -> tuple[Token, ...]:
    """The words under `heads` without clauses that have a frame of their own: "…, while Kyiv said …"."""
    kept = {t.i: t for h in heads for t in h.subtree}
    for head in heads:
        for act in goes_on(head, verb):
            for inner in act.subtree:
                kept.pop(inner.i, None)
        for token in head.subtree:
            if (
                token.i != verb.i
                and token is not head
                and token.dep_ in {"conj", "parataxis", "advcl"}
                and is_verbal(token)
                and cue_of(token)
                and children(token, "ccomp")
                and (children(token, "nsubj") or token.tag_ == "VBG")
                and verb not in token.subtree
                and not _said_too(token)
            ):
                for inner in token.subtree:
                    kept.pop(inner.i, None)
    return tuple(kept[i] for i in sorted(kept) if within is None or i in within)


def _said_too(clause: Token) -> bool:
    """ "… and that it hoped the talks would resume": said in the same breath."""
    marks = children(clause, "mark")
    return clause.lemma_.lower() in words("statements", "mind") and any(m.lower_ == "that" for m in marks)


def _comments(clause: Token) -> bool:
    """ "…, two doctors told the BBC, in what may be the worst attack of the year": the reporter's own remark."""
    what = next((c for c in clause.children if c.lower_ == "what"), None)
    return what is not None and what.i > 1 and what.nbor(-1).lower_ == "in" and what.nbor(-2).text == ","


def _that_clause_after(verb: Token) -> tuple[Token, ...]:
    """The "that …" behind the verb, where the parse hangs it on another word."""
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if is_verbal(token) and token.dep_ not in {"amod", "compound"}:
            return ()
        if token.lower_ == "that" and token.dep_ == "mark":
            clause = token.head
            return tuple(t for t in clause.subtree if t.i >= token.i)
    return ()


def _clause_behind(verb: Token) -> tuple[Token, ...]:
    """The clause right behind "said", where the parse breaks it up: "said the number of dead had reached 16"."""
    part = segment(verb)
    rest = [t for t in verb.doc[verb.i + 1 : part.stop] if not t.is_space]
    if verb.lemma_.lower() != "say" or verb.tag_ not in FINITE or not rest or not children(verb, "obj"):
        return ()
    opens = rest[0].pos_ in {"DET", "PROPN", "NOUN", "NUM", "ADJ"} or rest[0].dep_ == "nmod:poss"
    return tuple(rest) if opens and any(t.tag_ in FINITE and is_verbal(t) for t in rest) else ()


def _is_clause(token: Token) -> bool:
    return is_verbal(token) or bool(children(token, "cop", "nsubj"))


def _object_content(verb: Token, quotes: Quotes) -> tuple[Token, ...]:
    """What was said as a noun: "the need for both countries to collaborate"."""
    for obj in children(verb, "obj"):
        if is_passive(verb):
            continue
        subtree = tuple(obj.subtree)
        told = obj.lemma_.lower() in words("statements", "object_nouns") and len(subtree) > 2
        if told or quotes.part_of(subtree):
            return subtree
    return ()


def _looks_back(verb: Token, before: DocSpan, quotes: Quotes) -> bool:
    """ "'…,' the colonel snapped.", "The spokesman disclosed this.": the words are those of the sentence before."""
    first = not any(t.tag_ in FINITE for t in verb.doc[verb.sent.start : verb.i])
    this = any(o.lower_ == "this" for o in children(verb, "obj"))
    told_here = any(is_verbal(t) and cue_of(t) for t in verb.doc[verb.sent.start : verb.i])
    return (first and quotes.awaits_frame(before)) or (this and not told_here)


def _surrounding_quote(verb: Token, sent: DocSpan, quotes: Quotes) -> tuple[Token, ...]:
    """A quote of three words or more in the same sentence, where the parse does not hang it on the verb.

    Nothing but the speaker and the addressee may stand between the quote and the verb.
    """
    if verb.lemma_.lower() in words("statements", "clausal") and verb.dep_.lower() not in {
        "root",
        "parataxis",
    }:
        return ()
    runs: list[list[Token]] = []
    for token in sent:
        if quotes.holds(token):
            if runs and token.i <= runs[-1][-1].i + 1:
                runs[-1].append(token)
            else:
                runs.append([token])
    near = [run for run in runs if _next_to(verb, run)]
    inside = tuple(t for run in near for t in run)
    return inside if len([t for t in inside if t.is_alpha]) >= 3 else ()


def _next_to(verb: Token, run: list[Token]) -> bool:
    between = verb.doc[verb.i + 1 : run[0].i] if run[0].i > verb.i else verb.doc[run[-1].i + 1 : verb.i]
    if "\n" in between.text:
        return False
    if run[-1].i < verb.i and any(t.pos_ == "CCONJ" for t in between):
        return False  # "said it had hit 'a depot' and accused …": the quote is the first verb's
    return not any(
        is_verbal(t) and t.dep_ not in {"acl:relcl", "acl", "amod"} and t.i != verb.i for t in between
    )
