"""Quanxun 犬巡: the one assembler. What guards each route stands in `app/access.py`."""

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from app import access, engines, errors, interface, lines, logs, site
from app.accounts import guard
from app.accounts.views import people, session
from app.audit.views import audit
from app.basemap.views import base_map
from app.changes.epochs import Watch
from app.config import Settings, from_environment
from app.database import db
from app.deposit.views import deposit
from app.evidence.views import signing
from app.exports.views import exports
from app.figures.views import figures
from app.incidents.views import incidents
from app.interface import Api
from app.maps.snapshot.drawn import Shifted
from app.maps.snapshot.live import Live
from app.maps.views import maps
from app.ogc.views import ogc
from app.organisations.views import organisations
from app.patrols.views import patrols
from app.photos.views import photos
from app.places.views import places
from app.plans.views import plans
from app.quarantine.views import incomplete, quarantine
from app.reviews.views import rechecks, reviews
from app.strays.views import captures
from app.sync.schemas import SHAPES
from app.sync.views import sync
from app.zones.views import zones

MAX_JSON = 8 * 1024 * 1024
ROOMS = (
    session,
    signing,
    people,
    organisations,
    audit,
    sync,
    zones,
    places,
    photos,
    patrols,
    plans,
    incidents,
    captures,
    maps,
    base_map,
    figures,
    exports,
    ogc,
    reviews,
    rechecks,
    quarantine,
    incomplete,
    deposit,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application for some settings (those of the environment by default)."""
    settings = settings or from_environment()
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_JSON,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engines.engine_options(settings.database_url),
        API_TITLE="Quanxun 犬巡",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    logs.set_up(settings)
    db.init_app(app)
    app.config["WATCH"] = Watch(settings.data_dir / "epoch")
    app.config["SHIFTED_MAP"] = Shifted()
    app.config["MAP"] = Live(settings.data_dir / "maps")
    with app.app_context():
        engines.prepare_engine(db.engine)
    Migrate(app, db, directory=str(site.ROOT / "app" / "migrations"), render_as_batch=False)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    lines.register(app)
    guard.register(app)
    interface.register(app)
    site.register(app)
    api = Api(app)
    for schema in SHAPES:
        api.spec.components.schema(schema.__name__, schema=schema)
    for room in ROOMS:
        api.register_blueprint(room)
    errors.register(app)  # after the API's own handlers, which answer in another shape
    access.check_every_route(app)
    return app
