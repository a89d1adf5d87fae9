"""On which day an attack was, wherever in its sentence or the one before the day is told."""

from __future__ import annotations

import pytest

from tests.told import days, names, told

# The article's day is Wednesday, 15 May 2024.
DAYS = [
    # overnight is before the day on which it was told, and that of publication where none is named
    ("India said on Monday its jets had struck nine sites in Pakistan overnight.", "2024-05-13"),
    ("Drones hit Odesa overnight, Ukraine's air force said on Monday.", "2024-05-13"),
    ("Russia fired 40 drones at Kyiv overnight.", "2024-05-15"),
    # what somebody used a weapon for was done then, and what somebody sent jets to do
    ("Kenya sent jets to bomb militants in Somalia on Tuesday.", "2024-05-14"),
    ("Kenya will send jets to bomb militants in Somalia on Tuesday.", "2024-05-21"),
    # the day of the attack, not that of the claim
    (
        "The PKK claimed responsibility on Monday for the car bomb in Van on 9 May, which killed two.",
        "2024-05-09",
    ),
    # the day behind the place has the relative clause of the attack
    ("France condemned the shelling of Sotk on 10 May, in which four soldiers died.", "2024-05-10"),
    ("Rebels used drones to attack a base in Goma on Tuesday.", "2024-05-14"),
    # the main clause tells the day of the attack named in it
    ("Three people died in a strike on Goma on Monday.", "2024-05-13"),
    ("Forty people died in the attack on Barsalogho in Burkina Faso on 24 August.", "2023-08-24"),
    ("The death toll from the attack on a mall in Kharkiv on Saturday rose to 18 on Monday.", "2024-05-11"),
    # the relative clause and the noun it hangs on share it
    ("The president condemned the strike on Ternopil, in which 31 people died on Friday.", "2024-05-10"),
    ("The premier denounced the bombing of a school in Kharkiv on Tuesday, which killed one.", "2024-05-14"),
    ("The deadliest attack took place on Sunday in Basra, where a rocket hit a market.", "2024-05-12"),
    ("The worst took place on April 18, when jets believed to be Syrian hit a house in Arbil.", "2024-04-18"),
    ("Analysts recall a raid of Saturday in which jets bombed Nyala airport in Sudan.", "2024-05-11"),
    # other words for the same thing
    ("The strike on Sanaa itself was yesterday.", "2024-05-14"),
    ("It followed an assault on a camp in Mir Ali in Pakistan earlier on Friday.", "2024-05-10"),
    # the day before the comma is of the deed, though the parse hangs it on the verb of telling behind it
    (
        "Ninety people died when a drone hit a crowd outside a school in Ethiopia's Amhara region last Thursday, "
        "witnesses and a health worker have told us, in what appears to be the deadliest attack of the war.",
        "2024-05-09",
    ),
    # what is over is not told of next month
    ("Gunmen fired on pilgrims in Reasi in India on 9 June.", "2023-06-09"),
    (
        "Four soldiers were killed and 11 injured by a bomb on the road to Liboi in Kenya on Monday, police say.",
        "2024-05-13",
    ),
    # the day before the frame is the attack's, the one behind it that of the telling
    (
        "Thirty troops were killed when rebels stormed a camp in Boni in Mali on May 9, the army said on Sunday.",
        "2024-05-09",
    ),
    # the day of the bomb is that of what it did
    ("The car bomb of 11 May killed six people in Diffa.", "2024-05-11"),
    (
        "The car bomb of 11 May killed six in Diffa, and Boko Haram has taken responsibility for it.",
        "2024-05-11",
    ),
    # what "five days after" opens lies before the day of the main clause, whichever clause tells of the telling
    (
        "One man died when a grenade was thrown at a toll booth near Maradi on Sunday night, Nigerien police said, "
        "five days after a car bomb shook the city.",
        "2024-05-07",
    ),
]


