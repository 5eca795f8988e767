"""The guard of every endpoint, as data: endpoint -> what it takes. A route that is not listed stops the start.

PUBLIC: nobody needs to be signed in. SIGNED_IN: any person. (kind, action): a row of `accounts/permissions.py`.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from flask import Flask, current_app, g, request

from app.config import Settings
from app.errors import Unauthenticated, Unavailable

if TYPE_CHECKING:
    from app.accounts.scope import Actor
    from app.changes.epochs import Watch
    from app.changes.queries import Life

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"
COOKIE = "qx_session"
DEVICE_HEADER = "X-Device-Token"
BASIC: Final = "ogc"
"""The blueprint that also takes application passwords."""
WITHOUT_DEVICE_TOKEN = frozenset({"session.SessionView:DELETE"})
"""Signing out reads nothing, and is owed also by a phone that has put its token away."""

ENDPOINTS: dict[str, str | tuple[str, str]] = {
    # the client's files and the interface's description
    "site.index": PUBLIC,
    "site.asset": PUBLIC,
    "site.healthz": PUBLIC,
    "site.readyz": PUBLIC,
    "site.docs": PUBLIC,
    "site.docs_asset": PUBLIC,
    "site.problem_type": PUBLIC,
    "api-docs.openapi_json": PUBLIC,
    # accounts
    "session.SessionView:POST": PUBLIC,
    "session.SessionView": SIGNED_IN,
    "session.PasswordView": SIGNED_IN,
    "signing.KeyView": SIGNED_IN,
    "session.PhoneEventsView": SIGNED_IN,
    "session.VaultView": ("vault", "open"),
    "people.PeopleView": ("person", "list"),
    "people.PeopleView:POST": ("person", "write"),
    "people.PersonView": ("person", "read"),
    "people.PersonView:PATCH": ("person", "write"),
    "people.OneTimePasswordView": ("person", "write"),
    "people.DevicesView": ("device", "read"),
    "people.RevocationView": ("device", "write"),
    "people.TeamsView": ("team", "read"),
    "people.TeamsView:POST": ("team", "write"),
    "people.TeamView": ("team", "read"),
    "people.TeamView:PATCH": ("team", "write"),
    "people.MemberView": ("team", "write"),
    "people.RolesView": SIGNED_IN,
    "people.ApplicationPasswordsView": ("application_password", "read"),
    "people.ApplicationPasswordsView:POST": ("application_password", "write"),
    "people.ApplicationPasswordView": ("application_password", "write"),
    "audit.AuditView": ("audit", "read"),
    "organisations.OrganisationsView": ("organisation", "read"),
    # field records
    "sync.PushView": SIGNED_IN,
    "sync.ChangesView": SIGNED_IN,
    "zones.ZonesView": ("zone", "read"),
    "zones.VersionsView": ("zone", "read"),
    "zones.AnnouncedScanView": ("zone", "read"),
    "zones.CoverageView": ("zone", "read"),
    "zones.StatesView": ("zone_draft", "read"),
    "zones.SystemsView": ("zone_draft", "read"),
    "zones.DraftsView": ("zone_draft", "read"),
    "zones.DraftsView:POST": ("zone_draft", "draft"),
    "zones.DraftView": ("zone_draft", "read"),
    "zones.DraftView:PATCH": ("zone_draft", "draft"),
    "zones.CheckView": ("zone_draft", "draft"),
    "zones.ConfirmationView": ("zone_draft", "draft"),
    "zones.RepairView": ("zone_draft", "draft"),
    "zones.ReopeningView": ("zone_draft", "draft"),
    "zones.DiscardingView": ("zone_draft", "draft"),
    "zones.RestoringView": ("zone_draft", "draft"),
    "zones.AffectedView": ("zone_draft", "read"),
    "zones.SourceView": ("zone_draft", "read"),
    "zones.PreviewView": ("zone_draft", "draft"),
    "zones.ImportsView": ("zone_draft", "draft"),
    "zones.ScanView": ("zone_draft", "read"),
    "zones.ScanView:PUT": ("zone_draft", "draft"),
    "zones.ScanView:DELETE": ("zone_draft", "draft"),
    "zones.AnnouncementView": ("zone_draft", "announce"),
    "zones.WithdrawalView": ("zone_draft", "announce"),
    "places.PlacesView": ("place", "read"),
    "places.PlacesView:POST": ("place", "write"),
    "places.KindsView": ("place", "read"),
    "places.TeamsView": ("place", "write"),
    "places.PlaceView": ("place", "read"),
    "places.PlaceView:PATCH": ("place", "write"),
    "places.EndingView": ("place", "write"),
    "places.ImportPreviewView": ("place", "write"),
    "places.ImportView": ("place", "write"),
    "plans.AreasView": ("plan", "read"),
    "plans.AreasView:POST": ("plan", "write"),
    "plans.AreaView": ("plan", "read"),
    "plans.AreaView:PATCH": ("plan", "write"),
    "plans.AreaEndingView": ("plan", "write"),
    "plans.RostersView": ("plan", "read"),
    "plans.RostersView:POST": ("plan", "write"),
    "plans.CopiesView": ("plan", "write"),
    "plans.RosterView": ("plan", "read"),
    "plans.RosterView:PATCH": ("plan", "write"),
    "plans.RosterEndingView": ("plan", "write"),
    "plans.SuccessionView": ("plan", "write"),
    "plans.TeamsView": ("plan", "write"),
    "plans.RoundsView": ("plan", "read"),
    "incidents.IncidentsView": ("incident", "read"),
    "incidents.IncidentView": ("incident", "read"),
    "incidents.KeeperView": ("keeper", "read"),
    "incidents.PersuasionsView": ("persuasion", "read"),
    "incidents.PersuasionView": ("persuasion", "read"),
    "incidents.CatalogueView": ("catalogue", "read"),
    "patrols.PatrolsView": ("patrol", "read"),
    "patrols.PatrolView": ("patrol", "read"),
    "strays.CapturesView": ("capture", "read"),
    "strays.CaptureView": ("capture", "read"),
    "photos.UploadsView": ("photo", "record"),
    "photos.UploadsView:OPTIONS": PUBLIC,
    "photos.UploadView": ("photo", "record"),
    "photos.UploadView:OPTIONS": PUBLIC,
    "photos.OriginalView": ("photo", "original"),
    "photos.StampedView": ("photo", "original"),
    "photos.VerificationView": PUBLIC,
    "photos.DerivativeView": ("photo", "read"),
    "maps.DistrictsView": ("zone", "read"),
    "base_map.BaseMapView": SIGNED_IN,
    "base_map.BaseMapFileView": SIGNED_IN,
    "maps.TileView": ("map", "read"),
    "exports.ExportView": ("export", "read"),
    # the same for QGIS and other programs
    "ogc.LandingView": ("map", "read"),
    "ogc.ConformanceView": ("map", "read"),
    "ogc.ApiView": ("map", "read"),
    "ogc.CollectionsView": ("map", "read"),
    "ogc.CollectionView": ("map", "read"),
    "ogc.ItemsView": ("map", "read"),
    "ogc.ItemView": ("map", "read"),
    "maps.CountsView": ("map", "read"),
    "maps.TimesView": ("map", "read"),
    "maps.RecordsView": ("map", "read"),
    "maps.TracksView": ("map", "read"),
    "maps.StampView": ("map", "read"),
    "maps.SpotsView": ("map", "read"),
    "maps.SearchView": ("map", "read"),
    "figures.BoardView": ("map", "read"),
    "figures.PatrolsView": ("map", "read"),
    "figures.RoundsView": ("map", "read"),
    "figures.PointsView": ("map", "read"),
    "figures.AskedRechecksView": ("map", "read"),
    # the supervisors' work list
    "reviews.ReviewsView": ("review", "list"),
    "reviews.CountsView": ("review", "list"),
    "reviews.ReviewView": ("review", "list"),
    "reviews.PhotosView": ("review", "list"),
    "reviews.ReturnReasonsView": ("review", "read"),
    "reviews.AcceptanceView": ("review", "decide"),
    "reviews.AcceptancesView": ("review", "decide"),
    "reviews.ReturnView": ("review", "decide"),
    "reviews.MergeView": ("review", "decide"),
    "reviews.SeparationView": ("review", "decide"),
    "reviews.ZoneView": ("review", "decide"),
    "rechecks.RechecksView": ("recheck", "read"),
    "rechecks.RechecksView:POST": ("recheck", "assign"),
    "rechecks.CancellationView": ("recheck", "assign"),
    "rechecks.EveningView": ("recheck", "read"),
    "figures.ControlledSpotsView": ("map", "read"),
    # what was refused
    "incomplete.WaitingView": ("waiting", "read"),
    "quarantine.ItemsView": ("quarantine", "list"),
    "quarantine.ItemView": ("quarantine", "read"),
    "quarantine.ExportView": ("quarantine", "read"),
    "quarantine.DismissalView": ("quarantine", "settle"),
    "deposit.FilingView": ("quarantine", "settle"),
    # signed by a phone of ours, or by a ticket for what such a phone has signed
    "deposit.DepositView": PUBLIC,
    "deposit.PhotosView": PUBLIC,
    "deposit.PhotoView": PUBLIC,
    "deposit.RescueView": SIGNED_IN,
}


def settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def now() -> datetime:
    """The server's clock; tests set `CLOCK` on the application."""
    clock = current_app.config.get("CLOCK")
    instant: datetime = clock() if clock else datetime.now(UTC)
    return instant


