"""What readers say and what was decided about it: one file a concept."""

from comments.models.comment import Comment
from comments.models.counter import Counter, Repeat
from comments.models.log import LogDetail, LogEntry

__all__ = ["Comment", "Counter", "LogDetail", "LogEntry", "Repeat"]
