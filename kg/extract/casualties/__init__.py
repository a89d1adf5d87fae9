"""The dead and the injured: how many, who, whose count it is, and of which attack.

Where what stands:

    find         the way in
    losses       counts with the people counted; tolls: without them; parts: who some of
                 the dead were
    belonging    of which attack they are; unfought: of none; tally: whose count
"""