WEEKS = [
    # what was earlier in a week that is not over was not after the day of publication
    ("Earlier this week Chad shelled a camp near Tine in Sudan.", "2024-05-13", "2024-05-15"),
    ("Chad has bombed a camp near Tine in Sudan this week.", "2024-05-13", "2024-05-15"),
    ("Chad bombed a camp near Tine in Sudan last week.", "2024-05-06", "2024-05-12"),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_an_attack_is_of_the_day_that_its_sentence_tells(text: str, day: str) -> None:
    assert day in days(told(text))


SAME_DAY = [
    "The same afternoon, shells killed four villagers in Chaman in Pakistan.",
    "Hours later, shells killed four villagers in Chaman in Pakistan.",
    "That evening, shells hit a market in Chaman in Pakistan.",
    "In a separate attack on the same day, drones hit a school in Chaman in Pakistan.",
]


@pytest.mark.parametrize("text", SAME_DAY)
def test_hours_later_is_the_day_just_told(text: str) -> None:
    assert days(told("Pakistani jets hit Kandahar on Friday. " + text))[-1] == "2024-05-10"


def test_the_day_of_a_toll_is_not_counted_from() -> None:
    text = (
        "Drones hit Erbil on Friday. By Monday the army counted nine dead. That day drones also hit Kirkuk."
    )
    assert days(told(text))[-1] == "2024-05-10"


OF_SOMETHING_ELSE = [
    # of a response
    "The Security Council met on Monday over the raids in Yemen.",
    "The toll from the attack on the market in Goma climbed on Sunday to 18.",
    "The pope mourned on Sunday the victims of the attack on a church in Beni.",
    "The minister resigned on Monday because of the attack in Nice.",
    # of another verb
    "On Monday police arrested two men who bombed a bus in Quetta in Pakistan.",
    "The army withdrew on Monday because rebels had shelled its base near Goma.",
    "The airline cancelled its flights on Tuesday after a drone hit the airport in Erbil in Iraq.",
    # when it was told
    "Colombian rebels attacked a police post in Toribio, killing two officers, officials said on Tuesday.",
    "The militants had earlier attacked a post in Ansongo in Mali, the army said on Monday.",
    # no later than that
    "By Sunday, the rebels had shelled Kitshanga in Congo.",
    # of what lies ahead
    "The Security Council will meet on Friday, shells fell on Kassala, and drones again hit Kosti.",
    "The cabinet is to meet on Thursday to vote on the truce, Israeli jets struck Tyre twice.",
    # no day in particular
    "The truce ended on Sunday, three weeks after gunmen killed nine people in Kidal in Mali.",
    "The talks came less than a week after Ethiopian drones struck a school in Amhara.",
]


@pytest.mark.parametrize("text", OF_SOMETHING_ELSE)
def test_a_day_that_is_not_the_attacks_does_not_date_it(text: str) -> None:
    assert set(days(told(text))) == {None}


TOLD_ALONG = [
    "On Monday rebels in Colombia fired rockets that killed two policemen in Tibu.",
    "Four officers were shot on Monday hours after a bomb hit a market in Tibu in Colombia.",
    "Drones attacked Ukraine on Monday. One of them hit a hotel in Odesa, killing two people.",
    "Jets attacked Ukraine on Monday. They hit a power station in Odesa.",
]


@pytest.mark.parametrize("text", TOLD_ALONG)
def test_what_is_told_along_with_a_dated_deed_is_of_its_day(text: str) -> None:
    assert days(told(text))[-1] == "2024-05-13"


def test_the_day_of_the_next_clause_is_not_of_the_deed_before_it() -> None:
    text = "In March monks died when a drone bombed a shrine in Loikaw, and four days ago a shell killed one in Bago."
    assert days(told(text))[0] == "2024-03"


def test_what_was_before_is_not_of_the_day_just_told() -> None:
    text = "Drones attacked Ukraine on Monday. They had often hit power stations in Odesa before."
    last = max(told(text).strikes, key=lambda s: s.mention.span.begin)
    assert last.when is None or last.mention.span.text == "attacked"


FURTHER_DOWN = [
    "Around 30 people died when a drone hit the last hospital in Nyala, officials said. "
    "The hospital was struck on Friday, when the wards were crowded.",
    "Colombian rebels killed three soldiers in Arauca. The incident occurred on Friday near the border.",
    "Gunmen killed four aid workers in Baidoa in Somalia, the UN said. The four were shot on Friday.",
    "Gunmen killed four aid workers in Baidoa in Somalia. That was on the evening of Friday 10 May.",
    'Artillery hit a village in Kashmir, killing a boy. "He was asleep," his uncle said. '
    "The shells fell on Friday night.",
]


@pytest.mark.parametrize("text", FURTHER_DOWN)
def test_an_attack_told_without_a_day_is_of_the_day_told_of_it_further_down(text: str) -> None:
    assert days(told(text))[0] == "2024-05-10"


def test_the_next_evening_counts_from_what_was_told_not_from_an_aside() -> None:
    text = (
        "On May 3 missiles hit Erbil. Among the dead was a nurse, who succumbed to her burns on May 6.\n\n"
        "The next evening drones struck two houses in Kirkuk."
    )
    assert days(told(text))[-1] == "2024-05-04"


TOLD_OF_OTHERS = [
    # not what was hit
    "Israeli jets killed a mayor in Nabatieh in Lebanon. The hospital there was closed on Friday.",
    "Israeli jets killed a mayor in Nabatieh in Lebanon. It was on Friday that the envoy left.",
    # an attack of a place of its own
    "Jets bombed a market in Toubacta in Mali. A drone hit Tinzaouaten. The hotel in Bamako was hit on Friday.",
    # which of the two fell on Friday?
    "A shell hit a school in Sake. Shells hit a market in Beni. Nobody slept. Aid came. The shells fell on Friday.",
]


@pytest.mark.parametrize("text", TOLD_OF_OTHERS)
def test_a_day_told_of_something_else_is_not_the_attacks(text: str) -> None:
    assert days(told(text))[0] is None


def test_a_list_of_the_days_events_dates_what_it_tells_in_the_present() -> None:
    lines = [
        "- Gunmen on motorcycles attack the village of Fambita in western Niger during prayers.",
        "- The president of Mozambique meets Rwandan officers and thanks them for their help.",
        "- A bomb goes off in Mogadishu as the convoy of the president of Somalia passes by.",
        "- The parliament of Hungary adopts a law that forbids the annual march in the capital.",
        "- The Houthis claim that they have fired two missiles at an air base in Israel.",
    ]
    assert days(told("\n".join(lines)))[0] == "2024-05-15"
    assert not any(days(told(lines[0][2:])))


def test_the_next_day_counts_from_the_attack_and_not_from_the_telling_of_it() -> None:
    text = (
        "Rebels stormed a camp in Boni in Mali on May 9, the army said on Sunday. State television played music. "
        "The next day a rocket hit a house in Gao."
    )
    assert days(told(text)) == ["2024-05-09", "2024-05-10"]


TOLD_BEFORE = [
    # an hour is one of the day that is being told
    ("Fighting broke out on Tuesday near Lachin. Around noon an Azerbaijani jet bombed Goris.", "2024-05-14"),
    ("On 6 May guests had gathered in Bentiu. At about 8 p.m. an army helicopter bombed them.", "2024-05-06"),
    (
        "Drones hit Kirkuk on Sunday. A few hours earlier, gunmen had shot dead two men in Mosul.",
        "2024-05-12",
    ),
    # what one sentence announces, the next one tells
    ("The attack took place on Sunday in Dutse in Nigeria. Gunmen shot dead eleven farmers.", "2024-05-12"),
    ("The first came on Tuesday in Tame in Colombia. A drone dropped a grenade on soldiers.", "2024-05-14"),
    ("Iran shelled Mandali on Monday. Iraq hit back the same night. Iraqi jets bombed Mehran.", "2024-05-13"),
    # of a night that has two dates
    ("Russia attacked Odesa overnight on 8–9 May. On the following night drones hit Izmail.", "2024-05-10"),
    ("Jets bombed Kassala on the night of 3-4 May. The next day gunmen attacked Kosti.", "2024-05-04"),
    # what is recalled sets no clock
    (
        "India struck Bahawalpur in Pakistan on Wednesday, two weeks after gunmen killed 26 people in Pahalgam. "
        "Within hours, Pakistani artillery opened fire on Poonch.",
        "2024-05-15",
    ),
    # "that Sunday" is the one just told
    (
        "The raid at Bunagana on 5 May was the worst. On that Sunday rebels hit a Congolese post.",
        "2024-05-05",
    ),
    # counted from what was told before
    (
        "On 10 May a bomb killed nine people at the market of Jos in Nigeria. Two days after the massacre, gunmen "
        "killed six people in a church at Biu.",
        "2024-05-12",
    ),
    (
        "On 10 May a bomb killed nine people at the market of Jos in Nigeria. Three days before the attack gunmen "
        "had killed six people at Biu.",
        "2024-05-07",
    ),
    # what those who were hit were doing, and what somebody is accused of, was on the day behind it
    ("Sudan accused the rebels of killing six herders near Nyala on Monday.", "2024-05-13"),
]


@pytest.mark.parametrize(("text", "day"), TOLD_BEFORE)
def test_an_attack_is_of_the_day_that_is_being_told(text: str, day: str) -> None:
    assert days(told(text))[-1] == day


NOT_TOLD = [
    # the day of the telling is not the day of what is told
    "Talks go on, officials said on Tuesday. Around noon a jet bombed Goris in Armenia.",
    "Officials said on Tuesday that talks go on. At about 7 p.m. a jet bombed Goris in Armenia.",
    # nor is that of an answer the day of what the other side did, nor that of some of the dead
    "Iran retaliated on Saturday. Israeli jets bombed Latakia in Syria.",
    "Twenty have died since, two of them on Monday. Shells hit Goris in Armenia.",
]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_an_attack_whose_day_nobody_tells_has_none(text: str) -> None:
    assert days(told(text))[-1] is None


def test_a_day_without_a_year_is_of_the_year_in_which_an_undated_text_puts_its_month() -> None:
    text = (
        "The war of May 2021 ended in March 2022. On 12 May 2021 it began; on 14 May jets bombed Gaza City."
    )
    assert days(told(text, None))[-1] == "2021-05-14"


LIVE = """20:40 That ends our coverage for tonight. A summary of the day: the council is to meet on Friday, and shells
fell on Vardenis.

16:30 Azerbaijani drones have struck Armenian positions near Jermuk.

13:15 Armenia's defence ministry says Azerbaijani troops shelled the village of Sotk before dawn.

09:10 On Monday Azerbaijani forces attacked a post near Goris."""


def test_an_entry_of_a_live_blog_that_opens_with_its_hour_tells_of_its_day() -> None:
    assert days(told(LIVE)) == ["2024-05-15", "2024-05-15", "2024-05-15", "2024-05-13"]


CHRONICLE = """Mali: events of May 2024

4 May: A drone strike by the army on a market in Inadiatafane killed nine people.
7 May: Fighters of JNIM attacked a base near Diabaly. The group had raided Ndébougou after shelling it in March.
On the same night, shells landed near Timbuktu, killing a child.
9 May: Algeria recalled its ambassador from Bamako.
"""


def test_what_an_entry_of_a_chronicle_tells_is_of_the_day_that_opens_it() -> None:
    found = told(CHRONICLE)
    market, base, raid, shelling, night = days(found)
    assert (market, base, night) == ("2024-05-04", "2024-05-07", "2024-05-07")
    assert (raid, shelling) == (None, "2024-03")  # what an entry recalls is not of its day
    [recall] = found.actions
    assert recall.when is not None
    assert recall.when.start.iso == "2024-05-09"


def test_a_chronicle_may_tell_in_the_present() -> None:
    found = told(
        "4 March 2024 – Chad closes its border with Sudan. Khartoum has often accused Chad of arming rebels.\n"
        "9 March – Rebels shell the town of Tine. The African Union's chairperson condemns the attack.\n"
        "12 March – Egypt's foreign minister, Badr Abdelatty, arrives in Khartoum. He has met both sides before.\n"
        "1 April – Two Chadian soldiers are killed by a drone in Adre. Chad recalls its ambassador from Khartoum.\n"
    )
    assert days(found)[0] == "2024-03-09"
    acts = {a.type.value: a.when.start.iso if a.when else None for a in found.actions}
    assert acts["BorderClosure"] == "2024-03-04"
    assert acts["Accusation"] is None
    assert acts["Condemnation"] == "2024-03-09"
    assert acts["Visit"] == "2024-03-12"
    assert acts["AmbassadorRecall"] == "2024-04-01"


def test_what_counts_its_days_right_under_a_day_is_of_that_day() -> None:
    text = (
        "12 May\n\nOn 12 May a drone hit the market of Tine in Chad. Nineteen people were killed.\n\n"
        "14 May\n\nTwo days later, a second drone hit a funeral in the south of Tine."
    )
    assert days(told(text)) == ["2024-05-12", "2024-05-14"]


def test_a_date_line_above_one_report_is_no_chronicle() -> None:
    assert days(told("9 May 2024\nDrones hit Atbara in Sudan. A hospital was damaged.")) == [None]


def test_what_is_told_beside_an_attack_has_not_its_day() -> None:
    found = told(
        "A car bomb killed two officers in Arauca on Tuesday, while jets bombed a camp in Catatumbo."
    )
    assert days(found) == ["2024-05-14", None]


def test_shortly_afterwards_counts_from_what_is_told_and_not_from_what_it_answers() -> None:
    found = told(
        "Hezbollah fired 40 rockets at Kiryat Shmona on Tuesday. The group said the barrage was revenge for Monday's "
        "Israeli strike in Nabatieh. Shortly afterwards Israeli artillery shelled Khiam."
    )
    assert days(found)[-1] == "2024-05-14"


def test_what_is_told_beside_a_claim_is_not_of_the_day_of_what_is_claimed() -> None:
    text = (
        "Boko Haram has claimed responsibility for the blast that killed soldiers in Diffa on Sunday, "
        "while Niger's air force bombed one of its camps in Chad."
    )
    assert [s.when.start.iso if s.when else None for s in told(text).strikes] == ["2024-05-12", None]
    text = (
        "Boko Haram has claimed the bomb that killed police officers in Diffa on Sunday, "
        "while Niger's jets bombed one of its camps near Bosso."
    )
    assert [
        s.when.start.iso if s.when else None for s in told(text).strikes if "bombed" in s.mention.span.text
    ] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "The victims of the attack on the hotel in Kismayo were buried on Thursday.",
        "The victims of an attack on a mosque in Jos were laid to rest on Friday.",
        "The army opened an inquiry on Tuesday into the strike on a wedding in Hajjah.",
    ],
)
def test_the_day_of_what_follows_an_attack_is_not_its_own(text: str) -> None:
    assert days(told(text)) == [None]


