"""Wire: stories from outside, made into drafts."""
