"""Loading the tree from the code lists."""

import csv
from pathlib import Path

from app.database import db
from app.organisations.models import LEVELS, Organisation

TREE = Path(__file__).parent / "data" / "tree.csv"


def load_tree(path: Path = TREE) -> int:
    """Bring the tree in line with the list (columns id, name, level, parent_id; parents first). Returns the nodes read.

    Nodes that the list no longer has stay: records belong to them.
    """
    paths: dict[str, str] = {"": "/"}
    known = {node.id: node for node in db.session.query(Organisation)}
    count = 0
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(row for row in file if not row.startswith("#")):
            if line["level"] not in LEVELS:
                raise SystemExit(f"{path.name}: {line['id']}: level must be one of {', '.join(LEVELS)}")
            paths[line["id"]] = f"{paths[line['parent_id']]}{line['id']}/"
            node = known.get(line["id"]) or Organisation(id=line["id"])
            node.name, node.level = line["name"], line["level"]
            node.parent_id, node.path = line["parent_id"] or None, paths[line["id"]]
            db.session.add(node)
            count += 1
    db.session.flush()
    return count
