"""Photos of the demonstration: drawn, not taken. Nobody is on them."""

import hashlib
import io
import random
from datetime import datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from PIL import Image, ImageDraw

from app import database
from app.accounts import actors
from app.accounts.models import Person
from app.config import Settings
from app.database import db
from app.incidents.models import Incident
from app.photos import uploads
from app.photos.storage import Folder
from app.photos.tus import Promise

COUNT = 36
SIZE = (1280, 960)
FURS = ("#b5763a", "#e8dcc4", "#2f2a26", "#8a5a33", "#d9b27c")


def add_photos(settings: Settings, at: datetime) -> int:
    """Give the newest incidents a photo each. Returns how many."""
    query = sa.select(Incident.id, Incident.author_id, Incident.captured_text).order_by(Incident.captured_at.desc())
    wanted = db.session.execute(query.limit(COUNT)).all()
    people = {person.id: actors.of_person(person) for person in db.session.scalars(sa.select(Person))}
    db.session.rollback()
    chance = random.Random(7)  # noqa: S311  a demonstration, the same every time
    for record_id, author_id, captured in wanted:
        picture = drawing(chance)
        promise = promise_of(record_id, captured, picture)
        uploads.create(Folder(settings.photo_dir), promise, iter([picture]), None, by=people[author_id], at=at)
    database.reset()
    return len(wanted)


def promise_of(record_id: UUID, captured: str, picture: bytes) -> Promise:
    return Promise(
        photo_id=uuid4(),
        record_id=record_id,
        filename="demo.jpg",
        sha256=hashlib.sha256(picture).hexdigest(),
        captured_at=datetime.fromisoformat(captured),
        captured_text=captured,
        size=len(picture),
    )


def drawing(chance: random.Random) -> bytes:
    """A dog on a pavement before trees, as a JPEG."""
    image = Image.new("RGB", SIZE, "#9fb2a6")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIZE[0], 330), fill=chance.choice(("#b9cfdb", "#8fa3b5", "#d7d3c4")))
    for x in range(chance.randint(0, 120), SIZE[0], 210):
        draw.rectangle((x + 70, 230, x + 96, 520), fill="#5b4a3b")
        draw.ellipse((x, 60, x + 180, 330), fill=chance.choice(("#3f6b4f", "#4d7a57", "#35593f")))
    draw.rectangle((0, 500, SIZE[0], SIZE[1]), fill="#a9a39a")
    for x in range(-600, SIZE[0] + 600, 160):
        draw.line((SIZE[0] // 2 + (x - 640) // 3, 500, x, SIZE[1]), fill="#8f897f", width=3)
    for y in (540, 610, 710, 850):
        draw.line((0, y, SIZE[0], y), fill="#8f897f", width=3)
    dog(draw, chance.randint(380, 720), chance.randint(560, 640), chance.choice(FURS))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=80)
    return stream.getvalue()


def dog(draw: ImageDraw.ImageDraw, x: int, y: int, fur: str) -> None:
    for leg in (20, 60, 200, 240):
        draw.rectangle((x + leg, y + 90, x + leg + 26, y + 200), fill=fur)
    draw.rounded_rectangle((x, y, x + 280, y + 120), 50, fill=fur)
    draw.polygon([(x + 10, y + 30), (x - 60, y - 50), (x - 40, y - 60), (x + 40, y + 10)], fill=fur)
    draw.ellipse((x + 240, y - 90, x + 370, y + 40), fill=fur)
    draw.rounded_rectangle((x + 330, y - 40, x + 420, y + 15), 24, fill=fur)
    draw.polygon([(x + 250, y - 60), (x + 235, y + 10), (x + 285, y - 30)], fill="#4a3a2c")
    draw.ellipse((x + 318, y - 52, x + 334, y - 36), fill="#1b1b1b")
    draw.ellipse((x + 404, y - 34, x + 422, y - 16), fill="#1b1b1b")
