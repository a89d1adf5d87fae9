"""The whole line with a fake extractor: what is extracted again, and what a kill leaves behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.build import Options, build, remove
from kg.corpus import Corpus
from kg.errors import InputProblem, UsageProblem
from kg.graph.store import current_revision, open_snapshot
from kg.model import PartialDate
from kg.stamps import terms

ROOT = Path(__file__).parents[2]
FAKE = Options(extractor="tests.fake_extractor")
REPORT = "The army of Freedonia said on Monday that it had fired rockets at depot {}.\n"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the fake extractor notes each article that it extracts."""
    path = tmp_path / "extracted.log"
    monkeypatch.setenv("FAKE_EXTRACTOR_LOG", str(path))
    return path


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(REPORT.format(number))
    return folder


def extracted(log: Path) -> list[str]:
    lines = log.read_text().split() if log.exists() else []
    log.unlink(missing_ok=True)
    return lines


def identifiers(graph: Path) -> set[str]:
    found = open_snapshot(graph).store.query(
        "SELECT ?i { GRAPH ?g { ?a a <https://w3id.org/conflict-kg#Article> ;"
        " <http://purl.org/dc/terms/identifier> ?i } }"
    )
    return {row["i"].value for row in found}  # type: ignore[union-attr, index]


def test_every_article_is_in_the_graph(articles: Path, tmp_path: Path) -> None:
    summary = build([articles], tmp_path / "graph", FAKE)
    assert (summary.added, summary.published.articles, summary.published.changed) == (3, 3, True)
    assert identifiers(tmp_path / "graph") == {"0.txt", "1.txt", "2.txt"}


def test_a_build_of_the_same_extracts_nothing_and_publishes_nothing(
    articles: Path, tmp_path: Path, log: Path
) -> None:
    first = build([articles], tmp_path / "graph", FAKE)
    assert sorted(extracted(log)) == ["0.txt", "1.txt", "2.txt"]
    second = build([articles], tmp_path / "graph", FAKE)
    assert extracted(log) == []
    assert second.unchanged == 3
    assert not second.published.changed
    assert second.published.revision == first.published.revision
    assert second.published.quads == first.published.quads


def test_only_new_and_changed_articles_are_extracted(articles: Path, tmp_path: Path, log: Path) -> None:
    build([articles], tmp_path / "graph", FAKE)
    extracted(log)
    (articles / "1.txt").write_text(REPORT.format("one"))
    (articles / "3.txt").write_text(REPORT.format(3))
    summary = build([articles], tmp_path / "graph", FAKE)
    assert sorted(extracted(log)) == ["1.txt", "3.txt"]
    assert (summary.added, summary.updated, summary.unchanged) == (1, 1, 2)
    assert identifiers(tmp_path / "graph") == {"0.txt", "1.txt", "2.txt", "3.txt"}


