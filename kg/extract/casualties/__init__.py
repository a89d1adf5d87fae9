"""The dead and the injured: how many, who, whose count it is, and of which attack.

Where what stands:

    find         the way in
    losses       counts with the people counted; tolls: without them; parts: who some of
                 the dead were
    rivals       several tellers, each with a number: "eleven according to X, seven according to Y"
    told_first   the dead before what killed them: "Two were killed near Gao. A bomb hit their truck"
    belonging    of which attack they are; unfought: of none; tally: whose count
"""
