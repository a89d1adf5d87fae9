"""The graph: Knowledge to quads, quads to a store, a store to snapshots, answers and files.

What the other rooms call (each module's docstring says more):

    resources.folder(name) -> Path                       where ontology/ and queries/ stand

    store.publish(graph_dir, quads, *, base_iri, keep=4, on_step=None) -> str        the revision's name
    store.publish_changes(graph_dir, removed, added, *, base_iri, ...) -> str        for a graph that grows
    store.open_snapshot(graph_dir, revision=None) -> Snapshot(store, revision)       read-only
    store.snapshot_path(graph_dir, revision=None) -> (Path, str)                     for worker processes
    store.manifest(graph_dir, revision=None) -> Manifest(revision, base_iri, quads, digest, published)
    store.revisions(graph_dir) -> tuple[str, ...]        store.current_revision(graph_dir) -> str | None
    store.next_number(graph_dir) -> str                  "000013": how the next revision's name will begin
    store.writer_lock(graph_dir)                         context manager; re-entrant in one thread

    canned.queries() -> tuple[CannedQuery, ...]          canned.find(name) -> CannedQuery
    CannedQuery.bind(values, base_iri=...) -> str        SPARQL with the parameters filled in safely
"""
