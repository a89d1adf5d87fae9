"""The protocol's rules for requests, section by section."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.serve.sparql import FORM, QUERY, UPDATE, read_graph_request, read_query_request


def get(query_string: str) -> object:
    return read_query_request("GET", query_string, None, b"")


def post(content_type: str | None, body: bytes, query_string: str = "") -> object:
    return read_query_request("POST", query_string, content_type, body)


def status(call: "object", *arguments: object) -> int:  # noqa: UP037
    with pytest.raises(KgError) as caught:
        call(*arguments)  # type: ignore[operator]
    return caught.value.http_status


def test_the_three_ways_to_ask_ask_the_same() -> None:
    asked = get("query=ASK%20%7B%7D&default-graph-uri=http%3A%2F%2Fx%2Fa")
    assert asked == post(FORM, b"query=ASK+%7B%7D&default-graph-uri=http%3A%2F%2Fx%2Fa")
    assert asked == post(f"{QUERY}; charset=UTF-8", b"ASK {}", "default-graph-uri=http%3A%2F%2Fx%2Fa")


def test_graphs_that_are_not_named_are_left_to_the_query() -> None:
    asked = read_query_request("GET", "query=ASK%7B%7D", None, b"")
    assert asked is not None
    assert asked.default_graphs is None
    assert asked.named_graphs is None


def test_naming_only_named_graphs_leaves_the_default_graph_empty() -> None:
    asked = read_query_request("GET", "query=ASK%7B%7D&named-graph-uri=http://x/a", None, b"")
    assert asked is not None
    assert asked.default_graphs == ()
    assert asked.named_graphs == ("http://x/a",)


def test_get_without_a_query_asks_for_the_description() -> None:
    assert get("") is None
    assert get("timeout=3") is None


@pytest.mark.parametrize(
    ("query_string", "wanted"),
    [
        ("query=a&query=b", 400),
        ("update=CLEAR+ALL", 400),
        ("query=%FF", 400),
        ("query=a&timeout=soon", 400),
        ("query=a&timeout=0", 400),
        ("query=a&default-graph-uri=not+an+iri", 400),
        ("query=a&default-graph-uri=x", 400),
    ],
)
def test_what_get_cannot_mean_is_a_bad_request(query_string: str, wanted: int) -> None:
    assert status(get, query_string) == wanted


@pytest.mark.parametrize(
    ("content_type", "body", "query_string", "wanted"),
    [
        (None, b"ASK {}", "", 400),
        ("text/plain", b"ASK {}", "", 415),
        ("multipart/form-data; boundary=x", b"", "", 415),
        (f"{QUERY}; charset=UTF-16", "ASK {}".encode("utf-16"), "", 415),
        (QUERY, b"ASK { \xff }", "", 400),
        (QUERY, b"ASK {}", "query=ASK%7B%7D", 400),
        (FORM, b"", "", 400),
        (FORM, b"query=a", "query=b", 400),
        (FORM, b"query=a&update=b", "", 400),
        (FORM, b"update=CLEAR+ALL", "", 403),
        (UPDATE, b"CLEAR ALL", "", 403),
    ],
)
def test_what_post_cannot_mean_has_its_own_status(
    content_type: str | None, body: bytes, query_string: str, wanted: int
) -> None:
    assert status(post, content_type, body, query_string) == wanted


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "BREW"])
def test_other_methods_are_405_and_say_which_there_are(method: str) -> None:
    with pytest.raises(KgError) as caught:
        read_query_request(method, "", None, b"")
    assert caught.value.http_status == 405
    assert "POST" in caught.value.headers["Allow"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("method", "query_string", "wanted"),
    [
        ("GET", "graph=http://x/a&default", 400),
        ("GET", "graph=http://x/a&graph=http://x/b", 400),
        ("GET", "graph=relative", 400),
        ("PUT", "graph=http://x/a", 403),
        ("DELETE", "default", 403),
        ("BREW", "default", 405),
    ],
)
def test_graph_store_requests_that_name_no_one_graph_or_write(
    method: str, query_string: str, wanted: int
) -> None:
    assert status(read_graph_request, method, query_string) == wanted


@given(
    st.binary(max_size=60),
    st.sampled_from(["GET", "POST", "HEAD"]),
    st.sampled_from([None, FORM, QUERY, UPDATE, "a/b"]),
)
def test_any_request_is_read_or_refused_with_a_status_of_the_client(
    sent: bytes, method: str, content_type: str | None
) -> None:
    refused: KgError | None = None
    try:
        read_query_request(method, sent.decode("latin-1"), content_type, sent)
    except KgError as error:
        refused = error
    assert refused is None or 400 <= refused.http_status < 500


@given(st.text(alphabet="%aA9F4=+&~ é/\x00", max_size=12))
def test_a_query_alone_is_decoded_like_any_other_field(encoded: str) -> None:
    """Most requests have this one field, and go a quicker way than `parse_qsl`."""

    def read(query_string: str) -> str:
        try:
            asked = read_query_request("GET", query_string, None, b"")
        except KgError as error:
            return error.message
        return repr(asked)

    assert read(f"query={encoded}") == read(f"query={encoded}&other=x")
