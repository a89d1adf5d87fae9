"""The questions that the pages ask of the graph. `?this` is the node whose page it is; prefixes are `kg.vocab`'s.

Each orders its rows to the last: a store in memory gives them in another order than one on disk.
"""

from __future__ import annotations

_MANY = 2000

CLASSES = "SELECT DISTINCT ?class { ?this a ?class }"

_FACTS = f"""
SELECT DISTINCT ?p ?o ?label {{
  ?this ?p ?o
  FILTER (?p NOT IN (kg:mention, kg:membership, kg:reportedIn, kg:casualties))
  OPTIONAL {{ ?o rdfs:label ?label FILTER (ISIRI(?o)) }}
}} ORDER BY ?p ?label ?o LIMIT {_MANY}"""

_MENTION = """
  ?mention kg:inArticle ?article ; kg:sentence ?sentence ; nif:anchorOf ?anchor ; nif:beginIndex ?begin .
  OPTIONAL { ?mention kg:sentenceBegin ?sentenceBegin }
  OPTIONAL { ?mention kg:factuality ?factuality }
  OPTIONAL { ?mention kg:accordingTo ?source . OPTIONAL { ?source rdfs:label ?sourceName } }
"""
_ARTICLE = """
  OPTIONAL { ?article rdfs:label ?title }
  OPTIONAL { ?article dcterms:issued ?issued }
  OPTIONAL { ?article schema:publisher/rdfs:label ?publisher }
"""

EVENT = (
    ("facts", _FACTS),
    (
        "evidence",
        f"""SELECT DISTINCT ?mention ?article ?sentence ?anchor ?begin ?sentenceBegin ?factuality ?source
            ?sourceName ?title ?issued ?publisher {{ ?this kg:mention ?mention . {_MENTION} {_ARTICLE} }}
            ORDER BY STR(?issued) ?article ?begin ?mention ?sourceName ?source LIMIT {_MANY}""",
    ),
    (
        "casualties",
        """SELECT DISTINCT ?report ?deaths ?deathsMax ?deathsAtLeast ?injuries ?injuriesMax ?injuriesAtLeast
        ?victims ?sourceName ?revises ?sentence ?article ?articleTitle ?claimDate { ?this kg:casualties
        ?report . OPTIONAL { ?report kg:deaths ?deaths } OPTIONAL { ?report kg:deathsMax ?deathsMax } OPTIONAL
        { ?report kg:deathsAtLeast ?deathsAtLeast } OPTIONAL { ?report kg:injuries ?injuries } OPTIONAL {
        ?report kg:injuriesMax ?injuriesMax } OPTIONAL { ?report kg:injuriesAtLeast ?injuriesAtLeast }
        OPTIONAL { ?report kg:victims ?victims } OPTIONAL { ?report kg:claimDate ?claimDate } OPTIONAL {
        ?report kg:accordingTo/rdfs:label ?sourceName } OPTIONAL { ?report prov:wasRevisionOf ?revises }
        OPTIONAL { ?report kg:mention ?mention . ?mention kg:sentence ?sentence ; kg:inArticle ?article .
        OPTIONAL { ?article rdfs:label ?articleTitle } } }
        ORDER BY DESC(?deaths) DESC(?injuries) ?report ?articleTitle ?article ?sentence ?sourceName ?victims
        ?revises""",
    ),
    (
        "contradictions",
        """SELECT DISTINCT ?contradiction ?label ?property ?claim ?claimLabel ?factuality ?sourceName {
             { ?contradiction kg:concerns ?this } UNION { ?contradiction kg:contradicts ?this }
             UNION { ?this kg:casualties/^kg:contradicts ?contradiction }
             ?contradiction a kg:Contradiction ; kg:contradicts ?claim .
             OPTIONAL { ?contradiction rdfs:label ?label } OPTIONAL { ?contradiction kg:onProperty ?property }
             OPTIONAL { ?claim rdfs:label ?claimLabel }
             OPTIONAL { ?claim kg:factuality ?factuality
                        OPTIONAL { ?claim kg:accordingTo/rdfs:label ?sourceName } }
           } ORDER BY ?contradiction ?claim ?sourceName LIMIT 500""",
    ),
    (
        "corrections",
        """SELECT DISTINCT ?correction ?label ?author ?date ?note { ?correction kg:corrects ?this ;
             rdfs:label ?label ; dc:creator ?author ; dcterms:date ?date .
             OPTIONAL { ?correction rdfs:comment ?note } } ORDER BY ?date ?correction LIMIT 100""",
    ),
    (
        "before",
        """SELECT DISTINCT ?event ?label ?date ?direct { ?this kg:inResponseTo+ ?event .
             BIND (EXISTS { ?this kg:inResponseTo ?event } AS ?direct)
             OPTIONAL { ?event rdfs:label ?label } OPTIONAL { ?event kg:date ?date }
           } ORDER BY STR(?date) ?event LIMIT 200""",
    ),
    (
        "after",
        """SELECT DISTINCT ?event ?label ?date ?direct { ?event kg:inResponseTo+ ?this .
             BIND (EXISTS { ?event kg:inResponseTo ?this } AS ?direct)
             OPTIONAL { ?event rdfs:label ?label } OPTIONAL { ?event kg:date ?date }
           } ORDER BY STR(?date) ?event LIMIT 200""",
    ),
    (
        "reasons",
        """SELECT DISTINCT ?mention ?confidence ?reason ?article {
             ?this kg:membership ?m . ?m kg:mention ?mention .
             OPTIONAL { ?m kg:confidence ?confidence } OPTIONAL { ?m kg:reason ?reason }
             OPTIONAL { ?mention kg:inArticle/rdfs:label ?article }
           } ORDER BY ?article ?mention ?reason LIMIT 500""",
    ),
)

