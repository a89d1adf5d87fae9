"""What each paragraph of an article is: header, headline, caption, boilerplate, or body.

Only the body holds the article's claims. The rules are those of the press in general: how agencies credit a
picture, how sites invite comments, how bylines look. The phrases stand in furniture.toml; they are anchored
at the start or the end of a short paragraph, since the same words in running prose ("he read more than the
others did") are body.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kg.model import Block, BlockKind
from kg.read.paragraphs import paragraphs

# Tuned on press texts: a caption may run to two long sentences, furniture is rarely more than one.
_LONGEST_CAPTION = 70
_LONGEST_FURNITURE = 30
_LONGEST_META = 16
_BODY_BEFORE_COMMENTS = 40
_LONGEST_HEADLINE = 26
_LONGEST_CROSSHEAD = 10

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = rf"(?:{_MONTH}\s+{_DAY},?\s+\d{{4}}|{_DAY}\s+{_MONTH},?\s+\d{{4}}|\d{{4}}-\d\d-\d\d)"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,4}\)?(?:[+-]\d+)?)?"


@dataclass(frozen=True, slots=True)
class _Patterns:
    boilerplate: re.Pattern[str]
    comments: re.Pattern[str]
    caption: re.Pattern[str]
    meta: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """The lists of furniture.toml as one pattern a kind, compiled when the first article is read."""
    lists = tomllib.loads(resources.files("kg.read").joinpath("furniture.toml").read_text(encoding="utf-8"))
    fillers = {
        "{agency}": f"(?:{'|'.join(lists['agencies'])})",
        "{picture}": f"(?:{'|'.join(lists['pictures'])})",
        "{date}": _DATE,
        "{clock}": _CLOCK,
    }

    def compiled(kind: str, frame: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
        alternatives = "|".join(f"(?:{pattern})" for pattern in lists[kind])
        for name, filler in fillers.items():
            alternatives = alternatives.replace(name, filler)
        return re.compile(frame.format(alternatives), flags)

    return _Patterns(
        boilerplate=compiled("boilerplate", r"\W*(?:{})"),
        comments=compiled("comments", r"\W*(?:{})"),
        caption=compiled("caption", "{}", re.NOFLAG),
        meta=compiled("meta", r"\W*(?:{})"),
    )


_BYLINE = re.compile(
    r"\W*(?:by|By|BY) (?:[A-Z]|.*\b(?:desk|staff|bureau|team|newsroom|agencies|\w+ers?|\w+ents?)\W*$)"
)
_NAVIGATION = re.compile(r"\w[\w ]{0,24}(?:\s*[|»›]\s*\w[\w ]{0,24}){2,}")
_TERMINAL = re.compile(r"[.!?…:;,][\"'”’)\]]*\s*$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s*$")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def blocks(text: str, header_end: int = 0, title: str | None = None) -> tuple[Block, ...]:
    """The paragraphs of `text` and what they are; contiguous, and together the whole text.

    `header_end` is where a metadata header ends (0: none), `title` a title that is known from elsewhere, so
    that its repetition in the text is told from the body.
    """
    found: list[Block] = []
    if header_end:
        found.append(Block(0, header_end, BlockKind.META))
    elif text.startswith("\ufeff"):
        found.append(Block(0, 1, BlockKind.META))
    start = found[-1].end if found else 0
    stretches = paragraphs(text, start)
    kinds = _kinds([text[b:e].strip() for b, e in stretches], title)
    found += [Block(b, e, kind) for (b, e), kind in zip(stretches, kinds, strict=True)]
    return tuple(found)


def _kinds(texts: list[str], title: str | None) -> list[BlockKind]:
    kinds = [_furniture_kind(text) for text in texts]
    _mark_headlines(texts, kinds, title)
    _mark_comments(texts, kinds)
    if BlockKind.BODY not in kinds and BlockKind.HEADLINE in kinds:
        # Nothing but title-like lines is a text of flashes: the first heads them only if others follow.
        heads = [i for i, kind in enumerate(kinds) if kind is BlockKind.HEADLINE]
        for i in heads[1:] or heads:
            kinds[i] = BlockKind.BODY
    return kinds


def _furniture_kind(text: str) -> BlockKind:
    """What the paragraph is by its own words alone; BODY when nothing speaks against it."""
    words = _WORD.findall(text)
    if not any(c.isalpha() for c in text):
        return BlockKind.META if _patterns().meta.fullmatch(text) else BlockKind.BOILERPLATE
    if (len(words) <= _LONGEST_FURNITURE and _patterns().boilerplate.match(text)) or _NAVIGATION.fullmatch(
        text
    ):
        return BlockKind.BOILERPLATE
    if len(words) <= _LONGEST_META and _patterns().meta.fullmatch(text) and not _byline_is_prose(text):
        return BlockKind.META
    if len(words) <= _LONGEST_CAPTION and _patterns().caption.search(text):
        return BlockKind.CAPTION
    return BlockKind.BODY


def _byline_is_prose(text: str) -> bool:
    """True for "By Tuesday the army had left." and "Updated figures show ...": sentences, not bylines."""
    if _SENTENCE_END.search(text) and len(_WORD.findall(text)) > 5:
        return True
    return bool(re.match(r"\W*by\b", text, re.IGNORECASE)) and not _BYLINE.match(text)


def _mark_headlines(texts: list[str], kinds: list[BlockKind], title: str | None) -> None:
    """Mark title lines above the first paragraph of prose, their repetitions, and crossheads below it."""
    heads = {_plain(title)} if title else set()
    for i, text in enumerate(texts):
        if kinds[i] is not BlockKind.BODY:
            continue
        if not _is_headline(text):
            break
        kinds[i] = BlockKind.HEADLINE
        heads.add(_plain(text))
    for i, text in enumerate(texts):
        if kinds[i] is not BlockKind.BODY:
            continue
        between = 0 < i < len(texts) - 1
        if _plain(text) in heads or (between and _is_crosshead(text, texts[i + 1])):
            kinds[i] = BlockKind.HEADLINE


def _is_headline(text: str) -> bool:
    words = _WORD.findall(text)
    if not words or len(words) > _LONGEST_HEADLINE:
        return False
    if not _TERMINAL.search(text):
        return True
    if re.search(r"[!?][\"'”’)]*$", text) and len(words) <= 15:
        return True
    # A headline that ends in a full stop gives itself away by its capitals.
    content = [w for w in words if len(w) > 3]
    return len(words) >= 4 and bool(content) and all(w[0].isupper() or w[0].isdigit() for w in content)


def _is_crosshead(text: str, following: str) -> bool:
    """A short line without a verb's full stop between paragraphs; bullets and lower-case lines are body."""
    words = _WORD.findall(text)
    return (
        len(words) <= _LONGEST_CROSSHEAD
        and text[0] not in "-*•·–—▪●"
        and not text[0].islower()
        and (not _TERMINAL.search(text) or text.endswith("?"))
        and len(_WORD.findall(following)) > 2 * len(words)
    )


def _mark_comments(texts: list[str], kinds: list[BlockKind]) -> None:
    """Mark all that follows the opening of a comment section, once there has been an article before it."""
    body = 0
    for i, text in enumerate(texts):
        if kinds[i] is BlockKind.BODY:
            body += len(_WORD.findall(text))
        elif body >= _BODY_BEFORE_COMMENTS and _patterns().comments.match(text):
            kinds[i:] = [BlockKind.BOILERPLATE] * (len(kinds) - i)
            return


def _plain(text: str) -> str:
    return " ".join(w.lower() for w in _WORD.findall(text))
