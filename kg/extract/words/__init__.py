"""The words of an article before anybody asks what they mean: readings of the parse that every extractor shares.

Where what stands:

    the parse     lemmas, mending, mending_phrases and mending_relatives put it right; document keeps
                  what many ask of it; syntax, arguments, wordorder read it; astray: subjects that
                  the parse hangs on another verb
    its words     mentions (what bears evidence), phrases of a lexicon, counts, quotes, weapons, pairs, almanac
"""
