"""What people read when something could not be done: (title, detail) by code and language.

Wording rules: what is safe first, then what to do; no blame. Placeholders are filled from the error's values.
"""

import re
from typing import Any

LANGUAGES = ["zh-CN", "en"]

# code: ((zh title, zh detail), (en title, en detail))
MESSAGES: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "malformed": (("看不懂这个请求", "请检查格式后再发。"), ("Cannot read this request", "Check its format and send it again.")),
    "invalid": (("有几处要改", "请按下面的提示改好再提交。"), ("Some fields need a change", "Correct the fields named below and send again.")),
    "sign_in_required": (("请重新登录", "请重新登录，没发的都在。"), ("Sign in again", "Sign in again. Nothing is lost.")),
    "bad_credentials": (("账号或密码不对", "请核对账号和密码；忘了密码，找管理员重置。"), ("Account or password do not match", "Check both; an administrator can reset a forgotten password.")),
    "too_many_tries": (("试得太多了", "请过 {minutes} 分钟再试，或找管理员重置密码。"), ("Too many tries", "Try again in {minutes} minutes, or ask an administrator to reset the password.")),
    "password_change_required": (("先换密码", "这是一次性密码，请先设一个自己的密码。"), ("Change the password first", "This is a one-time password: set your own first.")),
    "one_time_password_expired": (("一次性密码过期了", "请找管理员再重置一次。"), ("The one-time password has expired", "Ask an administrator for a new one.")),
    "weak_password": (("密码太简单", "至少 {length} 个字符，不能和账号相同，也不能是常见密码。"), ("The password is too simple", "Use at least {length} characters, not the account name, not a common password.")),
    "csrf": (("页面放得太久了", "请刷新页面再试，填的内容都在。"), ("This page is out of date", "Reload the page and try again.")),
    "not_allowed": (("这件事不归这个角色做", "需要时请找督导或管理员。"), ("Your role cannot do this", "Ask a supervisor or an administrator.")),
    "not_found": (("没有找到", "可能已删除，或不在您的辖区内。"), ("Not found", "It may have been removed, or lies outside your branch.")),
    "method_not_allowed": (("这个地址不支持这种操作", "请看接口文档。"), ("Not supported here", "See the interface's documentation.")),
    "not_acceptable": (("没有这种格式", "请换一种格式。"), ("No such format", "Ask for another format.")),
    "conflict": (("和已有的内容冲突", "请刷新后再改。"), ("This conflicts with what is there", "Reload, then change it again.")),
    "precondition_failed": (("版本不合", "请刷新后再试。"), ("Precondition not met", "Reload and try again.")),
    "too_large": (("太大了", "最多 {limit}，请分开发。"), ("Too large", "At most {limit}: send it in parts.")),
    "batch_too_large": (("一批太多了", "一批最多 {limit} 条，请分开发。"), ("Too many items in one batch", "At most {limit} items: send them in parts.")),
    "unsupported_media_type": (("内容类型不对", "请用 {expected}。"), ("Unsupported media type", "Send {expected}.")),
    "range_not_satisfiable": (("没有这一段", "请从头取。"), ("No such range", "Ask from the start.")),
    "try_again_later": (("现在忙不过来", "记录都在，请稍后再试。"), ("Busy right now", "Nothing is lost: try again shortly.")),
    "storage_full": (("服务器空间不够", "记录都在手机里，请告诉管理员。"), ("The server is out of space", "Records are safe on the phone; tell an administrator.")),
    "unexpected": (("服务器出了问题", "记录都在手机里，请稍后再试。"), ("Something went wrong on the server", "Records are safe on the phone; try again later.")),
    "gone": (("已经不在了", "请刷新后再看。"), ("Gone", "Reload and look again.")),
    # phones
    "device_revoked": (("这部手机已停用", "没发的记录还在手机里，请找管理员。"), ("This phone has been revoked", "Unsent records are still on it; ask an administrator.")),
    "device_mismatch": (("不是登录时的那部手机", "请在这部手机上重新登录，没发的都在。"), ("Not the phone that signed in", "Sign in again on this phone. Nothing is lost.")),
    "not_your_record": (("不是本人的记录", "请用记录人自己的账号发送。"), ("Not your own record", "Send it from its author's account.")),
    "not_your_patrol": (("不是本队的巡查", "请选本队的巡查，或不选。"), ("Not a patrol of your team", "Choose a patrol of your own team, or none.")),
    "unknown_kind": (("没有这种记录", "请更新应用后再发，记录还在。"), ("Unknown kind of record", "Update the app and send again; the record is kept.")),
    "kind_mismatch": (("这个编号已是另一种记录", "请另存为新记录再发。"), ("This id belongs to another kind of record", "Save it as a new record and send again.")),
    "action_not_allowed": (("这种处理要执法员来做", "请改成劝导或建议立案。"), ("This action takes an officer", "Choose persuasion, or propose a case.")),
    "organisation_out_of_branch": (("不在您的辖区内", "请选本辖区的街道或社区。"), ("Outside your branch", "Choose a street or community of your own branch.")),
    "unknown_organisation": (("没有这个单位", "请从列表里选。"), ("No such organisation", "Choose one from the list.")),
    "unknown_team": (("没有这个队伍", "请选自己的队伍。"), ("No such team", "Choose your own team.")),
    "unknown_member": (("队员不在名单里", "请从队伍名单里选。"), ("No such member", "Choose from the team's list.")),
    "unknown_type": (("目录里没有这一种", "请更新目录后再选；记录还在。"), ("Not in the catalogue in force", "Update the catalogue and choose again; the record is kept.")),
    "unverified_rule": (("条款未核对，只能记录", "请改成劝导。"), ("Unverified rule: record only", "Choose persuasion.")),
    "same_field_changed": (("两处不同，两份都在，请选一份", "别处也改了这几项，两份都留着。"), ("Two versions kept. Choose one", "The same fields were changed elsewhere; both versions are kept.")),
    "waits_for_parent": (("等所属的巡查先送到", "已收下，前面的一到就记上。"), ("Waiting for its patrol", "Kept; it is filed as soon as the one before it arrives.")),
    "not_storable": (("服务器存不下这一条", "记录还在手机里，请导出交给管理员。"), ("The server cannot store this one", "It is still on the phone: export it for an administrator.")),
    "bad_id_number": (("身份证号不对", "请核对最后一位。"), ("ID number does not check", "Check its last digit.")),
    "withdrawn": (("这条已撤回", "要改请另记一条。"), ("This record was withdrawn", "Record a new one instead.")),
    "unknown_record": (("服务器还没有这条记录", "请先发记录本身。"), ("The server does not have this record", "Send the record itself first.")),
    "reason_required": (("请写明撤回的原因", "一句话就行。"), ("Say why it is withdrawn", "One sentence is enough.")),
    "ends_before_start": (("结束时间早于开始", "请改时间。"), ("Ends before it starts", "Correct the times.")),
    "bad_text": (("有不能保存的字符", "请删去乱码再发，记录还在。"), ("It holds characters that cannot be stored", "Remove them and send again; the record is kept.")),
    "not_finite": (("数字不对", "有不是数的值，请改正再发。"), ("Not a number", "A value is not a finite number: correct and send again.")),
    "duplicate_keys": (("同一项写了两次", "请只留一个再发。"), ("A field is given twice", "Keep one and send again.")),
    "bad_cursor": (("翻页标记不对", "请从头取。"), ("Bad cursor", "Start again without a cursor.")),
    "bad_bbox": (("范围不对", "请写成 西,南,东,北（度）。"), ("Bad bounding box", "Write west,south,east,north in degrees.")),
    "bad_date": (("日期不对", "请写成 2026-11-21，或带时区的时刻。"), ("Bad date", "Write 2026-11-21, or an instant with its offset.")),
    # administration
    "username_taken": (("账号已有人用", "请换一个账号。"), ("This account name is taken", "Choose another.")),
    "team_name_taken": (("队名已有", "请换一个队名。"), ("This team name is taken", "Choose another.")),
    "bad_roles": (("角色不对", "请从列表里选，至少一个。"), ("Bad roles", "Choose at least one from the list.")),
    "last_administrator": (("不能停用最后一位管理员", "请先设另一位管理员。"), ("The last administrator stays", "Appoint another first.")),
    "person_disabled": (("此人已停用", "请先恢复。"), ("This person is disabled", "Enable them first.")),
    # photos
    "bad_upload": (("上传信息不全", "请更新应用后再传，照片还在。"), ("Upload not described", "Update the app and send again; the photo is kept.")),
    "photo_too_large": (("照片太大", "一张最多 {limit}。"), ("The photo is too large", "At most {limit} each.")),
    "not_a_photo": (("不是能识别的照片", "请发 JPEG、PNG、WebP 或 HEIC。"), ("Not a photo we can read", "Send JPEG, PNG, WebP or HEIC.")),
    "hash_mismatch": (("指纹不符", "传来的和手机上的不一样，请再传一次，照片还在。"), ("Fingerprint mismatch", "What arrived differs from the phone's original: send it again; the photo is kept.")),
    "offset_mismatch": (("续传位置不对", "请先问服务器收到了多少。"), ("Wrong offset", "Ask the server how much it has.")),
    "upload_taken": (("这个编号已被占用", "请换一个编号。"), ("This id is taken", "Choose another id.")),
    "tus_version": (("上传协议版本不对", "请用 tus 1.0.0。"), ("Unsupported upload protocol", "Use tus 1.0.0.")),
    "no_position": (("没有位置", "请定位后再发。"), ("No position", "Locate, then send again.")),
    # zones
    "zone_file": (("边界文件有问题", "{reason}"), ("The boundary file cannot be used", "{reason}")),
    "not_ready": (("还没准备好", "数据库还没就绪。"), ("Not ready", "The database is not ready.")),
}


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def message(code: str, language: str, **values: Any) -> tuple[str, str]:
    """Title and detail of `code`."""
    title, detail = MESSAGES.get(code, MESSAGES["unexpected"])[LANGUAGES.index(language)]
    return title, detail.format_map(_Blank(values))


