"""Statistics: the page that tells editors how the moderators do, its charts, its tables, and these as files."""
