"""Words that tell nothing apart: function words, pronouns, and what every such report may say."""

from __future__ import annotations

# Words without content of their own.
_STOP = """
    a about according after against also an and are as at be been before being between both but by can
    could did do does during each for from had has have he her here him his how i in into is it its may
    might must my no nor not of on or other our over said say saying says she should such than that the
    their them then there these they this those to told under us was we were what when where which while
    who whom whose will with would you your
    """
STOP = frozenset(_STOP.split())
# Surfaces that name nobody.
_PRONOUNS = """
    both he her hers herself him himself his i it its itself one our she that their theirs them
    themselves these they this those us we which who whom you your
    """
PRONOUNS = frozenset(_PRONOUNS.split())
# What a report of any strike and of any act of diplomacy may say.
_USUAL = """
    accused after agency agreed agreement ahead air airstrike airstrikes ambassador ambassadors amid another april area
    armed army attack attacked attacks august authorities back blamed bomb bombed bombing border called calls
    carried child children city claim claimed civilian civilians condemnation condemned conflict countries country
    crisis days dead death deaths december defence diplomatic dozens drone drones earlier early eight
    eleven embassy envoy envoys even february fired first five following force forces foreign four
    friday government group groups hit home hours hundreds injured international january july june just
    kill killed killing last late later launched leader leaders least left local made make many march
    meeting militant militants military minister ministers ministry missile missiles monday month months
    more most nation national nations near neighbour neighbouring news night nine november october
    office official officials only overnight people person persons place places police president prime
    province raid raids recalled recent region regional relations reported response responsibility restraint
    retaliation reuters rocket rockets saturday same second security self sent september series seven several
    shelling side sides since situation soldiers some source sources spokesman spokesperson state
    statement states still strike strikes struck sunday take taken talks target targeted targets
    tensions territory third three through thursday today told took town troops tuesday twelve urged village war
    warned wednesday within week weeks women wounded year years yesterday
    """
USUAL = frozenset(_USUAL.split())
