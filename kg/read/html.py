"""The article inside a web page, by trafilatura: an optional extra, since most corpora are text already."""

from __future__ import annotations

from kg.errors import EnvironmentProblem
from kg.model import Rejected
from kg.read.articles import Draft
from kg.read.decode import universal_newlines
from kg.read.header import parse_date


def page(markup: str, identifier: str) -> Draft | Rejected:
    """The main text of an HTML page with its title, date, site and address, or `Rejected` when it has none.

    Offsets count in the extracted text, which is what the graph stores; comments and tables are left out.
    Raises EnvironmentProblem when the extra is not installed.
    """
    try:
        import trafilatura
        from trafilatura.settings import Document
    except ImportError as error:
        raise EnvironmentProblem(
            f"{identifier} is a web page, and reading those needs trafilatura",
            "install it with: pip install 'conflict-kg[html]'",
        ) from error
    found = trafilatura.bare_extraction(
        markup, with_metadata=True, include_comments=False, include_tables=False, favor_precision=True
    )
    if not isinstance(found, Document) or not found.text:
        return Rejected(identifier, "empty", "no article was found in the page")
    return Draft(
        id=identifier,
        text=universal_newlines(found.text),
        title=found.title or None,
        issued=parse_date(found.date) if found.date else None,
        publisher=found.sitename or None,
        url=found.url or None,
    )
