"""kg.toml: what it settles, and that what it does not know is refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec
import pytest

from kg.config import Config, ServeSection, checked_base_iri, graph_folder, load, stated_day
from kg.errors import UsageProblem
from kg.serve.settings import Settings


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "kg.toml"
    path.write_text(text)
    return path


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    assert load() == Config()
    assert graph_folder(None, load()) == Path("graph")


def test_the_file_of_the_working_directory_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    write(tmp_path, '[graph]\ndir = "elsewhere"\nbase_iri = "https://example.org/kg/"\n')
    assert load().graph.base_iri == "https://example.org/kg/"
    assert graph_folder(None, load()) == Path("elsewhere")


def test_an_option_wins_over_the_environment_and_that_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    config = msgspec.convert({"graph": {"dir": "from-file"}}, Config)
    monkeypatch.setenv("KG_GRAPH", "from-environment")
    assert graph_folder(Path("given"), config) == Path("given")
    assert graph_folder(None, config) == Path("from-environment")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[serve]\ntimeuot = 3\n", "timeuot"),
        ("[server]\nport = 1\n", "server"),
        ('[serve]\nport = "7878"\n', "port"),
        ("[serve\n", "not TOML"),
        ('[graph]\nbase_iri = "example.org"\n', "base IRI"),
        ('[articles]\npublished = "19.01.2024"\n', "no date"),
    ],
)
def test_what_is_not_known_or_cannot_be_meant_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(UsageProblem, match=complaint):
        load(write(tmp_path, text))


def test_a_refusal_names_the_keys_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as caught:
        load(write(tmp_path, "[serve]\ntimeuot = 3\n"))
    assert "timeout" in caught.value.hint


def test_a_config_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="cannot be read"):
        load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "iri", ["example.org/", "ftp://example.org/", "https://example.org/kg", "https://", "https://a b/"]
)
def test_a_base_iri_must_be_one_that_nodes_can_be_named_under(iri: str) -> None:
    with pytest.raises(UsageProblem):
        checked_base_iri(iri)


@pytest.mark.parametrize("stated", ["2024-01-19", "2024-01", "2024"])
def test_a_stated_date_keeps_its_precision(stated: str) -> None:
    assert stated_day(stated).iso == stated


@pytest.mark.parametrize("stated", ["2024-13", "2024-02-30", "19 January 2024", ""])
def test_a_stated_date_that_is_none_is_refused(stated: str) -> None:
    with pytest.raises(UsageProblem):
        stated_day(stated)


def test_every_setting_of_the_endpoint_can_be_configured_but_those_that_have_another_place() -> None:
    settings = {f.name for f in dataclasses.fields(Settings)}
    elsewhere = {"graph_dir", "base_iri", "token", "union_default_graph"}
    assert set(ServeSection.__struct_fields__) == settings - elsewhere


def test_a_proxy_that_stands_before_the_endpoint_is_configured_by_its_address(tmp_path: Path) -> None:
    config = load(write(tmp_path, '[serve]\ntrusted_proxy = "127.0.0.1"\nper_client = 4\n'))
    assert config.serve.trusted_proxy == "127.0.0.1"
    assert config.serve.per_client == 4


def test_the_deployed_proxy_has_the_one_capability_without_which_it_does_not_start() -> None:
    compose = (Path(__file__).parents[2] / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    proxy = compose.partition("  proxy:\n")[2].partition("\nvolumes:")[0]
    assert "image: caddy:2" in proxy  # whose program file has cap_net_bind_service=ep
    assert "cap_drop: [ALL]" in proxy
    assert "cap_add: [NET_BIND_SERVICE]" in proxy


def test_the_deployed_endpoint_trusts_the_network_that_its_proxy_is_in() -> None:
    deploy = Path(__file__).parents[2] / "deploy"
    trusted = load(deploy / "kg.toml").serve.trusted_proxy
    assert f"subnet: {trusted}\n" in (deploy / "compose.yaml").read_text(encoding="utf-8")
