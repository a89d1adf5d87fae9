"""Diplomatic actions: acts between political actors, verbal or material, short of force.

Where what stands:

    find        the way in: the sentences read, what is told twice told once
    frames      what a lexicon says of an act; matching: where it fits, by paths and positions
    roles       one match read: political (who can act), hosts, brokers, recipients, audiences (the many who are
                addressed); unreal: why it was not done
    echoes      acts that are only taken up, told elsewhere if anywhere
    days        when: by what an act is told with, done by or goes on from
    attackers   who was behind what is condemned; rejected: whose the claim was that is turned down
    retold      "did the same", "condemned the bombing"; standins: "its own", "Israel's"; gapped: "… and Peru its own"
"""
