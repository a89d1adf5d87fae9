"""The endpoint: SPARQL over HTTP and pages for people, on read-only snapshots. Where what stands:

from outside      server (uvicorn, from first to last) -> front (ASGI) -> app (routes) -> endpoint, pages, entities
                  connections eager settings operation metrics
HTTP              messages negotiate codings formats bodies problems
a query's way     sparql (the protocol) -> syntax (what its text is) -> guard (what is refused) -> endpoint
                  shortway cache flights: asked before, or by others now
SERVICE           federation bound relay
workers           workers (the pool) -> lanes, tasks -> process (as the parent sees it) -> wire -> worker
                  source resident forkserver spawn confine
a new snapshot    prepare (its process) -> prepared, kept; figures catalogue
pages             pages views rows questions describe search site
for other tools   reconcile
"""
