"""The words of an article before anybody asks what they mean: readings of the parse that every extractor shares.

Where what stands:

    the parse     lemmas mends it; syntax, arguments, wordorder read it; mentions: the words that bear evidence
    its phrases   phrases of a lexicon, counts, quotes, weapons, pairs ("both sides")
"""
