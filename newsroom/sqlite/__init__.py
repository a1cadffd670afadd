"""SQLite as Django speaks to it, but the threads of a process write one after the other, as they came."""
