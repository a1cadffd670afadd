"""Keys: which key of the desk does what, as the list of them says it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """A key, and what it does; ``is_letter`` when a moderator may choose another in its place."""

    name: str
    does: str
    then: str = ""

    @property
    def is_letter(self) -> bool:
        """Whether it can be changed."""
        return self.name.isalpha()


KEYS = (
    Key("j", "Next card"),
    Key("k", "Card before"),
    Key("a", "Approve"),
    Key("d", "Reject by house rule", "then its number"),
    Key("s", "Spam"),
    Key("t", "Trash"),
    Key("p", "Approve and pick"),
    Key("u", "Undo, for a minute"),
    Key("e", "Escalate with a note"),
    Key("n", "Note on the commenter"),
    Key("m", "Say why, with the decision"),
    Key("r", "Answer as the newsroom"),
    Key("c", "Close or open the thread"),
    Key("h", "Redact: hide personal data"),
    Key("b", "Ban, with options"),
    Key("o", "Open on the story"),
    Key("x", "Select; with shift, all up to here"),
    Key("/", "Search"),
    Key("1–9", "The first nine views"),
    Key("0", "The tenth view"),
    Key("?", "This list"),
)
