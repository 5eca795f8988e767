"""Reviews, at the desk and on the phone: ruled and accepted by keys, returned and mended offline, looked at again."""

import json
import random
import re
from typing import Any

import pytest
import shapely
from playwright.sync_api import Locator, Page, expect

from tests.bench import samples
from tests.bench.own import Signed
from tests.e2e import screens
from tests.e2e.conftest import Maker
from tests.e2e.proxy import Proxy
from tests.e2e.server import Server

ZONE = screens.key_zone("330402")
SEND_MS = 60_000
Data = dict[str, Any]

pytestmark = pytest.mark.timeout(300)


def on_the_border() -> tuple[float, float]:
    features = json.loads(screens.ZONES.read_text(encoding="utf-8"))["features"]
    zone = next(one for one in features if one["properties"]["organisation_id"] == "330402")
    place = shapely.geometry.shape(zone["geometry"]).boundary.interpolate(0.3, normalized=True)
    return place.x, place.y


def recorded(officer: Signed, place: str, lon: float = ZONE.lon, lat: float = ZONE.lat, **more: Any) -> str:
    """An incident that arrives; its id."""
    item = samples.item(random.Random())
    item["data"] |= {"place": place, "type": "nuisance"} | more
    item["data"]["position"] |= {"lon": lon, "lat": lat, "accuracy_m": 18.0}
    with officer.call("POST", "/api/v1/sync/push", samples.push([item], officer.device_id)) as answer:
        (result,) = json.load(answer)["results"]
    assert result["status"] == "accepted", result
    return str(item["id"])


def review(desk: Signed, record_id: str) -> Data:
    with desk.call("GET", f"/api/v1/reviews/{record_id}") as answer:
        found: Data = json.load(answer)
    return found


def decide(desk: Signed, record_id: str, move: str, **more: Any) -> None:
    given = {"revision": review(desk, record_id)["revision"], **more}
    desk.call("POST", f"/api/v1/reviews/{record_id}/{move}", given).close()


def open_desk(devices: Maker, words: str) -> Page:
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", f"/desk/review?q={words}")
    expect(row(page, words).first).to_be_visible()
    return page


def open_phone(devices: Maker) -> Page:
    phone = devices("phone-of-officer1")
    phone.stand_at(ZONE.lon, ZONE.lat)
    page = phone.open()
    screens.sign_in(page, "officer1")
    screens.wait_until_it_works_offline(page)
    return page


def row(page: Page, place: str) -> Locator:
    return page.locator("[data-review]").filter(has_text=place)


def panel(page: Page) -> Locator:
    return page.get_by_role("article")


def test_an_uncertain_record_is_ruled_and_accepted_by_keys(devices: Maker, server: Server) -> None:
    record_id = recorded(Signed(server, "officer1"), "压线路口", *on_the_border(), action="case_proposed")
    page = open_desk(devices, "压线路口")
    expect(row(page, "压线路口").get_by_text("压着边界，±18 m")).to_be_visible()
    expect(panel(page).get_by_role("heading", name=re.compile("犬吠扰民"))).to_be_visible()
    page.locator("body").click(position={"x": 700, "y": 840})
    page.keyboard.press("a")
    expect(page.get_by_text("建议立案，先定区内还是区外")).to_be_visible()
    page.keyboard.press("Space")  # the first choice has the focus
    expect(page.get_by_role("radio", name="在区内", exact=True)).to_have_attribute("aria-checked", "true")
    page.keyboard.press("a")
    page.keyboard.type("店招在路西侧 a")
    expect(page.get_by_label("凭什么判断")).to_have_value("店招在路西侧 a")
    page.keyboard.press("Escape")
    done = page.get_by_role("tab", name="今日已办")
    before = int(done.inner_text().split()[-1])
    page.keyboard.press("a")
    page.keyboard.press("a")  # a hasty finger decides nothing that nobody has seen
    expect(row(page, "压线路口")).to_have_count(0)
    expect(done).to_have_text(re.compile(rf"\D{before + 1}$"))
    done.click()
    expect(row(page, "压线路口").get_by_text("已通过")).to_be_visible()
    found = review(Signed(server, "supervisor1"), record_id)
    assert (found["state"], found["zone_ruling"]) == ("accepted", "inside")
    assert [one["decision"] for one in found["decisions"]] == ["zone", "accept"]
    assert found["decisions"][0]["text"] == "店招在路西侧 a"


