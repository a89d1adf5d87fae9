"""Which paths may stand for an IRI: those that the engine takes in a query, so that no other is asked about."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.serve.site import fits_iri

# Both sides of every border of RFC 3987's ucschar, and what delimits an IRI.
CODE_POINTS = [
    0x20, 0x21, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7D, 0x7E, 0x7F, 0x9F, 0xA0, 0xD7FF, 0xE000, 0xF8FF, 0xF900,
    0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0, 0xFFEF, 0xFFF0, 0xFFFF, 0x10000, 0x1FFFD, 0x1FFFE, 0x1FFFF, 0x20000, 0xEFFFD,
    0xEFFFE, 0xE0FFF, 0xE1000, 0xF0000, 0x10A3F2, 0x10FFFD, 0x10FFFF,
]  # fmt: skip


@pytest.mark.parametrize("code_point", CODE_POINTS, ids=hex)
def test_a_character_fits_where_the_engine_takes_it(code_point: int) -> None:
    name = f"J{chr(code_point)}"
    try:
        ox.Store().query(f"ASK {{ <http://localhost/action/{name}> ?p ?o }}")
    except SyntaxError:
        assert not fits_iri(name)
    else:
        assert fits_iri(name)


def test_a_percent_sign_needs_its_two_digits() -> None:
    assert fits_iri("a%C3%A9")
    assert not fits_iri("a%zz")
