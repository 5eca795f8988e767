"""The permission table in words, as `docs/roles.md` prints it."""

from collections.abc import Iterator

from app.accounts.permissions import ROLES, TABLE, Rule

KINDS = {
    "patrol": ("巡查", "patrols"),
    "track": ("轨迹", "tracks"),
    "incident": ("事件", "incidents"),
    "persuasion": ("劝导记录", "persuasions"),
    "capture": ("捕捉", "captures"),
    "keeper": ("养犬人资料", "keepers' data"),
    "map": ("记录地图", "map of the records"),
    "application_password": ("应用密码", "application passwords"),
    "export": ("导出文件", "records as files"),
    "photo": ("照片", "photos"),
    "person": ("人员", "people"),
    "team": ("班组", "teams"),
    "device": ("设备", "phones"),
    "audit": ("审计记录", "audit log"),
    "quarantine": ("隔离区", "quarantine"),
    "vault": ("本机密钥", "own phone's data key"),
    "review": ("复核", "reviews"),
    "recheck": ("复查", "re-checks"),
    "waiting": ("待核事项", "what has come only in part"),
    "zone": ("重点管理区", "key zones"),
    "zone_draft": ("管理区草案", "drafts of key zones"),
    "place": ("场所", "places"),
    "plan": ("排班", "plans"),
    "catalogue": ("违法行为目录", "violation catalogue"),
    "organisation": ("组织", "organisations"),
}
ACTIONS = {
    "read": ("查看", "read"),
    "record": ("记录", "record"),
    "persuaded": ("劝导", "persuade"),
    "ordered_to_correct": ("责令改正", "order to correct"),
    "case_proposed": ("建议立案", "propose a case"),
    "original": ("下载原图", "download originals"),
    "list": ("看名单", "list"),
    "write": ("管理", "administer"),
    "settle": ("处理", "settle"),
    "draft": ("起草、核对", "draw and check"),
    "announce": ("公告、撤销", "announce and withdraw"),
    "decide": ("裁定", "decide"),
    "assign": ("派复查", "assign"),
    "open": ("忘了 PIN 时打开", "open when the PIN is forgotten"),
}
SCOPES = {
    "own": ("本人", "own"),
    "team": ("本人和本班组", "own and team's"),
    "branch": ("本辖区", "branch"),
    "all": ("全部", "all"),
}
HIDDEN = {"patrol_id": ("所属巡查", "patrol")}
HEADS = (
    ("权限表", "角色", "对象", "可以", "范围", "不可见字段"),
    ("In English", "role", "kind", "may", "within", "hidden fields"),
)
PREFACE = """# Roles

Who may do and see what. Printed from `app/accounts/permissions.py` by `quanxun roles`; what is not listed is not allowed.
"""


def markdown() -> str:
    """The whole page, in Chinese and English."""
    return "\n".join([PREFACE, *(line for language in (0, 1) for line in table(language))])


def table(language: int) -> Iterator[str]:
    title, *heads = HEADS[language]
    yield f"## {title}\n"
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for rule in sorted(TABLE, key=lambda rule: list(ROLES).index(rule.role)):
        yield f"| {' | '.join(cells(rule, language))} |"
    yield ""


def cells(rule: Rule, language: int) -> Iterator[str]:
    joint = "、" if language == 0 else ", "
    yield ROLES[rule.role][language]
    yield f"{KINDS[rule.kind][language]} `{rule.kind}`"
    yield joint.join(f"{ACTIONS[action][language]} `{action}`" for action in rule.actions)
    yield SCOPES[rule.scope][language]
    yield joint.join(f"{HIDDEN[name][language]} `{name}`" for name in rule.hidden)
