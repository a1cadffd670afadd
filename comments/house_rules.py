"""House rules: what the newsroom asks of a reply, shown above the form and named in a rejection."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HouseRule:
    """One rule: a stable code for the log, its number, the sentence readers see, a label for moderators."""

    code: str
    number: int
    text: str
    label: str


# Shown above the form, always: rules that are seen are kept more often (Matias, PNAS 2019).
HOUSE_RULES = (
    HouseRule("person", 1, "Argue with the point, not with the person.", "Attacks a person"),
    HouseRule("story", 2, "Stay with this story, and say how you know.", "Off the story"),
    HouseRule("private", 3, "Keep private lives and advertising out of it.", "Private or advert"),
)
UNLAWFUL = HouseRule("unlawful", 4, "Nothing that the law forbids.", "Unlawful")

# What a moderator can reject for.
REASONS = {rule.code: rule for rule in (*HOUSE_RULES, UNLAWFUL)}