def test_an_investigation_leaves_the_strikes_their_day() -> None:
    assert days(told("India opened an investigation on Friday into its strikes of 12 May on Pakistan.")) == [
        "2024-05-12"
    ]


def test_who_died_of_an_attack_died_on_the_day_that_is_told() -> None:
    assert days(told("Two victims of the attack on the hotel in Kismayo died on Thursday.")) == ["2024-05-09"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Shells fell on a camp near Goma, killing three children on Tuesday.", "2024-05-14"),
        ("A shell hit a market in Nyala on Friday, wounding six and killing two on Sunday.", "2024-05-10"),
        ("Jets bombed Kidal after rebels attacked a post, killing two on Monday.", None),
    ],
)
def test_the_day_of_those_whom_an_attack_killed_is_its_own(text: str, day: str | None) -> None:
    assert days(told(text))[0] == day


@pytest.mark.parametrize(("text", "first", "last"), WEEKS)
def test_a_week_that_is_not_over_ends_with_the_day_of_publication(text: str, first: str, last: str) -> None:
    when = told(text).strikes[0].when
    assert when is not None
    assert when.end is not None
    assert (when.start.iso, when.end.iso) == (first, last)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("In February bombs from a jet fell on a school in Kutum.", "2024-02"),
        ("In March gunmen from a gang attacked a church in Tambura.", "2024-03"),
        ("On Monday rockets from Lebanon hit a school in Haifa.", "2024-05-13"),
    ],
)
def test_the_month_that_opens_a_sentence_is_that_of_the_attack_and_not_of_its_weapons(
    text: str, day: str
) -> None:
    assert days(told(text)) == [day]


