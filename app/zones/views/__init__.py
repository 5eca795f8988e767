"""Key zones: what is in force, drafts, imports, announcements; one file for each noun."""

from app.zones.views import announcements, drafts, imports
from app.zones.views.zones import zones

__all__ = ["announcements", "drafts", "imports", "zones"]
