"""Supervisors look at what was recorded: a work list, decisions, and places to be looked at again."""
