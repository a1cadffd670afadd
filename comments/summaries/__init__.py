"""Summaries: what the log says of each day and hour, counted once, exactly, and read with what came since."""
