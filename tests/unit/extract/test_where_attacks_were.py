"""Where an attack was: named deep in its clause, in the sentence before, by who tells of it, or nowhere."""

from __future__ import annotations

import pytest

from tests.told import Attack, attacks, names, told, who_attacked

PLACES = [
    # where the parse hangs the place on somebody else
    ("Fighters opened fire on worshippers leaving a mosque in El Geneina.", ["Geneina"]),
    (
        "A Chadian army post was attacked on Sunday by Boko Haram fighters on the shores of Lake Chad.",
        ["Lake Chad"],
    ),
    ("A raid by coalition aircraft on a prison in Dhamar killed more than 100 detainees.", ["Dhamār"]),
    (
        "Ethiopian troops came under attack from Fano militiamen outside Debre Tabor on Monday.",
        ["Debre Tabor"],
    ),
    ("Having crossed the border at Goronyo, the bandits opened fire on farmers, killing ten.", ["Goronyo"]),
    (
        "Mexican cartel gunmen attacked an army convoy with drones in Sinaloa, killing two soldiers.",
        ["Sinaloa"],
    ),
    ("Islamist militants torched homes and beheaded six villagers in Cabo Delgado.", ["Cabo Delgado"]),
    ("Houthi fighters fired two missiles at the Greek-owned tanker Sounion in the Red Sea.", ["Red Sea"]),
    ("The market, which was bombed by government jets on Sunday, lies in Togoga.", ["Togoga"]),
    # where it is the town's that was named before
    ("Fires burned in Poltava after missiles struck the city's main power station.", ["Poltava"]),
    ("Residents of Nyala fled after shells hit the town's hospital on Friday.", ["Nyala"]),
    (
        "Envoys met in Bahawalpur. Shells killed 12 people in the Poonch district in India, most in the town's market.",
        ["Poonch", "India"],
    ),
    # where the attack is called after the town, or those whom it hit were doing something there
    ("The Barsalogho massacre took place in August, officials in Burkina Faso said.", ["Barsalogho"]),
    ("The Goma shelling was condemned by the United Nations.", ["Goma"]),
    ("Fighters of JNIM opened fire on villagers who were working in fields near Djibo.", ["Djibo"]),
    # where the people were who were shot, abducted or lost their lives in it
    ("Two farmers were shot dead near Goma on Sunday in an attack by rebels.", ["Goma"]),
    ("Three priests were abducted near Jos on Sunday in an attack by bandits.", ["Jos"]),
    ("Two soldiers lost their lives near Kidal on Tuesday in an ambush.", ["Kidal"]),
    ("Four policemen were shot and wounded in Quetta on Monday in a raid on their post.", ["Quetta"]),
    # where another clause or sentence tells it
    ("Shooting erupted in Conakry and four guards were killed by commandos.", ["Conakry"]),
    (
        "Jihadists laid siege to the Malian town of Farabougou and shelled it on Tuesday.",
        ["Mali", "Farabougou"],
    ),
    (
        "Gunmen entered the town of Maru late on Sunday. They killed six people and abducted the imam.",
        ["Maru"],
    ),
    (
        "The village of Kondobo lies in Mali. On Friday jihadists attacked it, killing 12 people.",
        ["Mali", "Kondobo"],
    ),
    (
        "Drones appeared over Bamako late on Monday. Two of them hit the barracks, killing eight cadets.",
        ["Bamako"],
    ),
    ("Residents of Omdurman said drones had bombed the airport before dawn.", ["Omdurman"]),
    ("Iran's Revolutionary Guards fired missiles at what they said was a Mossad base in Erbil.", ["Erbil"]),
    ("Three labourers were shot dead in Quetta by men who had stopped their coach.", ["Quetta"]),
    # where nothing says it
    ("Gunmen entered the town of Maru on Sunday. Elsewhere, bandits shot dead two policemen on Monday.", []),
    ("The Houthis in Yemen fired a missile at the tanker Sounion on Monday.", []),
]