ARTICLE = (
    ("facts", _FACTS),
    (
        "claims",
        f"""SELECT DISTINCT ?mention ?sentence ?anchor ?begin ?sentenceBegin ?factuality ?source ?sourceName
            ?node ?label ?class {{
              ?mention kg:inArticle ?this . ?node kg:mention ?mention .
              VALUES ?class {{ kg:Strike kg:DiplomaticAction kg:Statement kg:CasualtyReport }}
              ?node a ?class .
              OPTIONAL {{ ?node rdfs:label ?label }}
              {_MENTION.replace("kg:inArticle ?article ; ", "")}
            }} ORDER BY ?begin ?node ?mention ?sourceName ?source LIMIT {_MANY}""",
    ),
    (
        "names",
        f"""SELECT DISTINCT ?node ?label ?anchor ?class {{
              ?mention kg:inArticle ?this ; nif:anchorOf ?anchor . ?node kg:mention ?mention .
              ?node a ?class FILTER (?class IN (kg:Actor, kg:Place)) OPTIONAL {{ ?node rdfs:label ?label }}
            }} ORDER BY ?label ?node ?anchor LIMIT {_MANY}""",
    ),
)

_EVENTS = """
  OPTIONAL { ?event rdfs:label ?label } OPTIONAL { ?event kg:date ?date }
  OPTIONAL { ?event kg:factuality ?factuality }
  OPTIONAL { ?event a ?class FILTER (?class IN (kg:Strike, kg:DiplomaticAction, kg:Statement)) }
"""

_MENTIONS = f"""SELECT DISTINCT ?mention ?article ?sentence ?anchor ?begin ?sentenceBegin ?title ?issued {{
  ?this kg:mention ?mention . ?mention kg:inArticle ?article ; kg:sentence ?sentence ; nif:anchorOf ?anchor ;
    nif:beginIndex ?begin . OPTIONAL {{ ?mention kg:sentenceBegin ?sentenceBegin }} {_ARTICLE}
}} ORDER BY STR(?issued) ?article ?begin ?mention LIMIT 200"""

ACTOR = (
    ("facts", _FACTS),
    (
        "events",
        f"""SELECT DISTINCT ?event ?role ?label ?date ?factuality ?class {{
              VALUES ?role {{ kg:attacker kg:target kg:initiator kg:recipient kg:speaker kg:addressee }}
              ?event ?role ?this . {_EVENTS} }} ORDER BY (!BOUND(?date)) STR(?date) ?event ?role LIMIT {_MANY}""",
    ),
    (
        "members",
        """SELECT DISTINCT ?member ?label { { ?member kg:memberOf ?this } UNION { ?member kg:partOf ?this }
             OPTIONAL { ?member rdfs:label ?label } } ORDER BY ?label ?member LIMIT 500""",
    ),
    ("mentions", _MENTIONS),
)

PLACE = (
    ("facts", _FACTS),
    (
        "events",
        f"""SELECT DISTINCT ?event ?role ?label ?date ?factuality ?class {{
              {{ ?event kg:location ?this }} UNION {{ ?event kg:location/kg:within+ ?this }}
              BIND (kg:location AS ?role) {_EVENTS}
            }} ORDER BY (!BOUND(?date)) STR(?date) ?event ?role LIMIT {_MANY}""",
    ),
    ("points", "SELECT ?wkt { ?this geo:hasGeometry/geo:asWKT ?wkt } ORDER BY ?wkt"),
    (
        "members",
        """SELECT DISTINCT ?member ?label { ?member kg:within ?this OPTIONAL { ?member rdfs:label ?label } }
           ORDER BY ?label ?member LIMIT 500""",
    ),
    ("mentions", _MENTIONS),
)

