"""Armed attacks: who struck whom, where, when and with what.

Where what stands:

    find               the way in: deeds (what one trigger tells), then what is told around it
    triggers           what all triggers share; clauses, belligerents, services, implied (whom it hit, unsaid);
                       several: more than one attack that one verb tells
    by the verb        attack_verbs havoc blasts shots bloodshed victims
    by the noun        attack_nouns; blame: who answers for it; lookalikes: named, not told;
                       foremost: one of several
    how it is told     manner: a new one, a look back, a habit; outcomes: its outcome, not its like
    with what          arms
    told before        behind: who was behind it; denials: who says that he was not
    told around it     tellings completion assailants whereabouts earlier_days later_days;
                       lead_ins: who strikes by the sentence that leads into it
"""