@pytest.mark.parametrize(("text", "places"), PLACES, ids=[p[0][:50] for p in PLACES])
def test_an_attack_has_the_place_that_its_surroundings_name(text: str, places: list[str]) -> None:
    found = told(text)
    assert len(found.strikes) == 1
    shown = names(found, found.strikes[0].places)
    assert len(shown) == len(places)
    assert all(expected in name for expected, name in zip(places, shown, strict=True))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Two soldiers were killed in an ambush in Logar on Monday.", "Afghanistan"),
        ("Rebels attacked a police station in Apure on Monday.", "Venezuela"),
        ("Gunmen attacked a bus in Diyala on Monday.", "Iraq"),
        ("Air defences shot down Russian drones over Vinnytsia.", "Ukraine"),
        ("Drones attacked a terminal near St Petersburg on Sunday.", "Russia"),
    ],
)
def test_an_attack_strikes_the_state_of_the_region_where_it_was(text: str, state: str) -> None:
    found = told(text)
    assert [names(found, s.targets) for s in found.strikes] == [[state]]


@pytest.mark.parametrize(
    ("text", "attackers", "targets"),
    [
        ("A bus was fired upon by masked men in Egypt's Minya province.", [], ["Egypt"]),
        (
            "A senior Hamas official was assassinated in Doha in an Israeli strike.",
            ["Israel"],
            ["Hamas", "Qatar"],
        ),
        ("A Venezuelan soldier died in an ambush by M23 rebels.", ["March 23 Movement"], ["Venezuela"]),
        ("El Fasher saw a fresh wave of drone strikes on Monday.", [], ["Sudan"]),
        (
            "The killing of 22 villagers by militiamen in Ituri was condemned.",
            [],
            ["Democratic Republic of the Congo"],
        ),
        ("Men on a motorbike gunned down a journalist in Tegucigalpa.", [], ["Honduras"]),
        ("Hit by a Russian glide bomb on Saturday, the depot in Kharkiv burned.", ["Russia"], ["Ukraine"]),
        ("Taliban fighters wounded two Iranian border guards at a post.", ["Taliban"], ["Iran"]),
        ("Jihadists detonated two vehicles packed with explosives in Diffa, Niger.", [], ["Niger"]),
        (
            "A reservist died when his lorry drove over a bomb laid by al-Shabaab in Kenya.",
            ["al-Shabaab"],
            ["Kenya"],
        ),
        (
            "Shrapnel from an Iranian ballistic missile killed a labourer in Ramallah.",
            ["Iran"],
            ["Palestine"],
        ),
        ("No group has claimed the massacre in Djibo.", [], ["Burkina Faso"]),
    ],
)
def test_an_attack_is_told_in_many_ways(text: str, attackers: list[str], targets: list[str]) -> None:
    found = told(text)
    assert [(names(found, s.attackers), names(found, s.targets)) for s in found.strikes] == [
        (attackers, targets)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A gas explosion killed six people in a restaurant in Hunan province.",
        "The blast of cold air that hit Chicago on Monday killed two people.",
        "Russia and Belarus began exercises near Brest on Friday, firing missiles at mock targets.",
        "Thousands gathered in Hiroshima to mark the anniversary of the atomic bombing.",
        "During the Second World War, German bombers destroyed much of Coventry.",
        "Ten years after the Westgate mall attack, survivors gathered in Nairobi.",
        "A wave of cyber attacks hit banks in Estonia on Friday.",
        "The minister survived a vote after a barrage of criticism in Lima.",
        "A boat capsized in Sokoto, killing nine.",
        "A former soldier was charged in Berlin with shelling a village in Bosnia in 1993.",
        "Four soldiers were killed by an explosion as they dismantled a rocket in Lebanon.",
    ],
)
def test_what_only_sounds_like_an_attack_is_none(text: str) -> None:
    assert told(text).strikes == ()