def test_another_extractor_version_extracts_everything_again(
    articles: Path, tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build([articles], tmp_path / "graph", FAKE)
    extracted(log)
    monkeypatch.setattr("tests.fake_extractor.VERSION", "fake-2")
    build([articles / "0.txt"], tmp_path / "graph", FAKE)
    assert sorted(extracted(log)) == ["0.txt", "1.txt", "2.txt"]
    assert identifiers(tmp_path / "graph") == {"0.txt", "1.txt", "2.txt"}


def test_an_article_that_fails_is_reported_and_the_others_are_built(articles: Path, tmp_path: Path) -> None:
    (articles / "bad.txt").write_text("The report says BREAK and nothing else of note.\n")
    summary = build([articles], tmp_path / "graph", FAKE)
    assert [(r.source, r.code) for r in summary.rejected] == [("bad.txt", "extraction-failed")]
    assert identifiers(tmp_path / "graph") == {"0.txt", "1.txt", "2.txt"}


def test_a_failing_new_text_leaves_the_former_text_in_the_graph(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "graph", FAKE)
    (articles / "0.txt").write_text("The report says BREAK and nothing else of note.\n")
    summary = build([articles], tmp_path / "graph", FAKE)
    assert [r.source for r in summary.rejected] == ["0.txt"]
    assert identifiers(tmp_path / "graph") == {"0.txt", "1.txt", "2.txt"}


def test_a_copy_under_another_name_is_rejected_whenever_it_comes(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "graph", FAKE)
    (articles / "copy.txt").write_text(REPORT.format(0))
    summary = build([articles], tmp_path / "graph", FAKE)
    assert [(r.source, r.code) for r in summary.rejected] == [("copy.txt", "duplicate")]
    assert "0.txt" in summary.rejected[0].reason


def test_two_sources_with_an_article_of_one_name_do_not_overwrite_each_other_silently(
    articles: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "0.txt").write_text(REPORT.format("zero"))
    summaries = [
        build(sources, tmp_path / f"graph{number}", FAKE)
        for number, sources in enumerate(([articles, other], [other, articles]))
    ]
    for summary in summaries:
        assert [(r.source, r.code) for r in summary.rejected] == [("0.txt", "same-id")]
    assert summaries[0].published.quads == summaries[1].published.quads


def test_what_was_built_before_stays_when_other_sources_are_built(articles: Path, tmp_path: Path) -> None:
    build([articles / "0.txt"], tmp_path / "graph", FAKE)
    build([articles / "1.txt"], tmp_path / "graph", FAKE)
    assert identifiers(tmp_path / "graph") == {"0.txt", "1.txt"}


def test_a_removed_article_leaves_the_graph(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "graph", FAKE)
    summary = remove(["1.txt"], tmp_path / "graph", FAKE)
    assert (summary.removed, summary.published.articles) == (1, 2)
    assert identifiers(tmp_path / "graph") == {"0.txt", "2.txt"}


def test_removing_what_is_not_there_removes_nothing_and_suggests_a_name(
    articles: Path, tmp_path: Path
) -> None:
    build([articles], tmp_path / "graph", FAKE)
    with pytest.raises(InputProblem, match=r"did you mean 1\.txt"):
        remove(["0.txt", "1.tx"], tmp_path / "graph", FAKE)
    assert identifiers(tmp_path / "graph") == {"0.txt", "1.txt", "2.txt"}


def test_the_base_iri_is_settled_by_the_first_build(articles: Path, tmp_path: Path) -> None:
    build([articles], tmp_path / "graph", Options("https://example.org/kg/", extractor=FAKE.extractor))
    assert build([articles], tmp_path / "graph", FAKE).published.changed is False
    with pytest.raises(UsageProblem, match="named under"):
        build([articles], tmp_path / "graph", Options("https://example.org/other/", extractor=FAKE.extractor))


def test_a_build_without_any_article_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with pytest.raises(InputProblem, match="no article is left"):
        build([tmp_path / "empty.txt"], tmp_path / "graph", FAKE)
    assert current_revision(tmp_path / "graph") is None


def test_gaps_are_filled_by_what_a_person_states(articles: Path, tmp_path: Path) -> None:
    options = Options(publisher="Sylvania Post", published=PartialDate("2023-05"), extractor=FAKE.extractor)
    build([articles], tmp_path / "graph", options)
    answer = open_snapshot(tmp_path / "graph").store.query(
        'ASK { GRAPH ?g { ?a <http://purl.org/dc/terms/issued> ?d FILTER(STR(?d) = "2023-05") } }'
    )
    assert bool(answer)


def start(sources: Path, graph: Path, jobs: int = 1) -> subprocess.Popen[bytes]:
    """A build in a process of its own, as the command line would start it."""
    code = (
        "import sys; from pathlib import Path; from kg.build import Options, build\n"
        "if __name__ == '__main__':\n"
        f"    build([sys.argv[1]], Path(sys.argv[2]), Options(extractor='tests.fake_extractor', jobs={jobs}))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(sources), str(graph)], cwd=ROOT, start_new_session=True
    )


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 300
    while not path.exists():
        assert time.monotonic() < deadline, "the build did not get there"
        time.sleep(0.02)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_killed_in_the_middle_leaves_the_old_graph_serving_and_the_next_succeeds(
    articles: Path, tmp_path: Path, jobs: int
) -> None:
    graph = tmp_path / "graph"
    before = build([articles], graph, FAKE).published.revision
    arrived = tmp_path / "arrived"
    (articles / "3.txt").write_text(f"The army of Freedonia said WAIT {arrived} and then nothing more.\n")
    building = start(articles, graph, jobs)
    wait_for(arrived)
    os.kill(building.pid, signal.SIGKILL)
    building.wait()
    assert current_revision(graph) == before
    assert identifiers(graph) == {"0.txt", "1.txt", "2.txt"}
    (articles / "3.txt").write_text(REPORT.format(3))
    after = build([articles], graph, FAKE)
    assert after.published.changed
    assert identifiers(graph) == {"0.txt", "1.txt", "2.txt", "3.txt"}


def test_a_killed_build_does_not_leave_its_workers_behind(articles: Path, tmp_path: Path) -> None:
    arrived = tmp_path / "arrived"
    (articles / "3.txt").write_text(f"The army of Freedonia said WAIT {arrived} and then nothing more.\n")
    building = start(articles, tmp_path / "graph", 2)
    wait_for(arrived)
    group = building.pid
    os.kill(building.pid, signal.SIGKILL)
    building.wait()
    deadline = time.monotonic() + 120
    while living(group):
        if time.monotonic() > deadline:
            os.killpg(group, signal.SIGKILL)
            pytest.fail("workers outlived the build that was killed")
        time.sleep(0.05)


def living(group: int) -> list[str]:
    """The processes of a group that run; the dead ones may be left unburied, by whoever is the parent of orphans."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, its_group, *_ = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(its_group) == group and state not in "ZX":
                found.append(entry.name)
    return found


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, in order; the clock is ahead, so that all files are old."""
    names: list[str] = []
    whole = Path.read_bytes

    def noted(path: Path) -> bytes:
        if path.suffix in (".txt", ".jsonl"):
            names.append(path.name)
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    now = time.time_ns
    monkeypatch.setattr("kg.stamps.time.time_ns", lambda: now() + 60 * 10**9)
    return names


def test_a_file_that_was_not_touched_is_not_read_again(
    articles: Path, tmp_path: Path, reads: list[str]
) -> None:
    build([articles], tmp_path / "graph", FAKE)
    reads.clear()
    (articles / "3.txt").write_text(REPORT.format(3))
    summary = build([articles], tmp_path / "graph", FAKE)
    assert reads == ["3.txt"]
    assert (summary.added, summary.unchanged, summary.published.articles) == (1, 3, 4)


def test_a_text_of_the_same_length_in_the_place_of_another_is_read(
    articles: Path, tmp_path: Path, reads: list[str]
) -> None:
    build([articles], tmp_path / "graph", FAKE)
    before = (articles / "1.txt").stat()
    (articles / "1.txt").write_text(REPORT.format(7))
    os.utime(articles / "1.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert build([articles], tmp_path / "graph", FAKE).updated == 1


def test_a_file_written_just_before_it_is_read_is_read_again(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = max(path.stat().st_ctime_ns for path in articles.iterdir())
    monkeypatch.setattr("kg.stamps.time.time_ns", lambda: written + 10**9)
    build([articles], tmp_path / "graph", FAKE)
    with Corpus(tmp_path / "graph") as corpus:
        assert corpus.stamps(terms(None, None)) == {}


def test_other_options_of_reading_read_everything_again(
    articles: Path, tmp_path: Path, reads: list[str]
) -> None:
    build([articles], tmp_path / "graph", FAKE)
    reads.clear()
    dated = Options(published=PartialDate("2024-01-19"), extractor=FAKE.extractor)
    assert build([articles], tmp_path / "graph", dated).updated == 3
    assert sorted(reads) == ["0.txt", "1.txt", "2.txt"]


def test_an_untouched_copy_of_a_removed_article_comes_back(
    articles: Path, tmp_path: Path, reads: list[str]
) -> None:
    build([articles], tmp_path / "graph", FAKE)
    remove(["1.txt"], tmp_path / "graph", FAKE)
    assert build([articles], tmp_path / "graph", FAKE).added == 1


def test_a_file_of_the_same_name_in_another_folder_is_another_file(
    articles: Path, tmp_path: Path, reads: list[str]
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "0.txt").write_text(REPORT.format("zero"))
    build([articles, other], tmp_path / "graph", FAKE)
    summary = build([other], tmp_path / "graph", FAKE)
    assert summary.updated == 1


def test_a_copy_stays_a_copy_when_nothing_is_read_again(
    articles: Path, tmp_path: Path, reads: list[str]
) -> None:
    (articles / "copy.txt").write_text(REPORT.format(0))
    first = build([articles], tmp_path / "graph", FAKE)
    again = build([articles], tmp_path / "graph", FAKE)
    assert again.rejected == first.rejected