def actor() -> "Actor":
    """Who makes this request. Raises Unauthenticated."""
    found: Actor | None = g.get("actor")
    if found is None:
        raise Unauthenticated
    return found


def watch() -> "Watch":
    found: Watch = current_app.config["WATCH"]
    return found


def life() -> "Life":
    """The epoch of the data and the end of its log; a restore since the last look is noticed here. For the beginning of
    a view: then the open transaction ends. Raises Unavailable where the database is not migrated."""
    found = watch().life()
    if found is None:
        raise Unavailable("not_ready")
    return found


def takes(endpoint: str, method: str) -> str | tuple[str, str] | None:
    return ENDPOINTS.get(f"{endpoint}:{method}", ENDPOINTS.get(endpoint))


def source() -> str:
    return request.remote_addr or "unknown"


def check_every_route(app: Flask) -> None:
    """Raises RuntimeError for a route without a guard, and for a guard without a route."""
    routes = {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods or ()}
    missing = sorted({endpoint for endpoint, method in routes if takes(endpoint, method) is None})
    stale = sorted({name.split(":")[0] for name in ENDPOINTS} - {endpoint for endpoint, _ in routes})
    if missing or stale:
        raise RuntimeError(f"app/access.py: routes without a guard: {missing}; guards without a route: {stale}")