AT_SEA = [
    # a ship that is hit lies in the one sea that the article names
    (
        "Another freighter was attacked with missiles on Friday. Shipping in the Red Sea has fallen.",
        ["Red Sea"],
    ),
    (
        "American forces destroyed a boat of the gang on Monday. Patrols in the Caribbean go on.",
        ["Caribbean"],
    ),
    # not where it lies in a port, nor where the article names two seas
    ("A drone hit a tanker in port on Friday. Shipping in the Red Sea has fallen.", []),
    ("A drone hit a tanker on Friday. Ships leave the Red Sea and the Black Sea.", []),
]


NO_PLACES = [
    # peoples stand where places stand
    ('"The militia is firing at Arabs and Jews in Haifa alike," an army spokesman said.', {"Haifa"}),
    ("Rebels killed 30 Tutsi in the Virunga National Park on Monday.", {"Virunga National Park"}),
    ("A Ukrainian drone hit a ferry in Kherson on Monday.", {"Kherson"}),
]


@pytest.mark.parametrize(("text", "places"), NO_PLACES)
def test_peoples_are_no_places(text: str, places: set[str]) -> None:
    found = told(text)
    assert {p for s in found.strikes for p in names(found, s.places)} == places


@pytest.mark.parametrize(("text", "places"), AT_SEA)
def test_a_ship_without_a_place_was_hit_in_the_only_sea_named(text: str, places: list[str]) -> None:
    found = told(text)
    assert [p for s in found.strikes for p in names(found, s.places)] == places


@pytest.mark.parametrize("happened", ["took place", "unfolded"])
def test_an_attack_is_where_the_sentence_before_announces_it(happened: str) -> None:
    found = told(f"The attack {happened} on Sunday in Dutse in Nigeria. Gunmen shot dead eleven farmers.")
    assert "Dutse" in names(found, found.strikes[-1].places)


def test_a_place_between_commas_behind_another_attack_is_not_that_attacks() -> None:
    found = told("A day after the attack on Djibo, in the town of Arbinda, gunmen shot dead five teachers.")
    assert [names(found, s.places) for s in found.strikes] == [["Djibo"], ["Aribinda"]]


TAKEN_UP = [
    # "the hotel" is the one told of before, where one alone was
    ("The Palm Hotel in Baidoa was full. Gunmen of al-Shabaab stormed the hotel.", "Baidoa"),
    # who comes back comes to the same place
    ("Jets bombed Kidal in Mali on Monday. The jets returned on Tuesday and destroyed six houses.", "Kidal"),
    # nothing is near a person, whatever an unknown name looks like
    ("Twenty Beninese soldiers died in a raid near Karimama claimed by the rebels.", "Karimama"),
]


@pytest.mark.parametrize(("text", "place"), TAKEN_UP)
def test_an_attack_is_at_the_place_that_its_words_take_up(text: str, place: str) -> None:
    found = told(text)
    assert place in names(found, found.strikes[-1].places)


def test_the_camp_is_not_the_one_told_of_before_where_another_town_is_told_of_between() -> None:
    text = (
        "Fighters stormed the camp at Labgo in Burkina Faso on Sunday and killed soldiers. "
        "In Djibo, the day began with a blast. Gunmen then opened fire at the gate of the camp."
    )
    assert all("Labgo" not in names(told(text), s.places) for s in told(text).strikes[1:])


def test_a_quarter_of_a_city_is_not_the_town_elsewhere_that_has_its_name() -> None:
    found = told(
        "Russian bombs hit Zaporizhzhia in Ukraine on Tuesday. Two bombs fell on the"
        " Shevchenkivskyi district of the city."
    )
    assert {p.name: p.entry for p in found.places if "Shevchenkivskyi" in p.name} == {
        "Shevchenkivskyi district": None
    }
    assert "place/zaporizhzhia" in {p.entry for p in found.places}
    just_named = told(
        "Russian bombs hit the Ukrainian city of Zaporizhzhia on Tuesday. Two bombs fell on a clinic in the"
        " Shevchenkivskyi district."
    )
    assert {p.entry for p in just_named.places if "Shevchenkivskyi" in p.name} == {None}
    kyiv = told("Russian drones hit the Shevchenkivskyi district in Ukraine on Tuesday.")
    assert "place/shevchenkivskyi" in {p.entry for p in kyiv.places}
    near = told("Israeli jets bombed the Rimal neighbourhood of Gaza City on Friday.")
    assert {"place/rimal", "place/gaza-city"} <= {p.entry for p in near.places}