def test_who_was_first_is_told_and_nothing_typed_is_lost(devices: Maker, server: Server) -> None:
    officer, supervisor = Signed(server, "officer1"), Signed(server, "supervisor1")
    first, second = recorded(officer, "抢先 甲"), recorded(officer, "抢先 乙", ZONE.lon + 0.01)
    page = open_desk(devices, "抢先")
    row(page, "抢先 甲").click()
    page.get_by_label("还想说的").fill("哪个门？")
    page.keyboard.press("Escape")
    page.keyboard.press("j" if row(page, "抢先").first.get_attribute("data-review") == first else "k")
    expect(row(page, "抢先 乙")).to_have_attribute("aria-current", "true")
    expect(page.get_by_label("还想说的")).to_have_value("")
    row(page, "抢先 甲").click()
    expect(page.get_by_label("还想说的")).to_have_value("哪个门？")
    decide(supervisor, first, "acceptance")
    page.get_by_role("button", name="退回", exact=True).click()
    expect(page.get_by_role("alert").get_by_text("刚通过了这条")).to_be_visible()
    page.get_by_role("button", name="打开看看").click()
    expect(page.get_by_label("还想说的")).to_have_value("哪个门？")
    expect(panel(page).get_by_text("通过了这条").first).to_be_visible()
    assert review(supervisor, first)["state"] == "accepted"
    assert review(supervisor, second)["state"] == "open"


def test_duplicates_are_merged_and_separated(devices: Maker, server: Server) -> None:
    officer, supervisor = Signed(server, "officer1"), Signed(server, "supervisor1")
    kept, twin = (recorded(officer, f"双份 {name}", ZONE.lon + 0.02) for name in "甲乙")
    page = open_desk(devices, "双份")
    row(page, "双份 乙").click()
    expect(panel(page).get_by_text("相距 0 m、相差")).to_be_visible()
    page.get_by_role("button", name="合并").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name=re.compile("双份 甲")).click()
    dialog.get_by_role("button", name="合并").click()
    screens.until(lambda: review(supervisor, twin)["duplicate_of_id"] == kept, "merged")
    page.get_by_role("tab", name="今日已办").click()
    row(page, "双份 乙").click()
    page.get_by_role("button", name="取消合并").click()
    screens.until(lambda: review(supervisor, twin)["state"] == "open", "separated")


def test_two_that_nothing_pairs_are_chosen_and_merged(devices: Maker, server: Server) -> None:
    officer, supervisor = Signed(server, "officer1"), Signed(server, "supervisor1")
    kept, twin, third = (recorded(officer, f"自选 {name}", ZONE.lon + 0.02 * n) for n, name in enumerate("甲乙丙"))
    page = open_desk(devices, "自选")
    for name in "甲乙":
        row(page, f"自选 {name}").locator("xpath=..").get_by_role("checkbox").check()
    page.get_by_role("button", name="合并这两条").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("系统没有看成一对")).to_be_visible()
    expect(dialog.get_by_text("相距 1.9 km")).to_be_visible()
    expect(dialog.get_by_text("同一类：犬吠扰民")).to_be_visible()
    dialog.get_by_role("radio", name=re.compile("自选 甲")).click()
    dialog.get_by_role("button", name="合并", exact=True).click()
    screens.until(lambda: review(supervisor, twin)["duplicate_of_id"] == kept, "merged")

    row(page, "自选 丙").click()
    panel(page).get_by_role("button", name="合并到…").click()
    expect(page.get_by_text("和哪一条是同一件事")).to_be_visible()
    row(page, "自选 丙").click()
    expect(page.get_by_text("这就是要合并的那条")).to_be_visible()
    row(page, "自选 甲").click()
    dialog.get_by_role("radio", name=re.compile("自选 甲")).click()
    dialog.get_by_role("button", name="合并", exact=True).click()
    screens.until(lambda: review(supervisor, third)["duplicate_of_id"] == kept, "merged from the open record")


