"""Names: which words are the name of what, and which figures and places of the article they are.

Where what stands:

    find      which words are names; cast: the figures they name, with persons and titles; nouns: what is no name
    sites     which names are places; namesakes: the entry that each one means; placeless: peoples
    ships     which names are ships
    places    the places where an event's own words put it
"""
