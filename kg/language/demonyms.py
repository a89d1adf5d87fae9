"""Names of nationalities and peoples: what becomes a NORP entity outside any longer name.

None of the open corpora marks nationalities in one way, so the model is not asked: a listed word that
is in no other entity is a NORP. The list is the project's own.
"""

from __future__ import annotations

# Left out, because capitalised they are as often something else: Western, Islamist, Christian, Orthodox,
# English; and Houthi, which in the news is an armed group.
_SINGULAR = """
Abkhaz Afghan African Ahmadi Alawite Albanian Alevi Algerian American Amhara Andorran Angolan Arab
Argentine Argentinian Armenian Asian Australian Austrian Azerbaijani Azeri Bahamian Bahraini Baloch
Bangladeshi Barbadian Basque Belarusian Belgian Belizean Beninese Bhutanese Bolivian Bosnian
Botswanan Brazilian British Briton Bruneian Buddhist Bulgarian Burkinabe Burmese Burundian Cambodian
Cameroonian Canadian Catalan Catholic Chadian Chechen Chilean Chinese Circassian Colombian Comorian
Congolese Copt Cossack Croat Croatian Cuban Cypriot Czech Dane Danish Darfuri Djiboutian Dominican
Druze Dutch Ecuadorean Ecuadorian Egyptian Emirati Equatoguinean Eritrean Estonian Ethiopian
European Fijian Filipino Finn Finnish Flemish French Fulani Gabonese Gambian Gazan Georgian German
Ghanaian Greek Grenadian Guatemalan Guinean Guyanese Haitian Hausa Hazara Hindu Honduran Hungarian
Hutu Icelander Icelandic Igbo Indian Indonesian Iranian Iraqi Irish Israeli Italian Ivorian Jamaican
Japanese Jew Jewish Jordanian Kashmiri Kazakh Kazakhstani Kenyan Korean Kosovan Kosovar Kurd Kurdish
Kuwaiti Kyrgyz Lao Laotian Latvian Lebanese Lesothan Liberian Libyan Lithuanian Luxembourgish
Macedonian Malagasy Malawian Malaysian Maldivian Malian Maltese Maronite Mauritanian Mauritian
Mexican Moldovan Mongolian Montenegrin Moroccan Mozambican Muslim Namibian Nepalese Nepali
Nicaraguan Nigerian Nigerien Norwegian Omani Oromo Ossetian Pakistani Palestinian Panamanian Papuan
Paraguayan Pashtun Persian Peruvian Pole Polish Portuguese Protestant Punjabi Qatari Rohingya
Romanian Russian Rwandan Salvadoran Samoan Saudi Scot Scottish Senegalese Serb Serbian Shi'ite Shia
Shiite Sikh Sindhi Singaporean Slovak Slovakian Slovene Slovenian Somali Somalilander Spaniard
Spanish Sudanese Sunni Surinamese Swazi Swede Swedish Swiss Syrian Taiwanese Tajik Tamil Tanzanian
Thai Tibetan Tigrayan Timorese Togolese Tongan Trinidadian Tuareg Tunisian Turk Turkish Turkmen
Tutsi Ugandan Uighur Ukrainian Uruguayan Uyghur Uzbek Venezuelan Vietnamese Welsh Yazidi Yemeni
Yoruba Zambian Zimbabwean
"""
_IRREGULAR = """
Argentines Brit Brits Christians Dutchman Dutchmen Emiratis Englishman Englishmen Filipina Filipinas
Filipinos Frenchman Frenchmen Irishman Irishmen Muslims Scotsman Shiites Sunnis
"""


def _forms(stem: str) -> set[str]:
    plural = not stem.endswith(("ese", "sh", "ch", "Swiss"))
    return {stem, f"{stem}s"} if plural else {stem}


DEMONYMS: frozenset[str] = frozenset(_IRREGULAR.split()).union(*(_forms(stem) for stem in _SINGULAR.split()))
"""Single capitalised words, singular and plural."""
