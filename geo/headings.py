"""Which column of somebody's table is which, by the headings that Chinese and English offices use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

HEADINGS = {
    "name": "名称 场所名称 单位名称 点位名称 机构名称 区域名称 服务点名称 场所 点位 单位 标题 name title mc name_zh name_chn",
    "address": "地址 详细地址 具体地址 所在地 所在地址 坐落 位置 具体位置 address addr location dz",
    "lon": "经度 东经 经 lon lng long longitude x x坐标 jd",
    "lat": "纬度 北纬 纬 lat latitude y y坐标 wd",
    "position": "坐标 经纬度 坐标点 位置坐标 地理坐标 coordinates coordinate lonlat lnglat latlon latlng",
    "sort": "类别 类型 种类 分类 性质 场所类别 场所类型 属于哪一种 type kind category class sub_kind",
    "street": "街道 镇街 街镇 乡镇 镇 乡镇街道 镇街道 所属街道 所属镇 所在镇 所属镇街 所属乡镇 所在街道 属地 辖区 street town subdistrict",
    "community": "社区 村社 村居 村社区 社区村 所属社区 所在社区 村 community village",
    "phone": "电话 联系电话 咨询电话 服务电话 手机 联系方式 phone tel telephone mobile",
    "opening_hours": "开放时间 营业时间 服务时间 办公时间 工作时间 opening_hours openinghours hours",
    "services": "服务内容 服务项目 办理事项 业务 业务范围 services",
    "capacity": "容量 可收容数 收容数量 收容能力 capacity",
    "reason": "原因 管控原因 突出问题 reason",
    "note": "备注 说明 描述 note notes remark remarks description comment",
}
"""Field → the headings that it usually stands under."""
FIELDS = tuple(HEADINGS)
KNOWN = {heading: field for field, text in HEADINGS.items() for heading in text.split()}
CONTAINED = (
    ("position", "经纬度"),
    ("lon", "经度"),
    ("lat", "纬度"),
    ("phone", "电话"),
    ("address", "地址"),
    ("name", "名称"),
    ("sort", "类别"),
    ("sort", "类型"),
    ("street", "街道"),
    ("community", "社区"),
    ("opening_hours", "时间"),
)
"""Words by which a longer heading is still told, the surest first."""
BESIDE = re.compile(r"[(\[【{<].*?[)\]】}>]|[\s*:_·.\-/、]")


def recognised(heads: Sequence[str]) -> dict[str, str]:
    """Field → heading: the usual words first, then longer headings that hold one; no heading is two fields."""
    found: dict[str, str] = {}
    for head in heads:
        field = KNOWN.get(loose(head)) or KNOWN.get(head.strip().lower())
        if field and field not in found:
            found[field] = head
    for field, word in CONTAINED:
        free = [head for head in heads if word in loose(head) and head not in found.values()]
        if free and field not in found:
            found[field] = free[0]
    return found


def loose(head: str) -> str:
    """Without width, case, brackets and what else people put beside a heading."""
    return BESIDE.sub("", unicodedata.normalize("NFKC", head)).lower()
