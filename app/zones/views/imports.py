"""Files of boundaries: looked at first, then made into drafts. A file is sent both times: nothing is kept of a look."""

from typing import Any

from flask.views import MethodView

from app import access, database, json_bodies
from app.database import db
from app.errors import language
from app.messages import message
from app.organisations import queries as organisations
from app.organisations.models import Organisation
from app.zones import draft_queries, drafts, importing, local_systems, schemas
from app.zones.days import day_of
from app.zones.importing import Upload
from app.zones.views import bodies
from app.zones.views.zones import zones
from geo.systems import System, systems
from geo.zone_checks import Surroundings

Data = dict[str, Any]


def around(county: Organisation) -> Surroundings:
    return draft_queries.surroundings(county.path, county.id, None, day_of(access.now()))


@zones.route("/systems")
class SystemsView(MethodView):
    @zones.response(200, schemas.SystemsOut)
    def get(self) -> Data:
        """The coordinate systems that a file may be in; `likely` are those of offices here."""
        likely = local_systems.likely(access.actor())
        return {"systems": [{**one._asdict(), "title": title(one), "likely": one.code in likely} for one in systems()]}


def title(one: System) -> str:
    if one.width is None:
        return message(f"system_{one.code}", language())[0]
    code = "system_gauss_krueger_prefixed" if one.prefixed else "system_gauss_krueger"
    values = {"width": one.width, "zone": one.zone, "meridian": f"{one.meridian:g}", "epsg": one.code[5:]}
    return message(code, language(), **values)[0]


@zones.route("/imports/preview")
class PreviewView(MethodView):
    @zones.doc(requestBody=schemas.form())
    @zones.response(200, schemas.ImportPreviewOut)
    @zones.alt_response(413, description="More than 20 MB")
    @zones.alt_response(
        422, description="The file cannot be read, or there are several layers: `fields.layer.choose` lists them"
    )
    def post(self) -> Data:
        """Look at a file: every feature in the system that was said, and in those that the same degrees may mean."""
        database.read_only()
        data, name, fields = bodies.uploaded()
        given = bodies.loaded(schemas.ImportIn(), fields)
        upload = Upload(data, name, given["system"], given.get("layer"), given["exchanged"])
        source = importing.read(upload)
        county = drafts.county(given["organisation_id"], access.actor())
        return importing.preview(source, upload, around(county), language())


@zones.route("/imports")
class ImportsView(MethodView):
    @zones.doc(
        requestBody=schemas.form(
            features={"type": "string", "description": 'JSON: [{"number":1,"name"?,"zone_id"?,"seat_id"?,"repair"?}]'}
        )
    )
    @zones.response(201, schemas.DraftsOut)
    @zones.alt_response(404, description="No such zone in the own branch")
    @zones.alt_response(409, description="Too many open drafts")
    @zones.alt_response(413, description="More than 20 MB")
    @zones.alt_response(507, description="No room")
    def post(self) -> Data:
        """Make drafts of the chosen features, read in the system that was said, and keep the file as it came."""
        data, name, fields = bodies.uploaded()
        features = bodies.loaded(
            schemas.ChosenFeaturesIn(), {"features": json_bodies.read(fields.pop("features", "null").encode())}
        )
        given = bodies.loaded(schemas.ImportIn(), fields) | features
        upload = Upload(data, name, given["system"], given.get("layer"), given["exchanged"])
        source = importing.read(upload)
        by, at = access.actor(), access.now()
        county = drafts.county(given["organisation_id"], by)
        made = importing.create(source, upload, given, bodies.folder(), around(county), by=by, at=at)
        db.session.commit()
        names = organisations.by_ids(draft_queries.mentioned(made))
        return {"drafts": [draft_queries.summary(one, names) for one in made]}
