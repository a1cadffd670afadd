"""PostgreSQL as Django speaks to it, but a host that says nothing holds up one thread of a process at a time."""
