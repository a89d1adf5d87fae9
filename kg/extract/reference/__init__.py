"""Whom words mean that are not his name: pronouns, descriptions, offices, bodies of states.

Where what stands:

    denote    what a phrase denotes, asking: anaphora pronouns; bodies people rulers;
              owners (whose a noun is); homes (whose a body is that no phrase owns);
              several (three and more named together)
"""
