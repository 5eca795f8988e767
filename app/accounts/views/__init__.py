"""Signing in, and the administration of people, teams and phones: one file for each noun."""

from app.accounts.views import application_passwords, devices, teams
from app.accounts.views.persons import people
from app.accounts.views.sessions import MAX_SESSION_BODY, session

__all__ = ["MAX_SESSION_BODY", "application_passwords", "devices", "people", "session", "teams"]
