"""Who said what: direct and indirect speech, with the reported words cut free of their frame.

One report per reporting clause (`kg.extract.statements.reporting`) and per sentence of a turn in a transcript
(`kg.extract.statements.turns`). A quote that runs on into the next sentence without a new frame belongs to the speaker
before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Span as DocSpan
from spacy.tokens import Token

from kg.extract.dates.other_days import stands_behind
from kg.extract.diplomacy.political import MEDIA
from kg.extract.lexicon import words
from kg.extract.scene import Scene
from kg.extract.standing import cue_of
from kg.extract.statements.reporting import Clause, reporting_clauses
from kg.extract.statements.speakers import said_by
from kg.extract.statements.turns import Turn, find_turns
from kg.extract.words.almanac import MONTH_NAMES
from kg.extract.words.arguments import logical_subjects
from kg.extract.words.quotes import Quotes
from kg.extract.words.syntax import children, has_subject, is_verbal
from kg.model import ActorClass, Factuality, StatementReport

_TRIM = ' ,;:.–—-"“”«»„\n\t'
_LABELLED = frozenset(
    {
        ActorClass.PERSON,
        ActorClass.GOVERNMENT_BODY,
        ActorClass.STATE,
        ActorClass.INTERNATIONAL_ORGANIZATION,
    }
)
_MARKS = "“”\"«»‘’'"
# What joins the words to the frame, wherever they stand; and only behind it.
_JOINS = frozenset({"that", "but", "and"})
_BEHIND = frozenset({"as", "for", "of"})
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}$")
# What a state says of itself.
_OURS = frozenset({"we", "our", "us", "ours"})
_COURTESY = re.compile(
    r"^(good (morning|afternoon|evening|day)|thank(s| you)|hello|welcome)\b", re.IGNORECASE
)


def find_statements(scene: Scene) -> tuple[StatementReport, ...]:
    """All statements of an article, in order; keys are "t1", "t2", …

    Lends their voice to the words that were said: "we" in a quote denotes its speaker from here on.
    """
    quotes = scene.denotation.quotes
    turns = find_turns(scene)
    reports: list[StatementReport] = []
    previous: DocSpan | None = None  # the sentence before, when something was said in it
    before: DocSpan | None = None
    since = 0  # where the reports of the last sentence with a frame begin
    spoken: int | None = None  # the report whose quote runs on
    opening: list[DocSpan] = []  # sentences of a quote whose speaker is named behind it
    for sent in scene.sentences:
        clauses = list(_clauses(sent, scene, quotes, turns, before))
        before = sent
        if not clauses and quotes.leads_on(sent):
            opening.append(sent)
            continue
        if not clauses and reports and previous is not None and _runs_on(sent, previous, scene, quotes):
            at = _speaking(reports, since) if spoken is None else spoken
            more = _continued(reports[at], sent, scene, f"t{len(reports) + 1}")
            scene.denotation.give_voice(list(sent), more.speakers)
            if spoken is None and not _all_quoted(reports[at]):
                at = len(reports)
                reports.append(more)
            else:
                reports[at] = _joined(reports[at], more, scene)
            previous, spoken = sent, at
            continue
        first = len(reports)
        made = [
            (clause, r)
            for clause in clauses
            if (r := _report(clause, scene, quotes, f"t{len(reports) + 1}")) is not None
        ]
        for clause, report in made:
            if any(_is_part_of(clause, other, quotes) for other, _ in made if other is not clause):
                continue
            if any(r.speakers == report.speakers and r.content == report.content for r in reports[first:]):
                continue  # one clause within another with the same words
            reports.append(replace(_opened(report, opening, scene, quotes), key=f"t{len(reports) + 1}"))
            scene.denotation.give_voice(
                [t for t in clause.content if quotes.holds(t) or clause.cue.text == ":"], clause.speakers
            )
        previous, spoken = (sent if made else None), None
        since = first
        if made or not quotes.awaits_frame(sent):
            opening = []
    return tuple(reports)


def _is_part_of(clause: Clause, other: Clause, quotes: Quotes) -> bool:
    """True for a clause which the words of another hold that are one statement as a whole.

    "“My brother told me to run,” she said"; "Peru said it hoped that the talks would resume".
    """
    if clause.cue not in other.content or other.cue in clause.content:
        return False
    if quotes.holds(clause.cue):
        return not quotes.holds(other.cue)
    return clause.cue.lemma_.lower() in words("statements", "mind")


def _clauses(
    sent: DocSpan, scene: Scene, quotes: Quotes, turns: tuple[Turn, ...], before: DocSpan | None
) -> list[Clause]:
    turn = next((t for t in turns if t.begin < sent.end_char and sent.start_char < t.end), None)
    if turn is None:
        labelled = _labelled(sent, scene)
        if labelled is not None:
            return [labelled]
        return list(reporting_clauses(sent, scene, quotes, before))
    own = tuple(t for t in sent if turn.begin <= t.idx < turn.end)
    if turn.speaker is not None:
        scene.denotation.give_voice(own, (turn.speaker,))
    told = list(reporting_clauses(sent, scene, quotes, before))
    if turn.speaker is None:
        return told
    told = [c for c in told if turn.speaker not in c.speakers]
    letters = [t for t in own if t.is_alpha]
    relayed = any(c.cue.dep_.lower() == "root" for c in told)
    if len(letters) < 4 or relayed or _COURTESY.match(sent.doc[letters[0].i : sent.end].text):
        return told
    cue = next((t for t in sent if t.text == ":" and t.idx < turn.begin), letters[0])
    return [Clause(cue, (turn.speaker,), own), *told]


def _labelled(sent: DocSpan, scene: Scene) -> Clause | None:
    """A live blog's "Zelensky: We will not stop": a name, a colon, and the words."""
    for token in sent[:30]:
        quoted = token.text == ":" and token.i + 1 < len(scene.doc) and scene.doc[token.i + 1].is_quote
        if (
            token.text == ":"
            and (quoted or token.i - sent.start <= 6)
            and scene.doc[token.i - 1].whitespace_ == ""
        ):
            before = scene.doc[sent.start : token.i]
            named = sent.start if quoted else token.i - 1
            name = scene.cast.name_at(named) if token.i > sent.start else None
            figure = scene.cast.figure_of(name) if name is not None else None
            if figure is None or figure.cls not in _LABELLED or any(is_verbal(t) for t in before):
                return None
            content = tuple(t for t in sent if t.i > token.i)
            if figure.cls is ActorClass.STATE and not any(t.lower_ in _OURS for t in content):
                return None  # "Chad: The foreign ministry condemned the raid" tells what was done there
            if len([t for t in content if t.is_alpha]) >= 4 and any(
                is_verbal(t) or t.pos_ == "AUX" for t in content
            ):
                return Clause(token, (figure.key,), content)
            return None
    return None