@pytest.mark.parametrize(
    ("text", "attack"),
    [
        # a village has the name of a city far away
        (
            "A convoy left Gao for Ansongo when it came under fire near the village of Kobe, some 30 kilometres from "
            "the city.",
            ([], [], ["Kobe"]),
        ),
        # where roads come from is not where the lorries are
        ("Rebels attacked lorries on the roads from Chad and Niger.", (["Rebels"], [], [])),
        # who speaks of it is not where it was
        ("Missiles hit a depot near Tolkien on Sunday. Kenya urged restraint.", ([], [], ["Tolkien"])),
        ("Missiles hit a depot near Tolkien, said the mayor, who blamed Russia.", None),
    ],
)
def test_no_state_is_hit_that_is_only_spoken_of(text: str, attack: tuple[list[str], ...] | None) -> None:
    found = told(text)
    if attack is not None:
        assert attacks(found)[0] == attack
    assert not {"Japan", "Chad", "Niger", "Kenya", "Russia"} & {
        name for s in found.strikes for name in names(found, s.targets)
    }


def test_the_same_city_is_the_one_just_named() -> None:
    found = told(
        "Missiles slammed into a power station in Poltava at dawn. Two days earlier drones had hit a substation in the "
        "same city."
    )
    assert [attack[2] for attack in attacks(found)] == [["Poltava"], ["Poltava"]]


def test_a_killing_that_ranks_among_the_deadliest_attacks_is_told_all_the_same() -> None:
    found = told(
        "A suicide bomber killed five people outside a bank in Kunduz on Tuesday, in one of the deadliest attacks in "
        "the country for months."
    )
    assert attacks(found) == [([], ["Afghanistan"], ["Kunduz"])]


def test_fire_of_a_state_that_wounds_soldiers_is_its_attack() -> None:
    found = told(
        "Pakistan's army said on Thursday that Indian fire across the line had wounded two of its soldiers."
    )
    assert [attack[0] for attack in attacks(found)] == [["India"]]


def test_a_state_that_only_acts_beside_an_unknown_town_is_not_where_it_was() -> None:
    found = told(
        "Gran Grif gunmen attacked Pont-Sonde in Haiti on Thursday. The Dominican Republic put its troops at the "
        "border on alert. In February 2023 gunmen killed six policemen in an attack on the station of Liancourt."
    )
    assert [attack[1] for attack in attacks(found)] == [["Haiti"], []]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (
            "Six Guyanese soldiers were wounded when armed men fired at their boat on the Cuyuni river.",
            "Guyana",
        ),
        ("On 17 February two Thai rangers were wounded when gunmen shot at their truck.", "Thailand"),
        ("Three Kenyan soldiers were killed when gunmen fired at their vehicle near Liboi.", "Kenya"),
    ],
)
def test_whose_soldiers_an_attack_hurts_is_whom_it_hit(text: str, state: str) -> None:
    [(attackers, targets, _)] = attacks(told(text))
    assert (attackers, targets) == ([], [state])


def test_an_army_that_says_what_it_hit_need_not_have_fought_at_home() -> None:
    found = told(
        "Thailand asked the council to act. The Thai air force says it hit rocket launchers and nothing else. The raid "
        "answered the rocket fire that struck a petrol station in Kantharalak, on the Thai side."
    )
    assert (["Thailand"], ["Thailand"], []) not in attacks(found)


@pytest.mark.parametrize(
    ("text", "attack"),
    [
        (
            "Mali's army struck the town of Tinzaouaten on the Algerian border with drones.",
            (["Mali"], ["Mali"], ["Tinzaouaten"]),
        ),
        ("Jets struck a town on the Algerian border, killing ten.", ([], [], [])),
        ("Gunmen attacked a post near the border with Niger on Monday.", ([], [], [])),
        ("Gunmen killed three men in a village 15 km from the Pakistani frontier.", ([], [], [])),
    ],
)
def test_a_border_is_neither_hit_nor_where_it_was(text: str, attack: Attack) -> None:
    assert all(found == attack for found in attacks(told(text)))


