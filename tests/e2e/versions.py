"""Later versions of the client: the same code under new file names, published beside the old files as a build does."""

import os
import re
import shutil
from pathlib import Path

from flask import Flask

from app import create_app, site
from tests.program import ROOT

BUILT = ROOT / "static" / "dist"
TEXTS = (".js", ".css", ".html", ".mjs")


def program() -> Flask:
    """The product with the client of `TEST_DIST`."""
    site.DIST = Path(os.environ["TEST_DIST"])
    return create_app()


def published(folder: Path) -> Path:
    """The present version, in a folder of its own."""
    return Path(shutil.copytree(BUILT, folder))


def publish_next(folder: Path, mark: str) -> None:
    """Another version over the one in `folder`: every file named by its content gets another name, old ones stay."""
    names = [path.name for path in (BUILT / "assets").iterdir()]
    stems = sorted((name.split(".", 1)[0] for name in names if "-" in name), key=len, reverse=True)
    pattern = re.compile("|".join(rf"\b{re.escape(stem)}(?=\.)" for stem in stems))
    files = [path for path in BUILT.rglob("*") if path.is_file()]
    # what names others comes last, as when a build is copied to its place
    for path in sorted(files, key=lambda path: path.name in ("index.html", "sw.js")):
        target = folder / pattern.sub(lambda found: found[0] + mark, path.relative_to(BUILT).as_posix())
        if path.suffix not in TEXTS:
            target.write_bytes(path.read_bytes())
            continue
        text = pattern.sub(lambda found: found[0] + mark, path.read_text(encoding="utf-8"))
        text = text.replace("</head>", f'<meta name="build" content="{mark}"></head>')
        target.write_text(re.sub(r'("?revision"?:\s*")', rf"\g<1>{mark}", text), encoding="utf-8")
