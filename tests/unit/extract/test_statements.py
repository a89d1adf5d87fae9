"""Who said what: speakers, frames and words, in the many ways that news and transcripts tell it."""

from __future__ import annotations

import pytest

from tests.told import names, told

Said = tuple[str, str]


def said(text: str) -> list[Said]:
    """Speaker and content of every statement of a text."""
    found = told(text)
    return [(" and ".join(names(found, t.speakers)), t.content) for t in found.statements]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Mexico's reply was that the border would stay open.",
            "Mexico",
            "the border would stay open",
        ),
        (
            "The Malian army put the toll at 14 dead.",
            "Army of Mali",
            "the toll at 14 dead",
        ),
        (
            "The spokesman of the Kano police, DSP Musa Bala, insisted that nobody was hurt.",
            "Musa Bala",
            "nobody was hurt",
        ),
        (
            "As the defence ministry of Georgia reported, shells fell on Gori overnight.",
            "Defence Ministry of Georgia",
            "shells fell on Gori overnight",
        ),
        (
            "Angola described the offer as an insult.",
            "Angola",
            "the offer as an insult",
        ),
        (
            "Norway warned against any return to fighting.",
            "Norway",
            "against any return to fighting",
        ),
        (
            "“A clinic is not a battlefield,” Colonel Ana Vargas snapped.",
            "Ana Vargas",
            "A clinic is not a battlefield",
        ),
        (
            "Nigeria will send troops, and Ghana has promised trucks, says President Nana Akufo-Addo.",
            "Nana Akufo-Addo",
            "Nigeria will send troops, and Ghana has promised trucks",
        ),
        (
            "President William Ruto announced that Kenya would pay, saying the first aircraft had left Nairobi.",
            "William Ruto",
            "the first aircraft had left Nairobi",
        ),
        (
            "Shells fell on two farms near Kasese, the army's spokesman, Colonel Felix Okot, told reporters.",
            "Felix Okot",
            "Shells fell on two farms near Kasese",
        ),
        (
            "Human Rights Watch said last week that police had beaten monks and accused Laos of silence.",
            "Human Rights Watch",
            "police had beaten monks",
        ),
        (
            "Yoav Gallant, after a meeting in Tel Aviv: “We will not wait for the winter.”",
            "Yoav Gallant",
            "We will not wait for the winter",
        ),
    ],
    ids=lambda value: value[:30],
)
def test_speaker_and_words_are_found_however_the_frame_is_told(text: str, speaker: str, content: str) -> None:
    assert (speaker, content) in said(text)


def test_dateline_is_nobodys_words() -> None:
    text = "LUSAKA, May 14 (Wire) - Two bridges were closed on Monday, the interior ministry of Zambia said."
    assert said(text)[0][1] == "Two bridges were closed on Monday"


def test_two_that_clauses_of_one_verb_are_one_statement() -> None:
    assert said("Peru said that its consul had left and that the office was closed.") == [
        ("Peru", "its consul had left and that the office was closed")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "No group said it was behind the blast in Quetta.",
        "Rwanda neither confirmed nor denied that its soldiers were there.",
        "Nepal's ambassador was called in and told that his visa had expired.",
        "The blasts bring back a past that Colombians believed they had left behind.",
    ],
)
def test_what_nobody_is_told_to_have_said_is_no_statement(text: str) -> None:
    assert said(text) == []


def test_quote_that_runs_on_belongs_to_who_was_quoted_not_to_who_relayed_it() -> None:
    text = "“You must leave,” Petro told him, according to an aide. “There is no other way.”"
    assert {speaker for speaker, _ in said(text)} == {"Petro"}


def test_turns_of_a_transcript_belong_to_the_name_before_the_colon() -> None:
    text = (
        "Briefing by the deputy spokesman, Carlos Vidal.\n\n"
        "Question: Will Spain send more aircraft?\n\n"
        "Mr. Vidal: We have not decided on the number. The minister meets the chiefs of staff tonight.\n\n"
        "Question: And the tanks that Berlin promised?\n\n"
        "Mr. Vidal: The tanks arrived in the port of Odesa yesterday."
    )
    assert said(text) == [
        ("Carlos Vidal", "We have not decided on the number"),
        ("Carlos Vidal", "The minister meets the chiefs of staff tonight"),
        ("Carlos Vidal", "The tanks arrived in the port of Odesa yesterday"),
    ]


def test_a_reporter_in_the_studio_makes_no_statements_of_his_own() -> None:
    text = (
        "HOST: Good evening. Our correspondent in Lima, Ana Torres, joins us. Ana, what happened?\n\n"
        "TORRES: The protest began at noon. The interior minister of Peru said that nobody was hurt.\n\n"
        "HOST: Ana Torres in Lima, thank you."
    )
    assert [content for _, content in said(text)] == ["nobody was hurt"]