def test_the_same_camp_is_where_the_one_told_of_lies() -> None:
    found = told(
        "Jets bombed the Kakuma camp on Monday. On Wednesday three children were killed in the same camp."
    )
    assert [attack[2] for attack in attacks(found)] == [["Kakuma"], ["Kakuma"]]


def test_a_town_in_a_state_of_which_nothing_is_told_is_nobodys_ground() -> None:
    found = told(
        "Gunmen of JNIM attacked an army post in Djibo in Burkina Faso in March. Many fled at once. The convoy left "
        "Maroua at dawn. The leading car was destroyed by an improvised explosive device south of Kwamba."
    )
    assert all("Cameroon" not in targets for _, targets, _ in attacks(found))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Fighters attacked a convoy of the Malian army south of the town of Kidal.", ["Kidal"]),
        ("Fighters attacked a convoy of the Africa Corps north of the town of Zinder.", ["Zinder"]),
        ("Gunmen attacked the Malian army, based south of the town of Kidal.", []),
    ],
)
def test_an_attack_south_of_a_town_is_put_there_whatever_the_parse_hangs_it_on(
    text: str, places: list[str]
) -> None:
    [(_, _, found)] = attacks(told(text))
    assert found == places


def test_fire_that_is_returned_falls_where_it_is_aimed_and_not_where_the_first_fell() -> None:
    found = told(
        "Two mortar rounds landed in the Turkish town of Akcakale on Wednesday. The Turkish military returned fire at "
        "positions of the Syrian army."
    )
    assert attacks(found)[1] == (["Turkey"], ["Syria"], [])


def test_a_group_with_a_hyphen_in_its_description_is_called_by_all_of_it() -> None:
    found = told("On Friday Iran-backed militias fired rockets at a base in Deir ez-Zor, Syria.")
    assert attacks(found)[0][0] == ["Iran-backed militias"]


def test_whom_a_strike_killed_was_killed_where_the_strike_was() -> None:
    found = told("Israel said that it eliminated a Hezbollah commander in a strike in Nabatieh, Lebanon.")
    assert attacks(found) == [(["Israel"], ["Hezbollah", "Lebanon"], ["Nabatieh", "Lebanon"])]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "On 2 April gunmen killed 12 people who had gathered for a wedding at Fakai, in Kebbi state.",
            "Fakai",
        ),
        ("A drone killed nine farmers who were queuing at a mill in Tigray.", "Tigray"),
    ],
)
def test_where_those_who_were_killed_had_gathered_is_where_it_was(text: str, places: str) -> None:
    [(_, _, found)] = attacks(told(text))
    assert found[0] == places


def test_where_those_who_were_killed_had_come_from_is_not() -> None:
    [(_, _, found)] = attacks(told("Gunmen killed 12 people who had fled from Goma on Monday."))
    assert found == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("GOMA – Rebels attacked a hotel in this eastern city on Sunday, killing 16 people.", ["Goma"]),
        ("GOMA – Rebels attacked a hotel in that eastern city on Sunday, killing 16 people.", []),
    ],
)
def test_this_town_is_the_one_that_the_report_opens_with(text: str, places: list[str]) -> None:
    [(_, _, found)] = attacks(told(text))
    assert found == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rockets struck the Kabkabiya football pitch on Saturday, killing 12 children.", ["Kabkabiya"]),
        ("Missiles struck the Dnipro apartment block on Monday.", ["Dnipro"]),
        # whose it is, or what it is called after
        ("Missiles struck the Russia tower on Monday.", []),
        ("Gunmen stormed the Cairo hotel in Baidoa on Monday.", ["Baidoa"]),
    ],
)
def test_a_building_that_a_town_gives_its_name_is_there(text: str, places: list[str]) -> None:
    assert [found for _, _, found in attacks(told(text))] in ([places], [])