def test_a_pair_says_why_it_is_one(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    for name in "甲乙":
        recorded(officer, f"缘由 {name}", ZONE.lon + 0.06)
    page = open_desk(devices, "缘由")
    row(page, "缘由 乙").click()
    panel(page).get_by_role("button", name="合并").click()
    dialog = page.get_by_role("dialog")
    for words in ("系统看着像同一件事，因为", "相距 0 m", "同一类：犬吠扰民"):
        expect(dialog.get_by_text(words)).to_be_visible()


def test_several_are_accepted_at_once(devices: Maker, server: Server) -> None:
    officer, supervisor = Signed(server, "officer1"), Signed(server, "supervisor1")
    some = [recorded(officer, f"一起 {number}", ZONE.lon - 0.01 * number) for number in range(3)]
    page = open_desk(devices, "一起")
    for number in range(2):
        row(page, f"一起 {number}").locator("xpath=..").get_by_role("checkbox").check()
    page.get_by_role("button", name="通过所选").click()
    expect(row(page, "一起")).to_have_count(1)
    screens.until(lambda: review(supervisor, some[0])["state"] == "accepted", "the server knows")
    assert [review(supervisor, one)["state"] for one in some] == ["accepted", "accepted", "open"]


def test_a_returned_record_is_mended_offline_and_comes_back(devices: Maker, proxy: Proxy, server: Server) -> None:
    record_id = recorded(Signed(server, "officer1"), "退回路口", ZONE.lon + 0.03)
    desk = open_desk(devices, "退回路口")
    expect(panel(desk).get_by_role("button", name="看不清有没有绳")).to_be_visible()
    desk.locator("body").click(position={"x": 700, "y": 840})
    desk.keyboard.press("r")
    expect(desk.get_by_text("选一个原因，或写一句话")).to_be_visible()
    desk.keyboard.press("Space")  # the first chip has the focus
    desk.get_by_label("还想说的").fill("拍清楚些")
    desk.keyboard.press("Escape")
    desk.keyboard.press("r")
    expect(row(desk, "退回路口")).to_have_count(0)

    page = open_phone(devices)
    page.goto(devices("phone-of-officer1").origin + "/today")
    note = page.get_by_text("被退回：看不清有没有绳，拍清楚些").first
    expect(note).to_be_visible(timeout=SEND_MS)
    note.click()
    expect(page.get_by_text("改一改或补张照片")).to_be_visible()
    proxy.cut()
    page.get_by_role("button", name="去补").click()
    place = page.get_by_label("地点")
    place.scroll_into_view_if_needed()
    place.fill("退回路口，公园东门")
    page.get_by_label("地点").evaluate("(field) => field.closest('main').scrollTo(0, 1e6)")
    expect(page.get_by_role("status").filter(has_text="被退回：看不清有没有绳，拍清楚些")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已补，等复核")).to_be_visible()
    assert review(Signed(server, "supervisor1"), record_id)["state"] == "returned"
    proxy.online()
    page.goto(devices("phone-of-officer1").origin + "/outbox")
    page.get_by_role("button", name="现在试一次").click()
    expect(page.get_by_text("没有等着发的，都送到了")).to_be_visible(timeout=SEND_MS)

    desk.get_by_role("tab", name="要看的").click()
    desk.reload()
    expect(row(desk, "公园东门").get_by_text("第 2 次", exact=True)).to_be_visible(timeout=SEND_MS)
    expect(row(desk, "公园东门").get_by_text("退回后已补")).to_be_visible()
    expect(panel(desk).get_by_text("退回（第 1 次）：看不清有没有绳，拍清楚些")).to_be_visible()


def test_a_recheck_goes_to_the_phone_and_its_result_to_the_desk(devices: Maker, proxy: Proxy, server: Server) -> None:
    officer = Signed(server, "officer1")
    with officer.call("GET", "/api/v1/session") as answer:
        team = json.load(answer)["person"]["teams"][0]["name"]
    record_id = recorded(officer, "复查路口", ZONE.lon + 0.004)
    again = recorded(officer, "又有路口", ZONE.lon - 0.03)
    desk = open_desk(devices, "路口")
    for place, text in (("复查路口", "看看还吵不吵"), ("又有路口", "看看还有没有")):
        row(desk, place).click()
        expect(row(desk, place)).to_have_attribute("aria-current", "true")
        desk.keyboard.press("d")
        dialog = desk.get_by_role("dialog")
        teams = dialog.get_by_label("哪支队伍")
        teams.select_option(label=teams.locator("option").filter(has_text=team).first.inner_text())
        dialog.get_by_label("要看什么").fill(text)
        dialog.get_by_role("button", name="派出去").click()
        expect(panel(desk).get_by_text(f"等 {team} 复查：{text}")).to_be_visible()

    page = open_phone(devices)
    origin = devices("phone-of-officer1").origin
    page.goto(origin + "/today")
    expect(page.get_by_text("看看还吵不吵")).to_be_visible(timeout=SEND_MS)
    proxy.cut()
    page.get_by_text("看看还吵不吵").click()
    expect(page.get_by_role("heading", name="看看还吵不吵")).to_be_visible()
    page.get_by_label("想说的").fill("主人搬走了")
    page.get_by_role("button", name="没有再发现").click()
    expect(page.get_by_role("heading", name=re.compile("^今日"))).to_be_visible()
    page.get_by_text("看看还有没有").click()
    page.get_by_role("button", name="又有，记一条").click()
    page.get_by_role("button", name="先不拍").click()
    expect(page.get_by_label("地点")).to_have_value("又有路口")
    expect(page.get_by_role("radio", name="犬吠扰民")).to_be_checked()
    page.get_by_role("radio", name="责令改正").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("又有，已另记一条")).to_be_visible()
    proxy.online()
    page.goto(origin + "/outbox")
    page.get_by_role("button", name="现在试一次").click()
    expect(page.get_by_text("没有等着发的，都送到了")).to_be_visible(timeout=SEND_MS)

    supervisor = Signed(server, "supervisor1")
    results = [review(supervisor, one)["rechecks"][0]["result"] for one in (record_id, again)]
    assert results == ["nothing_found", "recorded"]
    row(desk, "复查路口").first.click()
    expect(row(desk, "复查路口")).to_have_attribute("aria-current", "true")
    screens.until(lambda: record_id in str(desk.evaluate("location.href")), "it stands in the address")
    desk.reload()
    expect(panel(desk).get_by_text("没有再发现：主人搬走了")).to_be_visible(timeout=SEND_MS)


def test_the_hints_of_a_recheck_are_those_of_the_record(devices: Maker, server: Server) -> None:
    officer = Signed(server, "officer1")
    recorded(officer, "提示路口", ZONE.lon + 0.07, type="faeces")
    admin = Signed(server, "admin1")
    admin.call("POST", "/api/v1/teams", {"name": "大桥二组", "organisation_id": "330402105"}).close()
    desk = open_desk(devices, "提示路口")
    row(desk, "提示路口").click()
    panel(desk).get_by_role("button", name="派复查").click()
    dialog = desk.get_by_role("dialog")
    team, what, due = (dialog.get_by_label(name) for name in ("哪支队伍", "要看什么", "最迟哪天"))
    expect(what).to_have_attribute("placeholder", "例如：明早再去看看清了没有")
    options = team.locator("option").all_inner_texts()
    assert "记这条的队伍" in options[1], options
    today = due.input_value()
    due.fill("2026-01-02")
    expect(dialog.get_by_text("这天已经过了")).to_be_visible()
    dialog.get_by_role("button", name="派出去").click()
    expect(dialog.get_by_text("选一支队伍", exact=True).last).to_be_visible()
    expect(dialog.get_by_text("写明要看什么")).to_be_visible()
    team.select_option(label=next(one for one in options if "大桥二组" in one))
    expect(dialog.get_by_text("大桥二组是大桥镇的队伍，这条记在")).to_be_visible()
    team.select_option(label=options[1])
    expect(dialog.get_by_text("大桥二组是")).to_have_count(0)
    what.fill("清了没有")
    due.fill(today)
    dialog.get_by_role("button", name="派出去").click()
    expect(dialog).to_have_count(0)
    panel(desk).get_by_role("button", name="派复查").click()
    expect(dialog.get_by_text("再派就是另加一项")).to_be_visible()


def test_the_map_leads_to_the_review_and_back(devices: Maker, server: Server) -> None:
    record_id = recorded(Signed(server, "officer1"), "来回路口", ZONE.lon + 0.05)
    page = screens.signed_in_at(devices("desk-of-supervisor1"), "supervisor1", f"/desk/map?record=incident:{record_id}")
    page.get_by_role("link", name="去复核").click()
    expect(panel(page).get_by_text("为什么要看")).to_be_visible()
    assert screens.path(page) == "/desk/review"
    page.get_by_role("link", name="在地图上看").click()
    expect(page.get_by_role("link", name="去复核")).to_be_visible()


def test_others_have_no_work_list(devices: Maker) -> None:
    page = open_phone(devices)
    page.goto(devices("phone-of-officer1").origin + "/desk/review")
    screens.until(lambda: screens.path(page) != "/desk/review", "an officer is led home")


def test_a_double_click_decides_one_record(devices: Maker, server: Server) -> None:
    officer, supervisor = Signed(server, "officer1"), Signed(server, "supervisor1")
    ids = [recorded(officer, f"双击{number}") for number in range(3)]
    page = open_desk(devices, "双击")
    page.get_by_role("button", name="通过，下一条").dblclick()

    def states() -> list[str]:
        return [str(review(supervisor, one)["state"]) for one in ids]

    screens.until(lambda: "accepted" in states(), "the first is accepted")
    page.wait_for_timeout(1500)
    assert sorted(states()) == ["accepted", "open", "open"]