def test_we_in_a_quote_is_who_says_it() -> None:
    found = told("“We condemn the raid by Eritrea,” Sudan's foreign ministry said.")
    assert [(a.type.value, names(found, a.initiators)) for a in found.actions] == [
        ("Condemnation", ["Foreign Ministry of Sudan"])
    ]


def test_description_without_a_holder_is_the_person_just_told_of() -> None:
    text = (
        "Theresa May has been speaking in London. “We will not look away,” the prime minister told reporters."
    )
    assert said(text) == [("Theresa May", "We will not look away")]


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        pytest.param(
            "The bombing, said Lebanon's prime minister, Najib Mikati, was a crime against humanity.",
            "Najib Mikati",
            "was a crime against humanity",
            id="the speaker stands behind the verb, within the sentence",
        ),
        pytest.param(
            "Germany, Foreign Minister Annalena Baerbock said, had halted arms exports to Turkey.",
            "Annalena Baerbock",
            "had halted arms exports to Turkey",
            id="a frame between a name and its verb",
        ),
        pytest.param(
            "Iranian state television reported, quoting a commander, that three drones had been shot down.",
            "commander",
            "three drones had been shot down",
            id="who is quoted between commas",
        ),
        pytest.param(
            "Eritrea demanded that Ethiopia free 20 sailors it said were captured near Assab.",
            "Eritrea",
            "were captured near Assab",
            id="who demands says so",
        ),
    ],
)
def test_speaker_is_found_in_the_midst_of_what_he_said(text: str, speaker: str, content: str) -> None:
    assert any(who == speaker and content in words for who, words in said(text)), said(text)


def test_a_quote_that_awaits_its_frame_is_not_the_last_speaker_s_too() -> None:
    text = (
        '"We waited long enough," the foreign minister of Togo said. "We will never tolerate such a thing,"\n'
        "Prime Minister Justin Trudeau told a news conference."
    )
    assert [who for who, words in said(text) if "never tolerate" in words] == ["Justin Trudeau"]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Gunmen stormed a police station in Jalalabad on March 3, the interior ministry said on Sunday.",
            "Gunmen stormed a police station in Jalalabad on March 3",
        ),
        (
            "Jets bombed a bridge near the border with Laos on April 9, the army said late on Thursday.",
            "Jets bombed a bridge near the border with Laos on April 9",
        ),
        (
            "More than 30 troops were killed when rebels stormed a camp in Boni, near Hombori, on June 11, the "
            "Malian army said on Sunday.",
            "More than 30 troops were killed when rebels stormed a camp in Boni, near Hombori, on June 11",
        ),
        (
            "Fighters overran a post in Tahoua on Thursday and killed eleven soldiers, Niger's army said.",
            "Fighters overran a post in Tahoua on Thursday and killed eleven soldiers",
        ),
    ],
)
def test_what_was_said_has_its_own_day_and_not_that_on_which_it_was_said(text: str, content: str) -> None:
    assert [words for _, words in said(text)] == [content]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Six men were pulled from the sea, an official of the Italian coast guard's rescue service Vigilia said.",
            ("official of the Italian coast guard's rescue service", "Six men were pulled from the sea"),
            id="the frame that closes the sentence is nobody's words",
        ),
        pytest.param(
            "The dam was empty, a senior adviser to the Sudanese water minister said.",
            ("senior adviser", "The dam was empty"),
            id="the adviser speaks, not his minister",
        ),
        pytest.param(
            "All crossings were closed and trade with Peru will be reviewed, acting Foreign Minister Carla Mendes"
            " told reporters in La Paz.",
            ("Carla Mendes", "All crossings were closed and trade with Peru will be reviewed"),
            id="who acts as a minister",
        ),
        pytest.param(
            "The Turkish army said its jets had bombed a depot near Dohuk and accused the militants of hiding there.",
            ("Turkish Armed Forces", "its jets had bombed a depot near Dohuk"),
            id="who said it accuses too",
        ),
        pytest.param(
            "The Kenyan presidency said that 40 people had been killed and hundreds hurt, and called the raid"
            ' "a crime without name".',
            ("Presidency of Kenya", "40 people had been killed and hundreds hurt"),
            id="who said it calls it a crime",
        ),
        pytest.param(
            "The Kenyan army shelled the hills and Somali officials fled to the coast and said that ten people died.",
            ("Somali officials", "ten people died"),
            id="the nearest subject speaks",
        ),
        pytest.param(
            'Peru has withdrawn its envoy after President Claudia Sheinbaum called its leader "a usurper" and said'
            " that Mexico would cut all ties.",
            ("Claudia Sheinbaum", "Mexico would cut all ties"),
            id="a finite verb does not go on with the perfect",
        ),
        pytest.param(
            "The Doctors' Union counted 40 dead; the Rescue Committee put the number at 35 and said that 60 people"
            " were hurt.",
            ("Rescue Committee", "60 people were hurt"),
            id="behind a semicolon another speaks",
        ),
        pytest.param(
            'Maduro answered on television. Lula, he said, was "a coward" who hid behind others.',
            ("Maduro", 'Lula was "a coward" who hid behind others'),
            id="he said, of another",
        ),
        pytest.param(
            "More than 60 people were killed when shells hit a mosque in Kadugli, a local doctor and two aid workers"
            " told the BBC, in what may be the worst attack of the year.",
            (
                "local doctor and aid workers",
                "More than 60 people were killed when shells hit a mosque in Kadugli",
            ),
            id="the reporter's remark is not what was said",
        ),
        pytest.param(
            "The Guinean health ministry reported no deaths from the fire.",
            ("Health Ministry of Guinea", "no deaths from the fire"),
            id="a count of none",
        ),
        pytest.param(
            '"We waited for three hours. Then the trucks came. Nobody helped us," said Amina Bello, a teacher in Jos.',
            ("Amina Bello", "We waited for three hours. Then the trucks came. Nobody helped us"),
            id="a quote of several sentences before its frame",
        ),
    ],
)
def test_words_are_cut_from_their_frame_and_given_to_who_said_them(text: str, expected: Said) -> None:
    assert expected in said(text)