# marshmallow's own words, in Chinese
FIELD_MESSAGES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), words)
    for pattern, words in [
        (r"^Missing data for required field\.$", "这一项要填"),
        (r"^Unknown field\.$", "没有这一项"),
        (r"^Field may not be null\.$", "不能为空"),
        (r"^Not a valid string\.$", "要填文字"),
        (r"^Not a valid (?:integer|number)\.$", "要填数字"),
        (r"^Not a valid boolean\.$", "要填是或否"),
        (r"^Not a valid UUID\.$", "编号格式不对"),
        (r"^Not a valid (?:aware )?datetime\.$", "时刻要带时区，如 2026-11-21T06:30:00+08:00"),
        (r"^Not a valid date\.$", "日期写成 2026-11-21"),
        (r"^Not a valid list\.$", "要填列表"),
        (r"^(?:Not a valid mapping type|Invalid input type)\.$", "要填一组内容"),
        (r"^Must be greater than or equal to (\S+) and less than or equal to (\S+)\.$", r"要在 \1 到 \2 之间"),
        (r"^Must be greater than or equal to (\S+)\.$", r"不能小于 \1"),
        (r"^Must be less than or equal to (\S+)\.$", r"不能大于 \1"),
        (r"^Longer than maximum length (\d+)\.$", r"最多 \1 个字"),
        (r"^Shorter than minimum length (\d+)\.$", r"至少 \1 个字"),
        (r"^Length must be between (\d+) and (\d+)\.$", r"要 \1 到 \2 个"),
        (r"^Length must be (\d+)\.$", r"要 \1 个"),
        (r"^Must be one of: (.*)\.$", r"只能是：\1"),
        (r"^String does not match expected pattern\.$", "格式不对"),
        (r"^Special numeric values.*$", "数字不对"),
    ]
]


def explain_field(text: Any, language: str) -> Any:
    if isinstance(text, list):
        return "；".join(str(explain_field(part, language)) for part in text) if language == "zh-CN" else " ".join(map(str, text))
    if not isinstance(text, str):
        return text
    if text in MESSAGES:
        return message(text, language)[1]
    if language != "zh-CN":
        return text
    for pattern, words in FIELD_MESSAGES:
        if pattern.match(text):
            return pattern.sub(words, text)
    return text


def explain_fields(fields: dict[str, Any], language: str) -> dict[str, Any]:
    """Field path -> what to do about it, in `language`."""
    return {path: explain_field(text, language) for path, text in fields.items()}
