"""/reconcile asked by a client that is not ours: the package `reconciler`, which matches pandas columns."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from reconciler import reconcile

from tests.serving import serving_small_world

# The client's own: pandas 3.1 calls a keyword that it uses deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    graph = tmp_path_factory.mktemp("graph")
    with serving_small_world(graph, workers=1) as running:
        yield f"http://127.0.0.1:{running.port}/reconcile"


def test_a_column_of_names_is_matched_against_the_graph(address: str) -> None:
    column = pd.Series(["Panjgur", "United Nations", "Anwaar-ul-Haq Kakar", "Panjgur"])
    found = reconcile(column, reconciliation_endpoint=address).set_index("input_value")
    assert dict(found["id"]) == {
        "Panjgur": "place/panjgur",
        "United Nations": "actor/united-nations",
        "Anwaar-ul-Haq Kakar": "actor/anwaar-ul-haq-kakar",
    }
    assert found["match"].all()
    assert found.loc["United Nations", "type"] == "International organization"


def test_the_type_that_the_user_picks_chooses_among_namesakes(address: str) -> None:
    names = pd.Series(["Pakistan"])
    undecided = reconcile(names, top_res="all", reconciliation_endpoint=address)
    assert set(undecided["id"]) == {"actor/pakistan", "place/pakistan"}
    assert not undecided["match"].any()
    (state,) = reconcile(names, type_id="State", reconciliation_endpoint=address).to_dict("records")
    assert (state["id"], state["match"], state["type_id"]) == ("actor/pakistan", True, "State")


def test_another_column_of_the_sheet_counts(address: str) -> None:
    sheet = pd.DataFrame({"town": ["Panjgur", "Quetta"], "country": ["Pakistan", "Iran"]})
    found = reconcile(
        sheet["town"], property_mapping={"country": sheet["country"]}, reconciliation_endpoint=address
    ).set_index("input_value")
    assert found.loc["Panjgur", "match"]
    assert not found.loc["Quetta", "match"]


def test_more_names_than_fit_in_one_batch_come_back_whole(address: str) -> None:
    # The client sends ten names a request. Misspelt ones, so that each has a candidate and no match.
    column = pd.Series([f"Panjgu{letter}" for letter in "abcdefghijklmnop"])
    found = reconcile(column, reconciliation_endpoint=address)
    assert list(found["input_value"]) == list(column)
    assert set(found["id"]) == {"place/panjgur"}
    assert not found["match"].any()
