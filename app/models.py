"""Every table, for the migrations."""

from app.accounts.models import ApplicationPassword, Device, DeviceKey, Membership, Person, SignIn, SignInTry
from app.audit.models import AuditEntry
from app.changes.models import Change, Epoch, HeldChange, KeptChange, MergedChange, PastEpoch
from app.evidence.models import Evidence, EvidencePhoto, VoidedPayload
from app.incidents.models import Incident, Keeper, Persuasion
from app.organisations.models import Organisation, Team
from app.patrols.models import Patrol, Track
from app.photos.models import Photo
from app.places.models import Place, PlaceRevision
from app.plans.models import PatrolArea, PlanRevision, Roster
from app.quarantine.models import QuarantinedItem
from app.reviews.models import Recheck, ReviewCursor, ReviewDecision, ReviewItem
from app.strays.models import Capture
from app.zones.models import Announcement, Zone, ZoneDraft, ZoneFile, ZoneVersion

__all__ = [
    "Announcement",
    "ApplicationPassword",
    "AuditEntry",
    "Capture",
    "Change",
    "Device",
    "DeviceKey",
    "Epoch",
    "Evidence",
    "EvidencePhoto",
    "HeldChange",
    "Incident",
    "Keeper",
    "KeptChange",
    "Membership",
    "MergedChange",
    "Organisation",
    "PastEpoch",
    "Patrol",
    "PatrolArea",
    "Person",
    "Persuasion",
    "Photo",
    "Place",
    "PlaceRevision",
    "PlanRevision",
    "QuarantinedItem",
    "Recheck",
    "ReviewCursor",
    "ReviewDecision",
    "ReviewItem",
    "Roster",
    "SignIn",
    "SignInTry",
    "Team",
    "Track",
    "VoidedPayload",
    "Zone",
    "ZoneDraft",
    "ZoneFile",
    "ZoneVersion",
]
