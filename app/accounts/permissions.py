"""Which role may do and see what: role × kind × action × field, as data.

The endpoint guards, the push, the documentation (`docs/roles.md`) and the endpoint tests all read this one table.
An action that is not listed is not allowed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

ROLES = {
    "officer": ("执法人员", "officer"),
    "auxiliary": ("协管员", "auxiliary"),
    "volunteer": ("志愿者", "volunteer"),
    "supervisor": ("督导", "supervisor"),
    "administrator": ("管理员", "administrator"),
}

OWN, TEAM, BRANCH, ALL = "own", "team", "branch", "all"


@dataclass(frozen=True)
class Rule:
    """`role` may do `actions` on `kind` within `scope`; `hidden` fields are neither read nor written."""

    role: str
    kind: str
    actions: tuple[str, ...]
    scope: str
    hidden: tuple[str, ...] = ()


FIELD_WORK = ("read", "record")
EVERYONE = tuple(ROLES)
FIELD_ROLES = ("officer", "auxiliary", "volunteer")

TABLE: tuple[Rule, ...] = (
    # officers: order and propose; read keepers of what they and their team recorded
    Rule("officer", "patrol", FIELD_WORK, TEAM),
    Rule("officer", "track", FIELD_WORK, TEAM),
    Rule("officer", "incident", (*FIELD_WORK, "persuaded", "ordered_to_correct", "case_proposed"), TEAM),
    Rule("officer", "persuasion", FIELD_WORK, TEAM),
    Rule("officer", "capture", FIELD_WORK, TEAM),
    Rule("officer", "keeper", ("read", "record"), TEAM),
    Rule("officer", "photo", ("read", "record", "original"), TEAM),
    Rule("officer", "review", ("read",), TEAM),
    Rule("officer", "recheck", FIELD_WORK, TEAM),
    Rule("officer", "plan", ("read",), TEAM),
    # auxiliaries: persuade, may propose a case, never order; write down a keeper, never read one
    Rule("auxiliary", "patrol", FIELD_WORK, TEAM),
    Rule("auxiliary", "track", FIELD_WORK, TEAM),
    Rule("auxiliary", "incident", (*FIELD_WORK, "persuaded", "case_proposed"), TEAM),
    Rule("auxiliary", "persuasion", FIELD_WORK, TEAM),
    Rule("auxiliary", "capture", FIELD_WORK, TEAM),
    Rule("auxiliary", "keeper", ("record",), TEAM),
    Rule("auxiliary", "photo", ("read", "record"), TEAM),
    Rule("auxiliary", "review", ("read",), TEAM),
    Rule("auxiliary", "recheck", FIELD_WORK, TEAM),
    Rule("auxiliary", "plan", ("read",), TEAM),
    # volunteers: persuade and report strays; never see keepers or others' records
    Rule("volunteer", "persuasion", FIELD_WORK, OWN, hidden=("patrol_id",)),
    Rule("volunteer", "capture", FIELD_WORK, OWN, hidden=("patrol_id",)),
    Rule("volunteer", "photo", ("read", "record"), OWN),
    Rule("volunteer", "review", ("read",), OWN),
    # supervisors: read their branch
    Rule("supervisor", "patrol", ("read",), BRANCH),
    Rule("supervisor", "track", ("read",), BRANCH),
    Rule("supervisor", "incident", ("read",), BRANCH),
    Rule("supervisor", "persuasion", ("read",), BRANCH),
    Rule("supervisor", "capture", ("read",), BRANCH),
    Rule("supervisor", "keeper", ("read",), BRANCH),
    Rule("supervisor", "map", ("read",), BRANCH),
    Rule("supervisor", "export", ("read",), BRANCH),
    Rule("supervisor", "application_password", ("read", "write"), OWN),
    Rule("supervisor", "photo", ("read", "original"), BRANCH),
    Rule("supervisor", "person", ("list",), BRANCH),
    Rule("supervisor", "waiting", ("read",), BRANCH),
    Rule("supervisor", "review", ("read", "list", "decide"), BRANCH),
    Rule("supervisor", "recheck", ("read", "assign"), BRANCH),
    Rule("supervisor", "place", ("read", "write"), BRANCH),
    Rule("supervisor", "plan", ("read", "write"), BRANCH),
    Rule("supervisor", "zone_draft", ("read", "draft", "announce"), BRANCH),
    # administrators: people, teams, devices, audit of their branch; no field records
    Rule("administrator", "person", ("list", "read", "write"), BRANCH),
    Rule("administrator", "team", ("read", "write"), BRANCH),
    Rule("administrator", "device", ("read", "write"), BRANCH),
    Rule("administrator", "audit", ("read",), BRANCH),
    # what was refused stays with its author; administrators see that it is there, and read it audited
    *(Rule(role, "quarantine", ("list", "read", "settle"), OWN) for role in FIELD_ROLES),
    Rule("administrator", "quarantine", ("list", "read", "settle"), BRANCH),
    # who has forgotten the PIN gets the own phone's data key opened, upon the password
    *(Rule(role, "vault", ("open",), OWN) for role in FIELD_ROLES),
    # everyone who is signed in
    *(Rule(role, "zone", ("read",), BRANCH) for role in EVERYONE),
    *(Rule(role, "place", ("read",), BRANCH) for role in EVERYONE if role != "supervisor"),
    *(Rule(role, "catalogue", ("read",), ALL) for role in EVERYONE),
    *(Rule(role, "organisation", ("read",), BRANCH) for role in EVERYONE),
)

_ALLOWED = {(rule.role, rule.kind, action) for rule in TABLE for action in rule.actions}


@cache
def allowed(roles: frozenset[str], kind: str, action: str) -> bool:
    return any((role, kind, action) in _ALLOWED for role in roles)


def records(roles: Iterable[str]) -> bool:
    """Whether somebody with these roles records in the field, and so keeps records on a phone."""
    held = set(roles)
    return any(rule.role in held and "record" in rule.actions for rule in TABLE)


def granted(roles: Iterable[str]) -> list[dict[str, str]]:
    """Every (kind, action) of some roles, for the client's menus; the server decides again on each request."""
    held = set(roles)
    pairs = sorted({(kind, action) for role, kind, action in _ALLOWED if role in held})
    return [{"kind": kind, "action": action} for kind, action in pairs]


@cache
def hidden_fields(roles: frozenset[str], kind: str) -> frozenset[str]:
    """Fields of `kind` that none of the roles may write or read."""
    rules = [frozenset(rule.hidden) for rule in TABLE if rule.role in roles and rule.kind == kind]
    return frozenset.intersection(*rules) if rules else frozenset()