def test_a_quote_whose_frame_follows_is_not_the_speaker_s_before_it() -> None:
    text = (
        "Ukraine's defence minister said the line was holding.\n\n"
        '"We will not leave. Whoever strikes us will be struck," Russia\'s defence minister said after the raids.'
    )
    assert [who for who, words in said(text) if "not leave" in words] == ["Russia's defence minister"]


@pytest.mark.parametrize(
    "text",
    [
        "Our correspondent in Lviv counted more than 20 explosions.",
        "The general staff confirmed the raid in a communique read on national television on Monday evening.",
    ],
)
def test_the_outlets_own_words_and_where_they_were_read_are_no_statement(text: str) -> None:
    assert not any("explosions" in words or "television" in words for _, words in said(text))


def test_the_ministry_is_the_one_told_of_before_though_it_has_no_name() -> None:
    text = (
        "At least 35 people were killed in Sanaa on Wednesday, the Houthi-run health ministry said."
        " The strikes hit a depot. The ministry said on Thursday that 131 people had been wounded."
    )
    assert len({who for who, _ in said(text)}) == 1 == len({t.speakers for t in told(text).statements})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The blast injured four people, the Norwegian Refugee Council (NRC) said.",
            ("Norwegian Refugee Council", "The blast injured four people"),
        ),
        (
            "Nine miners, two of them Chinese, were shot dead, Zamfara's police chief, Muhammad Dalijan, said.",
            ("Muhammad Dalijan", "Nine miners, two of them Chinese, were shot dead"),
        ),
        (
            "Eleven clerks, among them an eight-year-old boy, and one soldier were killed in the shelling of three "
            "Thai provinces, Thailand's health minister, Somsak Thepsutin, said.",
            (
                "Somsak Thepsutin",
                "Eleven clerks, among them an eight-year-old boy, and one soldier were killed in the shelling of "
                "three Thai provinces",
            ),
        ),
        (
            "Viv Ansanm leader Jimmy Chérizier, a former police officer, said that children were killed.",
            ("Jimmy Chérizier", "children were killed"),
        ),
        (
            "Secretary-General António Guterres said nobody was safe, his spokesman told reporters in New York.",
            ("António Guterres", "nobody was safe"),
        ),
        (
            "Peru said the vote was “fair” and that it hoped the talks would resume.",
            ("Peru", "the vote was “fair” and that it hoped the talks would resume"),
        ),
        (
            "“My brother told me that soldiers had come at night,” said Amina Yusuf.",
            ("Amina Yusuf", "My brother told me that soldiers had come at night"),
        ),
        (
            "The army of Peru said the target was Hassan Badran, whom it described as a commander.",
            (
                "Army of Peru",
                "the target was Hassan Badran, whom it described as a commander",
            ),
        ),
        (
            "UN peacekeepers in Lebanon said a tank had stopped near their post.",
            ("United Nations", "a tank had stopped near their post"),
        ),
        (
            "“I don't think we need any mediation yet,” foreign ministry spokesman Ali Kone told reporters.",
            ("Ali Kone", "I don't think we need any mediation yet"),
        ),
        (
            "Ansar al-Sunna, an affiliate of Islamic State, is active in Mozambique. The group said it was strong.",
            ("Ahlu Sunna wal Jama'a", "it was strong"),
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_statement_is_told_once_with_who_made_it(text: str, expected: Said) -> None:
    assert said(text) == [expected]


def test_what_is_denied_is_what_the_other_said_and_not_the_sentence_before() -> None:
    text = "A mine wounded five men. Togo said the mine was new; Benin denied this and said they had lost the path."
    assert said(text) == [("Togo", "the mine was new"), ("Benin", "they had lost the path")]
