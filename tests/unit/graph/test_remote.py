"""Loading another store by the Graph Store Protocol, against a small one that speaks it."""

from __future__ import annotations

import socket

import pyoxigraph as ox
import pytest

from kg.errors import EnvironmentProblem, UsageProblem
from kg.graph.remote import push
from tests.factory import BASE
from tests.graph_store import graph_store


def test_the_other_store_holds_the_same_quads_afterwards(store: ox.Store) -> None:
    with graph_store() as other:
        told: list[str] = []
        sent = push(store, other.url, on_graph=told.append)
        assert set(other.graphs) == set(store)
        assert sent == len(told) == 7


def test_sending_again_replaces_and_leaves_what_is_not_ours_alone(store: ox.Store) -> None:
    theirs = ox.Quad(*(ox.NamedNode(f"http://their.own/{name}") for name in ("s", "p", "o", "graph")))
    stale = ox.Quad(
        ox.NamedNode("http://x/stale"),
        ox.NamedNode("http://x/p"),
        ox.Literal("x"),
        ox.NamedNode(f"{BASE}graph/events"),
    )
    with graph_store() as other:
        other.graphs.extend([theirs, stale])
        push(store, other.url)
        push(store, f"{other.url}?tenant=ours")
        assert set(other.graphs) == {*store, theirs}


def test_a_graph_that_is_gone_here_is_deleted_there_only_when_named(store: ox.Store) -> None:
    gone = f"{BASE}graph/article/gone.txt"
    triple = [ox.NamedNode(f"http://x/{name}") for name in ("s", "p", "o")]
    with graph_store() as other:
        other.graphs.add(ox.Quad(*triple, ox.NamedNode(gone)))
        push(store, other.url)
        assert ox.NamedNode(gone) in set(other.graphs.named_graphs())
        push(store, other.url, delete=[gone, f"{BASE}graph/never-there"])
        assert set(other.graphs) == set(store)


def test_a_store_that_refuses_is_quoted(store: ox.Store) -> None:
    with graph_store(token="Bearer x") as other:
        with pytest.raises(EnvironmentProblem, match="401: who are you") as problem:
            push(store, other.url)
        assert "Authorization" in problem.value.hint
        assert push(store, other.url, headers={"Authorization": "Bearer x"}) == 7


def test_a_user_in_the_address_is_sent_and_never_shown(store: ox.Store) -> None:
    with graph_store(token="Basic YW5uOnAvdw==") as other:
        assert push(store, other.url.replace("//", "//ann:p%2Fw@")) == 7
        with pytest.raises(EnvironmentProblem) as problem:
            push(store, other.url.replace("//", "//ann:secret@"))
    assert "401" in str(problem.value)
    assert "secret" not in f"{problem.value} {problem.value.hint}"


def test_who_stops_in_the_middle_is_told_how_far_it_came(store: ox.Store) -> None:
    with graph_store() as other:
        other.most = 3
        with pytest.raises(EnvironmentProblem, match="broke off") as problem:
            push(store, other.url)
        assert "3 of 7 named graphs were sent" in problem.value.hint
        other.most = 100
        push(store, other.url)
        assert set(other.graphs) == set(store)


def test_an_address_that_is_no_graph_store_says_what_one_looks_like(store: ox.Store) -> None:
    with graph_store() as other:
        with pytest.raises(EnvironmentProblem, match="405") as problem:
            push(store, other.url.replace("/data", "/query"))
        assert "Graph Store Protocol" in problem.value.hint
        with pytest.raises(EnvironmentProblem, match="has moved to http://elsewhere/data"):
            push(store, other.url.replace("/data", "/moved"))


@pytest.mark.parametrize(
    "header", [("X", "a\nb"), ("Authorization", "Bearer \u043a"), ("a b", "c"), ("", "c")]
)
def test_a_header_that_is_none_is_refused_before_anything_is_sent(
    store: ox.Store, header: tuple[str, str]
) -> None:
    with pytest.raises(UsageProblem, match="header"):
        push(store, "http://127.0.0.1:9/data", headers=dict([header]))


def test_a_store_that_is_not_there_is_an_environment_problem(store: ox.Store) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(EnvironmentProblem, match="cannot be reached"):
        push(store, f"http://127.0.0.1:{port}/data")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "localhost:3030",
        "",
        "http://",
        "http://h/a b",
        "http://h:99999/",
        "http://h:x/",
        "http://\u043a/",
    ],
)
def test_only_http_addresses_are_taken(store: ox.Store, url: str) -> None:
    with pytest.raises(UsageProblem):
        push(store, url)
