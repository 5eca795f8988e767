"""Captures of strays: what was seen or caught, how, and where it goes."""

from tests.phones import PhoneOf


def test_a_capture_with_all_it_may_tell(phone: PhoneOf) -> None:
    officer, supervisor = phone("officer1"), phone("supervisor1")
    traits = {"size": "large", "colour": "黑", "breed": "中华田园犬", "collar": True, "other": "左耳有缺口"}
    data = officer.capture(
        count=100, method="anaesthesia", traits=traits, condition="has_bitten", destination="犬只收容所", place="北门"
    )
    item = officer.record("capture", data)
    page = supervisor.caller.get(f"/api/v1/captures/{item['id']}").json
    assert page["data"] == data
    assert page["meta"]["zone_certainty"] == "inside"
    assert phone("outsider1").caller.get(f"/api/v1/captures/{item['id']}").status_code == 404


def test_a_volunteer_reports_a_stray_that_was_only_seen(phone: PhoneOf) -> None:
    volunteer, officer = phone("volunteer1"), phone("officer1")
    item = volunteer.record("capture", volunteer.capture(method="seen_only"))
    assert volunteer.data(item["id"])["method"] == "seen_only"
    assert item["id"] not in officer.state()
    assert item["id"] in phone("supervisor1").state()


def test_numbers_and_words_are_bounded(phone: PhoneOf) -> None:
    officer = phone("officer1")
    for change in (
        {"count": 0},
        {"count": 101},
        {"method": "poison"},
        {"condition": "fine"},
        {"traits": {"name": "x"}},
    ):
        assert officer.code(officer.item("capture", officer.capture(**change))) == "invalid"
    missing = {name: value for name, value in officer.capture().items() if name != "position"}
    assert officer.code(officer.item("capture", missing)) == "invalid"
