"""The demo newsroom: an invented paper as data, read by ``edition`` and given its hours by ``timeline``."""
