"""Boards for supervisors: counts by day, hour, street, team and zone, against the time before. Never of persons."""
