"""What goes in and out of the zones' views."""

from app.zones.schemas.affected import AffectedOut, AffectedQuery
from app.zones.schemas.announcements import AnnouncementIn
from app.zones.schemas.coverage import CoverageOut, CoverageQuery
from app.zones.schemas.drafts_in import (
    AnnounceIn,
    ConfirmIn,
    DraftIn,
    DraftPatch,
    DraftsQuery,
    RepairIn,
    RevisionIn,
    RevisionQuery,
    ScanQuery,
)
from app.zones.schemas.drafts_out import DraftOut, DraftsOut
from app.zones.schemas.imports import BINARY, SCAN, ChosenFeaturesIn, ImportIn, ImportPreviewOut, SystemsOut, form
from app.zones.schemas.zones import AnnouncedOut, VersionsOut, ZonesQuery, ZoneStatesOut

__all__ = [
    "BINARY",
    "SCAN",
    "AffectedOut",
    "AffectedQuery",
    "AnnounceIn",
    "AnnouncedOut",
    "AnnouncementIn",
    "ChosenFeaturesIn",
    "ConfirmIn",
    "CoverageOut",
    "CoverageQuery",
    "DraftIn",
    "DraftOut",
    "DraftPatch",
    "DraftsOut",
    "DraftsQuery",
    "ImportIn",
    "ImportPreviewOut",
    "RepairIn",
    "RevisionIn",
    "RevisionQuery",
    "ScanQuery",
    "SystemsOut",
    "VersionsOut",
    "ZoneStatesOut",
    "ZonesQuery",
    "form",
]