WEEK_IN_BRIEF = """THE WEEK IN BRIEF

• 6 May (Monday), Goma, North Kivu: Three drones of the M23 struck the airport at night. One worker was killed.

• 7 May, Kutum, North Darfur: RSF artillery shelled the besieged town from the morning until dusk.

• 8 May, Kidal, northern Mali: Army warplanes bombed the airport at night, apparently aiming at a cargo aircraft.

• 9 May, near Kaya, Burkina Faso: Unidentified gunmen opened fire on a convoy of 16 trucks. Two drivers were killed.
"""


def test_an_entry_of_a_chronicle_is_headed_by_its_day_and_its_place() -> None:
    found = told(WEEK_IN_BRIEF)
    assert days(found) == ["2024-05-06", "2024-05-07", "2024-05-08", "2024-05-09"]
    assert [names(found, s.places)[0] for s in found.strikes] == ["Goma", "Kutum", "Kidal", "Kaya"]


@pytest.mark.parametrize(
    "text",
    [
        "It was shortly after nine on the evening of 15 April. A jet of the Sudanese army had come in from the north "
        "and dropped two bombs on the hospital in Nyala.",
        "It was a Monday, 15 April. Two Turkish drones struck a farm near Kobani.",
    ],
)
def test_a_sentence_that_tells_but_when_it_was_dates_what_the_next_one_tells(text: str) -> None:
    assert days(told(text)) == ["2024-04-15"]


def test_what_had_happened_earlier_is_not_of_that_day() -> None:
    text = "It was a Monday, 15 April. Three years earlier Turkish drones had struck a farm near Kobani."
    assert "2024-04-15" not in days(told(text))


@pytest.mark.parametrize("said", ["", ", police said", " night, Colombian police said"])
def test_what_was_some_days_before_is_counted_from_the_day_in_a_clause_of_when(said: str) -> None:
    thrown = f"Two people were killed when a grenade was thrown at a stall in Cúcuta on Sunday{said}, "
    text = f"{thrown}five days after a car bomb shook the city."
    assert days(told(text)) == ["2024-05-12", "2024-05-07"]


def test_an_attack_days_later_than_another_is_not_so_many_days_after_somebody_spoke() -> None:
    found = told(
        "The bombing of Goma hurt Kinshasa, diplomats said. The mission said on Saturday that fragments found at the "
        "market came from a bomb. The shelling of Sake two days later hurt the rebels just as much."
    )
    assert days(found) == [None, None]