# -- quotes that run on ------------------------------------------------------------------------------------


def _runs_on(sent: DocSpan, previous: DocSpan, scene: Scene, quotes: Quotes) -> bool:
    """True when the whole sentence is quoted and stands right after a statement: the quote runs on."""
    if scene.article.text[previous.end_char : sent.start_char].count("\n") > 2:
        return False
    return quotes.whole(sent) and not quotes.awaits_frame(sent)


def _speaking(reports: list[StatementReport], since: int) -> int:
    """Which quote runs on: of several statements in the sentence before, the last whose words were quoted."""
    quoted = [n for n, r in enumerate(reports) if n >= since and r.quotation]
    return quoted[-1] if quoted else len(reports) - 1


def _all_quoted(report: StatementReport) -> bool:
    """True where all of it was quoted: what stands in quotation marks behind its frame is the same utterance."""
    return report.quotation == report.content


def _continued(before: StatementReport, sent: DocSpan, scene: Scene, key: str) -> StatementReport:
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


def _opened(report: StatementReport, opening: list[DocSpan], scene: Scene, quotes: Quotes) -> StatementReport:
    """The statement with the sentences of the same quote before it: "“They came at night. Nobody slept,” he said"."""
    held = [
        t for sent in opening for t in sent if quotes.same(t.idx, report.content_span.begin) and t.is_alpha
    ]
    if not held:
        return report
    scene.denotation.give_voice(held, report.speakers)
    span = scene.article.span(held[0].idx, report.content_span.end)
    text = scene.article.span(held[0].idx, report.content_span.begin).text
    content = re.sub(r"\s+", " ", text + report.content).strip(_TRIM)
    return replace(
        report, content=content, content_span=span, quotation=quotes.longest(span.begin, span.end, _TRIM)
    )


def _joined(first: StatementReport, more: StatementReport, scene: Scene) -> StatementReport:
    """Two sentences of one running quote as one statement: " … " where the frame between them is left out."""
    span = scene.article.span(first.content_span.begin, more.content_span.end)
    between = scene.article.text[first.content_span.end : more.content_span.begin]
    if any(c.isalnum() for c in between):
        text = f"{first.content} … {more.content}"
    else:
        end = "".join(c for c in between if not c.isspace() and c not in _MARKS)
        text = f"{first.content}{end} {more.content}"
    return replace(first, content=text, quotation=text, content_span=span)


# -- from clause to report ---------------------------------------------------------------------------------


def _report(clause: Clause, scene: Scene, quotes: Quotes, key: str) -> StatementReport | None:
    content = _strip(_without_day_of_telling(clause, scene), clause.cue)
    if len([t for t in content if t.is_alpha]) < 2:
        return None
    if _only_relays(clause, scene):
        return None
    first, last = content[0], content[-1]
    span = scene.article.span(first.idx, last.idx + len(last))
    everything = sorted({*content, clause.cue}, key=lambda t: t.i)
    mention = scene.mention(
        everything[0], everything[-1], Factuality.ASSERTED, (), f"statement.{clause.cue.lemma_.lower()}"
    )
    about = tuple(
        dict.fromkeys(
            f.key
            for t in content
            if (n := scene.cast.name_at(t.i)) is not None
            and (f := scene.cast.figure_of(n)) is not None
            and f.key not in clause.speakers
        )
    )
    return StatementReport(
        key,
        mention,
        clause.speakers,
        _join(content, scene),
        span,
        clause.addressees,
        quotes.longest(span.begin, span.end, _TRIM),
        about,
        scene.times.at(clause.cue),
        clause.cue.lemma_.lower(),
        _cameo(clause),
    )


