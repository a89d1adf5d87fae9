"""The graph: Knowledge to quads, quads to a store, a store to snapshots, answers and files.

What the other rooms call (each module's docstring says more):

    resources.folder(name) -> Path                       where ontology/ and queries/ stand

    store.publish(graph_dir, quads, *, base_iri, keep=4, on_step=None) -> str        the revision's name
    store.publish_parts(graph_dir, parts, *, base_iri, recipe, ...) -> str           writes what has changed
    store.open_snapshot(graph_dir, revision=None) -> Snapshot(store, revision)       read-only
    store.snapshot_path(graph_dir, revision=None) -> (Path, str)                     for worker processes
    store.manifest(graph_dir, revision=None) -> Manifest(revision, base_iri, quads, digest, published)
    store.revisions(graph_dir) -> tuple[str, ...]        store.current_revision(graph_dir) -> str | None
    store.next_number(graph_dir) -> str                  "000013": how the next revision's name will begin
    store.writer_lock(graph_dir)                         context manager; re-entrant in one thread

    rdf.quads(knowledge, base_iri, *, ontology=True) -> Iterator[Quad]
    rdf.parts(knowledge, base_iri, *, ontology=True) -> Iterator[Part]               the same, node by node

    canned.queries() -> tuple[CannedQuery, ...]          canned.find(name) -> CannedQuery
    CannedQuery.bind(values, base_iri=...) -> str        SPARQL with the parameters filled in safely
    query.text_of(name_or_file, params, base_iri) -> str
    query.fill(text, params, base_iri) -> str            for a query from standard input
    query.run(snapshot, text, out, *, format="table", base_iri="") -> Answer(form, rows, truth)

    terminals.tokens(text) -> tuple[Token(kind, text, begin), ...]      the one place that cuts SPARQL into its terms
    faults.fault(message, query, declared) -> Fault      what is wrong with a text that the engine refuses, and where

    export.export(store, format, out, *, base_iri="", ontology=True) -> None         export.FORMATS
    validate.validate(store) -> Report(conforms, violations, .in_words())
    compare.diff(old_store, new_store, *, base_iri="") -> Difference(.in_words(), falsy when nothing differs)
    compare.explain(store, event_id, *, base_iri="") -> Explanation(.in_words())
    evaluate.evaluate(gold, graph, articles_dir=None) -> Evaluation(figures, misses, identity, .in_words())

`out` is always a binary file. `base_iri` is that of the revision's manifest.
"""
