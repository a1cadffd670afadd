"""Whole: all that the rules may need to know, and all that the newsroom has set, a part for each group of rules."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from comments.screening.evidence import EvidencePolicy
from comments.screening.links import LinkFacts, LinkPolicy
from comments.screening.person import PersonFacts, PersonPolicy
from comments.screening.private import PrivatePolicy
from comments.screening.rate import RateFacts, RatePolicy
from comments.screening.repetition import RepetitionFacts, RepetitionPolicy
from comments.screening.reporting import ReportPolicy
from comments.screening.score import ScorePolicy
from comments.screening.shapes import Finding, Submission
from comments.screening.story import StoryFacts
from comments.screening.trust import TrustFacts, TrustPolicy
from comments.screening.words import WordPolicy
from comments.screening.writing import WritingFacts, WritingPolicy


@dataclass(frozen=True)
class Facts:
    """All that a rule may need to know beside the submission; gathered by ``comments.facts``."""

    links: LinkFacts = field(default_factory=LinkFacts)
    person: PersonFacts = field(default_factory=PersonFacts)
    rate: RateFacts = field(default_factory=RateFacts)
    repetition: RepetitionFacts = field(default_factory=RepetitionFacts)
    story: StoryFacts = field(default_factory=StoryFacts)
    trust: TrustFacts = field(default_factory=TrustFacts)
    writing: WritingFacts = field(default_factory=WritingFacts)


@dataclass(frozen=True)
class Policy:
    """What the newsroom has set; the defaults are WordPress' where it has them.

    ``off`` are the codes of the rules that are switched off. It is not available when what was set cannot be loaded,
    and these are the defaults.
    """

    evidence: EvidencePolicy = field(default_factory=EvidencePolicy)
    links: LinkPolicy = field(default_factory=LinkPolicy)
    person: PersonPolicy = field(default_factory=PersonPolicy)
    rate: RatePolicy = field(default_factory=RatePolicy)
    repetition: RepetitionPolicy = field(default_factory=RepetitionPolicy)
    trust: TrustPolicy = field(default_factory=TrustPolicy)
    words: WordPolicy = field(default_factory=WordPolicy)
    writing: WritingPolicy = field(default_factory=WritingPolicy)
    private: PrivatePolicy = field(default_factory=PrivatePolicy)
    score: ScorePolicy = field(default_factory=ScorePolicy)
    reports: ReportPolicy = field(default_factory=ReportPolicy)
    off: frozenset[str] = frozenset()
    is_available: bool = True


Rule = Callable[[Submission, Facts, Policy], Iterable[Finding]]