def _without_day_of_telling(clause: Clause, scene: Scene) -> tuple[Token, ...]:
    """The content without the day on which it was said: "…, the ministry said on Sunday"."""
    cue = clause.cue
    if not clause.content or min(t.i for t in clause.content) > cue.i:
        return clause.content
    behind = [e for e in scene.calendar.expressions if stands_behind(e, cue)]
    if not behind:
        return clause.content
    return tuple(t for t in clause.content if not cue.idx < t.idx < behind[0].end)


def _strip(content: tuple[Token, ...], cue: Token) -> tuple[Token, ...]:
    """The content without "that", commas and quotation marks at its ends.

    "As", "for" and "of" go where they join it to the cue before it ("accused Chad of …"), not where it opens with
    them ("For the third time, …, he said").
    """
    tokens = sorted(content, key=lambda t: t.i)  # a subtree need not come in the order of the text
    if tokens and tokens[0].is_sent_start:
        tokens = tokens[_dateline(tokens) :]
        while tokens and _CLOCK.match(tokens[0].text):
            tokens.pop(0)  # the time of a live blog's entry
        tokens = tokens[_day_of_entry(tokens) :]
    while tokens and (
        tokens[0].is_punct
        or tokens[0].is_space
        or (
            tokens[0].lower_ in _JOINS | (_BEHIND if tokens[0].i > cue.i else frozenset())
            and tokens[0].dep_ in {"mark", "cc", "case"}
        )
    ):
        tokens.pop(0)
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space):
        tokens.pop()
    return tuple(tokens)


def _day_of_entry(tokens: list[Token]) -> int:
    """How many tokens at the front are the day of a chronicle's entry: "20 January: …"."""
    colon = next((n for n, t in enumerate(tokens[:5]) if t.text == ":"), 0)
    when = tokens[:colon]
    months = [t for t in when if t.lower_ in MONTH_NAMES]
    return colon + 1 if months and all(t.is_digit or t.is_punct or t in months for t in when) else 0


def _dateline(tokens: list[Token]) -> int:
    """How many tokens at the front are a dateline: "ANKARA - …", "KYIV, May 3 (Reuters) — …"."""
    for n, token in enumerate(tokens[:14]):
        if token.text in {"-", "–", "—", "--"} and n and tokens[n - 1].whitespace_:
            return n + 1
        if token.text == ":" and n and all(t.text.isupper() for t in tokens[:n]):
            return n + 1  # "PHNOM PENH: …"
        if not (token.is_punct or token.is_digit or token.text[:1].isupper() or token.is_space):
            return 0
    return 0


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


def _only_relays(clause: Clause, scene: Scene) -> bool:
    """True for one who only passes on another's statement, which is read by itself.

    A news agency ("…, AFP reported"), an official whose words are somebody else's quote ("'You win,' Biden told him,
    according to the official"), and a spokesman ("Putin said talks would begin, his spokesman told reporters").
    """
    inner = [
        t
        for t in clause.content
        if is_verbal(t) and cue_of(t) and t.i != clause.cue.i and logical_subjects(t) and not _is_deed(t)
    ]
    if not inner:
        return False
    if clause.cue.lower_ == "according" and any(t.dep_.lower() == "root" for t in inner):
        return True
    figures = [scene.cast.figures[k] for k in clause.speakers]
    unquoted = [t for t in inner if t.i < clause.cue.i and not scene.denotation.quotes.holds(t)]
    before = any(clause.cue in {t.head, *children(t, "parataxis")} for t in unquoted)
    if before and _speaks_for_another(clause, scene):
        return True
    press = all(f.cls is ActorClass.ORGANIZATION and (not f.named or MEDIA.search(f.name)) for f in figures)
    return (
        press
        and any(has_subject(t) for t in inner)
        and clause.cue.lemma_.lower()
        in {
            "report",
            "say",
            "quote",
            "accord",
            "according",
            "cite",
        }
    )


def _is_deed(verb: Token) -> bool:
    """ "Greece responded with naval exercises": no words of anybody's."""
    lemma = verb.lemma_.lower()
    return lemma in words("statements", "clausal") and not children(verb, "ccomp", "parataxis", "xcomp")


def _speaks_for_another(clause: Clause, scene: Scene) -> bool:
    """True where a spokesman tells what somebody said."""
    roles = [scene.cast.figures[k].role or "" for k in clause.speakers]
    told_by = [t.lemma_.lower() for t in said_by(clause.cue)]
    return any("spokes" in word for word in (*roles, *told_by))


def _cameo(clause: Clause) -> str | None:
    """CAMEO 016 for a denial; other statements get no code here."""
    return "016" if clause.cue.lemma_.lower() in words("statements", "deny") else None