CONTRADICTION = (
    ("facts", _FACTS),
    (
        "claims",
        """SELECT DISTINCT ?claim ?label ?value { ?this kg:contradicts ?claim .
             OPTIONAL { ?claim rdfs:label ?label }
             OPTIONAL { ?this kg:onProperty ?property ; kg:concerns/kg:membership ?telling .
                        ?telling kg:mention ?claim ; ?reported ?node
                        VALUES (?property ?reported) { (kg:date kg:reportedDate)
                          (kg:location kg:reportedLocation) (kg:attacker kg:reportedAttacker) }
                        OPTIONAL { ?node rdfs:label ?name } BIND (COALESCE(?name, STR(?node)) AS ?value) }
           } ORDER BY ?claim ?value""",
    ),
    (
        "evidence",
        f"""SELECT DISTINCT ?claim ?mention ?article ?sentence ?anchor ?begin ?sentenceBegin ?factuality
            ?source ?sourceName ?title ?issued ?publisher {{ ?this kg:contradicts ?claim .
              {{ ?claim kg:mention ?mention }} UNION {{ ?claim a kg:Mention BIND (?claim AS ?mention) }}
              {_MENTION} {_ARTICLE} }} ORDER BY ?claim STR(?issued) ?begin ?mention ?sourceName ?source LIMIT 500""",
    ),
)

NODE = (
    (
        "facts",
        _FACTS.replace("FILTER (?p NOT IN (kg:mention, kg:membership, kg:reportedIn, kg:casualties))", ""),
    ),
    (
        "incoming",
        """SELECT DISTINCT ?s ?p ?label { ?s ?p ?this OPTIONAL { ?s rdfs:label ?label } }
           ORDER BY ?p ?label ?s LIMIT 500""",
    ),
    (
        "quote",
        f"""SELECT DISTINCT ?mention ?article ?sentence ?anchor ?begin ?sentenceBegin ?factuality ?source
            ?sourceName ?title ?issued ?publisher {{
              {{ BIND (?this AS ?mention) }} UNION {{ ?this kg:mention ?mention }} {_MENTION} {_ARTICLE}
            }} ORDER BY STR(?issued) ?article ?begin ?mention ?sourceName ?source LIMIT 100""",
    ),
)

GRAPH = (
    (
        "triples",
        f"SELECT ?s ?p ?o {{ GRAPH ?this {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o LIMIT {_MANY}",
    ),
)

TERMS = (
    (
        "terms",
        """SELECT DISTINCT ?term ?type ?label ?definition ?example ?scheme {
             ?term rdfs:isDefinedBy <https://w3id.org/conflict-kg> ; a ?type ; rdfs:label ?label .
             OPTIONAL { ?term skos:definition ?definition } OPTIONAL { ?term skos:example ?example }
             OPTIONAL { ?term skos:inScheme ?scheme }
           } ORDER BY LCASE(?label) ?term ?type ?definition ?example LIMIT 2000""",
    ),
    (
        "relations",
        """SELECT DISTINCT ?term ?relation ?other {
             VALUES ?relation { rdfs:subClassOf rdfs:subPropertyOf rdfs:domain schema:domainIncludes rdfs:range
                                schema:rangeIncludes }
             ?term rdfs:isDefinedBy <https://w3id.org/conflict-kg> ; ?relation ?other .
           } ORDER BY ?term ?relation ?other LIMIT 5000""",
    ),
)

TIMELINE = (
    (
        "events",
        """SELECT DISTINCT ?event ?label ?date ?factuality ?class {
             VALUES ?class { kg:Strike kg:DiplomaticAction } ?event a ?class ; kg:date ?date .
             OPTIONAL { ?event rdfs:label ?label } OPTIONAL { ?event kg:factuality ?factuality }
           } ORDER BY DESC(STR(?date)) ?event LIMIT 20000""",
    ),
    (
        "undated",
        """SELECT DISTINCT ?event ?label ?factuality ?class {
             VALUES ?class { kg:Strike kg:DiplomaticAction } ?event a ?class .
             FILTER NOT EXISTS { ?event kg:date ?date }
             OPTIONAL { ?event rdfs:label ?label } OPTIONAL { ?event kg:factuality ?factuality }
           } ORDER BY ?event LIMIT 20000""",
    ),
    (
        "locations",
        """SELECT DISTINCT ?event ?place { VALUES ?class { kg:Strike kg:DiplomaticAction }
             ?event a ?class ; kg:location ?place } ORDER BY ?event ?place LIMIT 40000""",
    ),
    (
        "places",
        """SELECT DISTINCT ?place ?label ?wkt {
             ?place a kg:Place ; rdfs:label ?label ; geo:hasGeometry/geo:asWKT ?wkt .
           } ORDER BY ?place LIMIT 40000""",
    ),
)
