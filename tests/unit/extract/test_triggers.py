"""Which sentences tell of an attack: rare words that do, and common ones that here do not."""

from __future__ import annotations

import pytest

from kg.model import Factuality
from tests.told import told

TOLD = [
    "Russian jets flattened a warehouse in Kharkiv on Monday.",
    "Warplanes flattened a block of flats in Gaza City on Saturday.",
    "Turkish F-16s hit caves in Dohuk on Saturday.",
    "A block of flats in Odesa was reduced to rubble by a missile.",
    "A Russian drone dived onto a van near Kherson.",
    "A shell came through the roof of a clinic in Omdurman, Sudan.",
    "Gunmen torched a church in Cabo Delgado on Sunday.",
    "Fighters laid waste to three villages in Zamfara.",
    "Militiamen set upon a camp in Ituri and killed nine people.",
    "The governor's car was raked with gunfire in Kandahar.",
    "Herders slaughtered 30 villagers in Benue on Friday.",
    "The mayor of Kharkiv was assassinated in Kyiv on Friday.",
    "Insurgents gunned down a former officer in Homs on Sunday.",
    "An Israeli sniper shot a farmer near Nabatieh.",
    "Rebels slit the throats of four farmers in Kasese in Uganda.",
    "Gunmen executed eleven villagers in Mali.",
    "M23 fighters raided two hospitals in Goma and took away 116 patients.",
    "Four soldiers were shot dead at their post in Syunik on Tuesday, in the worst incident of the war.",
    "A woman blew herself up near a mosque in Kampala.",
    "A driver ploughed a car into a market in Magdeburg, killing six.",
    "A hail of Hezbollah rockets ended the calm in Haifa.",
    "A car packed with explosives was blown up at the entrance to the military camp at Gao in Mali.",
    "A lorry full of explosives exploded outside an army base in Cali, Colombia, on Thursday.",
    "A car bomb was detonated outside a bank in Medellin, Colombia, on Monday.",
    "Ukraine said it was behind the blast that wrecked a bridge in Bryansk.",
    "The downing of a helicopter by a missile over Kursk killed five.",
]
NOT_TOLD = [
    "Engineers blew up an old bridge in Kenya on Monday.",
    "The police blew up a bag left at the airport of Nairobi.",
    "A gas tank exploded in Ghana on Monday, killing six.",
    "Greek gunners fired at a ferry during a drill off Crete.",
    "The navies of Egypt and France practised firing at targets at sea.",
    "Four men went on trial for the bombing of a mosque in Abuja.",
    "Prosecutors charged six officers over the shelling of a market in Sarajevo.",
    "The pope called for an end to the bombing of Gaza.",
    "The shelling of Kharkiv has stopped.",
    "Did Israel bomb the hospital in Gaza?",
    "Troops raided Nablus overnight and arrested fourteen men.",
    "Oil workers called off their strike against the refinery in Lagos.",
    "A ransomware attack struck the airport of Brussels.",
    "An Air India jet crashed into a hostel in Ahmedabad.",
    "Azerbaijan opened its first embassy in Israel.",
    "Guerrillas burned their rifles in a cave in Iraq.",
    "Serbs threw stun grenades at soldiers in Kosovo.",
    "A court in Iran executed two men.",
    "A faulty heating device exploded in a hostel in Omsk, hurting six.",
]


@pytest.mark.parametrize("text", TOLD)
def test_attack_is_told(text: str) -> None:
    real = {Factuality.ASSERTED, Factuality.CLAIMED}
    assert any(s.mention.factuality in real for s in told(text).strikes)


@pytest.mark.parametrize("text", NOT_TOLD)
def test_no_attack_is_told(text: str) -> None:
    real = {Factuality.ASSERTED, Factuality.CLAIMED}
    assert [s.mention.span.text for s in told(text).strikes if s.mention.factuality in real] == []
