"""Agencies: who stands behind wire copy, by the short forms that datelines and bylines use."""

import re

# The short forms as the agencies themselves sign their copy.
_SHORT_FORMS = {
    "AA": "Anadolu Agency",
    "AAP": "Australian Associated Press",
    "AFP": "Agence France-Presse",
    "ANI": "Asian News International",
    "ANP": "Algemeen Nederlands Persbureau",
    "ANSA": "ANSA",
    "AP": "Associated Press",
    "APA": "Austria Presse Agentur",
    "Belga": "Belga",
    "Bernama": "Bernama",
    "Bloomberg": "Bloomberg",
    "CP": "The Canadian Press",
    "dpa": "Deutsche Presse-Agentur",
    "EFE": "EFE",
    "IANS": "Indo-Asian News Service",
    "Interfax": "Interfax",
    "KUNA": "Kuwait News Agency",
    "Kyodo": "Kyodo News",
    "Lusa": "Lusa",
    "NTB": "NTB",
    "PA": "PA Media",
    "PTI": "Press Trust of India",
    "Reuters": "Reuters",
    "Ritzau": "Ritzau",
    "RNZ": "Radio New Zealand",
    "TASS": "TASS",
    "UPI": "United Press International",
    "WAM": "Emirates News Agency",
    "Xinhua": "Xinhua",
    "Yonhap": "Yonhap News Agency",
}
# Further spellings of the same: former names, and names without their article.
_SPELLINGS = {
    "Canadian Press": "The Canadian Press",
    "Press Association": "PA Media",
    "Thomson Reuters": "Reuters",
    "Yonhap": "Yonhap News Agency",
    "Anadolu": "Anadolu Agency",
}
_NAMES = {
    spelling.casefold(): name
    for spelling, name in [
        *_SHORT_FORMS.items(),
        *_SPELLINGS.items(),
        *((n, n) for n in _SHORT_FORMS.values()),
    ]
}
# An agency that is not in the table is known by its last word: "Marram Coast Wire".
_SOUNDS_LIKE_ONE = re.compile(r"[A-Z][\w.’'&-]*(?: (?:of|and|the|[A-Z][\w.’'&-]*)){0,4}")
_LONGEST_CREDIT = 120  # characters, as the story's form has it
_LAST_WORDS = {"agency", "news", "newswire", "press", "wire"}


def credit(text: str) -> str:
    """Return the full name of the agency, or agencies ("AP/AFP"), that ``text`` names; "" when it names none."""
    names = [_full_name(part) for part in text.split("/")]
    together = " and ".join(names)
    return together if all(names) and len(together) <= _LONGEST_CREDIT else ""


def _full_name(text: str) -> str:
    name = " ".join(text.split())
    known = _NAMES.get(name.casefold()) or _NAMES.get(name.casefold().removeprefix("the "))
    return known or (name if _sounds_like_one(name) else "")


def _sounds_like_one(name: str) -> bool:
    first, _, last = name.rpartition(" ")
    return bool(first) and last.casefold() in _LAST_WORDS and bool(_SOUNDS_LIKE_ONE.fullmatch(name))