@pytest.mark.parametrize(
    "text",
    [
        "A suicide bomber blew himself up at an army checkpoint on the outskirts of Baidoa, killing six soldiers.",
        "A bomb exploded at a checkpoint on the outskirts of Baidoa, killing six soldiers.",
    ],
)
def test_the_outskirts_of_a_town_are_where_its_name_is(text: str) -> None:
    assert attacks(told(text)) == [([], ["Somalia"], ["Baidoa"])]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            "The Houthis attacked the Greek-owned bulk carrier Northern Light in the Gulf of Aden on Monday.",
            ["Gulf of Aden"],
        ),
        ("In March the Houthis sank the Panama-flagged tanker Coral Harmony and killed two of its crew.", []),
        (
            "The Liberia-flagged Aegean Star was on its way to Suez. "
            "The Houthis said they had targeted the Aegean Star because its owner traded with Israel.",
            [],
        ),
    ],
)
def test_a_ship_is_no_place_whatever_it_is_called_after(text: str, places: list[str]) -> None:
    found = told(text)
    assert [names(found, s.places) for s in found.strikes] == [places]


def test_who_did_something_to_a_ship_is_not_its_name() -> None:
    assert who_attacked(told("The tanker Iran sent to Syria was attacked by Israel on Monday.")) == [
        ["Israel"]
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "The Somali army said al-Shabaab had attacked a base on Monday in the vicinity of Masagaway, "
            "some 300 km north of Mogadishu.",
            "Masagaway",
        ),
        ("AFRICOM conducted an airstrike in the vicinity of El Baraf, about 90 km from Jowhar.", "El Baraf"),
    ],
)
def test_in_the_vicinity_of_a_town_is_there_and_not_so_many_miles_from_another(text: str, place: str) -> None:
    found = told(text)
    assert [names(found, s.places) for s in found.strikes] == [[place]]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # towns that the gazetteer knows, though the model takes them for men
        ("Nigeria's senate recalled the victims of the bombing of Chibok.", ["Chibok"]),
        ("Ukraine said the shelling of Dzhankoi had killed two soldiers on Friday.", ["Dzhankoy"]),
        ("Kenya withdrew its envoy two days after the rocket attack on Lodwar.", ["Lodwar"]),
        ("The rockets that hit Kiryat Shmona on Friday killed seven people in Israel.", ["Kiryat Shmona"]),
        # names that no list knows: nobody shells a man
        ("The shelling of Tesseney in Eritrea cost 20 lives.", ["Tesseney", "Eritrea"]),
        ("Sudan protested two days after the mortar attack on Wad Tukul.", ["Wad Tukul"]),
        ("The drone strike on the market at Wad Tukul in Sudan killed eight people.", ["Wad Tukul", "Sudan"]),
        ("Nine people were killed in the rocket attack on Wad Tukul market.", ["Wad Tukul"]),
        # a place that the parse hangs on the hour
        ("Shells came down shortly after 7 a.m. in Tolo district, a spokesman for the army said.", ["Tolo"]),
    ],
)
def test_what_is_shelled_is_a_town_though_it_may_sound_like_a_man(text: str, places: list[str]) -> None:
    found = told(text)
    assert names(found, found.strikes[0].places) == places


@pytest.mark.parametrize(
    "text",
    [
        "The United States carried out a drone strike on Qasem Soleimani on Friday.",
        "Israel denied that the air strike on Hassan Rostami had killed anybody.",
        "Ecuador condemned the attack on Fernando Vargas, a candidate for mayor.",
    ],
)
def test_a_man_who_is_attacked_is_no_town(text: str) -> None:
    assert not any(strike.places for strike in told(text).strikes)


def test_what_an_army_says_of_an_attack_at_home_lies_where_that_was() -> None:
    found = told(
        "Burundi closed the border on Monday. On Friday a drone strike on a wedding near Minembwe killed 11 people, "
        "according to residents. Congo's military said it had hit a gathering of terrorists."
    )
    assert [a[1] for a in attacks(found)][-1] == ["Democratic Republic of the Congo"]
