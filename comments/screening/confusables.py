"""Confusables: letters that are taken for the letters a to z, and characters that stand for one in disguise.

A selection of our own of what Unicode's report on security calls confusable (UTS 39), written after Unicode has
taken characters apart and made them small (NFKD, case folding): width, circles and mathematical alphabets are gone
by then, and accents are marks of their own.
"""

_OTHER_LETTERS = (
    # Cyrillic
    (
        "\u0430\u0432\u0433\u0435\u0438\u043a\u043c\u043d\u043e\u043f\u0440\u0441\u0442\u0443\u0445\u044c",
        "abreukmhonpctyxb",
    ),
    (
        "\u044f\u0456\u0458\u0455\u0501\u04bb\u051b\u051d\u0475\u04cf\u050d\u04bd\u049b\u04a3\u04b3\u0493",
        "rijsdhqwvlgekhxf",
    ),
    ("\u04b1\u04af\u04ab\u049d\u04a1\u044d\u0454\u0461\u04ad\u04f7\u04e1", "yyckkeewtrz"),
    # Greek
    (
        "\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c3\u03c4\u03c5",
        "abydeznikuvopotu",
    ),
    ("\u03c7\u03c9\u03f3", "xwj"),
    # Armenian
    ("\u0561\u0563\u0566\u0570\u0575\u0578\u057d\u0585\u0581\u0582\u057c", "wqqhjnuogin"),
    # Latin letters that are another's double, small capitals and turned ones among them
    (
        "\u0131\u0251\u0261\u0269\u028b\u026a\u028f\u0274\u0280\u0299\u0262\u029c\u029f\u1d00\u1d04\u1d05",
        "iagiviynrbghlacd",
    ),
    (
        "\u1d07\ua730\u1d0a\u1d0b\u1d0d\u1d0f\u1d18\ua731\u1d1b\u1d1c\u1d20\u1d21\u1d22\u025b\u0254\u0250",
        "efjkmopstuvwzeoa",
    ),
    ("\u01dd\u028c\u026f\u0287\u028e\u0279\u0265\u029e\u0237\u0275", "evmtyrhkjo"),
)
# Latin letters with a stroke or a hook, which Unicode does not take apart and languages are written with.
_STROKED = (
    (
        "\u00f8\u0111\u0142\u0127\u0167\u0180\u0268\u0289\u01b6\u0247\u0249\u024d\u024f\u023c\u01e5\u2c65",
        "odlhtbiuzejrycga",
    ),
    (
        "\u2c66\u00f0\u00fe\u0192\u0253\u0257\u0260\u0199\u01a5\u01ad\u0188\u0266\u014b\u0272\u0271\u027e",
        "tdpfbdgkptchnnmr",
    ),
    ("\u0282\u0290", "sz"),
)
LOOKALIKES = {
    ord(character): letter
    for characters, letters in (*_OTHER_LETTERS, *_STROKED)
    for character, letter in zip(characters, letters, strict=True)
}
# Beside one of our letters, in one word, they hide what it says; the Turkish i without a dot does not.
HIDING = frozenset(map(ord, "".join(characters for characters, _ in _OTHER_LETTERS))) - {0x131}

# Of these no language is written with one alone, so that a word of them hides what it says in a text of any alphabet:
# Latin letters of phonetics and small capitals, and letters of old or rare Cyrillic.
SPELLED_ODDLY = frozenset(
    code
    for code in LOOKALIKES
    if 0x250 <= code <= 0x2AF
    or 0x1D00 <= code <= 0x1D7F
    or code in {0x501, 0x51B, 0x51D, 0x475, 0xA730, 0xA731}
)

# Letters in signs of their own: negative circled and squared ones, and the letters that flags are made of.
SIGNS = {first + place: chr(ord("a") + place) for first in (0x1F150, 0x1F170, 0x1F1E6) for place in range(26)}

# Figures and signs that are read as letters within a word. The figure 1 is an i or an l, and so are its doubles.
FIGURES = dict(zip("023456789@$\u20ac", "ozeasgtbgase", strict=True))
STROKES = "1!|\xa1"

# One sign for what is typed in several ways: apostrophes, and hyphens with the minus. What stands in for an apostrophe,
# and a space that can be seen, nobody types who does not want to hide something, or has no other keyboard.
DISGUISED_SIGNS = {**dict.fromkeys(map(ord, "\u201b\u02b9\u00b4\u2032`"), "'"), ord("_"): " "}
SAME_SIGN = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), "'"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-"),
    **DISGUISED_SIGNS,
}
