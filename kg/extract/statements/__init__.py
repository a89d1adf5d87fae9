"""Statements: who said what, to whom, with the reported words cut free of their frame.

Where what stands:

    find         the way in
    reporting    clauses that report, and closing: those that close a sentence; reported: what was said
    speakers     who speaks; turns: in a transcript
"""
