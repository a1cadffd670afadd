"""Screening: facts about a submission in, a verdict with its reasons out; nothing here looks anything up."""
