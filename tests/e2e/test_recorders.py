"""Body cameras as an authority sees them: twelve recorders come in by themselves, and their pictures move on a page."""

from playwright.sync_api import Page, expect

from tests.running import Platform, until

from .conftest import Launch, SignIn

MOVES = "(video) => video.readyState >= 2 && video.videoWidth > 0 && video.currentTime > 0"


def picture_moves(page: Page) -> None:
    """The first picture on the page is decoded, and goes on."""
    video = page.locator("video").first
    video.wait_for(state="attached")
    until(lambda: video.evaluate(MOVES), "picture")
    before = video.evaluate("(video) => video.currentTime")
    until(lambda: video.evaluate("(video) => video.currentTime") > before + 1, "picture goes on")


def all_online(platform: Platform) -> None:
    came = "SELECT count(*) FROM terminals_terminal WHERE online"
    until(lambda: platform.count(came) == 12, "twelve recorders online", 90)


def test_recorders_are_there_with_their_wearers_and_a_live_picture(sign_in: SignIn, platform: Platform) -> None:
    all_online(platform)
    district = sign_in("district")
    district.goto("/recorders")
    rows = district.locator(".el-table__row")
    expect(rows).to_have_count(2)  # 武进区 has two of the city's twelve
    expect(rows.first).to_contain_text("在线")
    rows.first.click()
    drawer = district.locator(".record-drawer")
    expect(drawer).to_contain_text("武进区应急管理局")
    drawer.get_by_role("button", name="查看画面").first.click()
    picture_moves(district)


def test_the_wall_shows_what_is_put_on_it(sign_in: SignIn, platform: Platform) -> None:
    all_online(platform)
    city = sign_in("city")
    city.goto("/live-wall")
    for name in ("执法记录仪001", "执法记录仪002"):
        city.get_by_text(name).first.click()
    until(lambda: city.locator("video").count() >= 2, "two pictures")
    picture_moves(city)


def test_the_map_knows_where_they_are(sign_in: SignIn, platform: Platform) -> None:
    located = "SELECT count(*) FROM terminals_terminal WHERE lon IS NOT NULL"
    until(lambda: platform.count(located) >= 1, "positions", 90)
    city = sign_in("city")
    with city.expect_response(lambda answer: "/api/recorders/places/" in answer.url) as told:
        city.goto("/recorder-map")
    assert told.value.json()


def test_a_page_of_thirty_lines_plays_it(sign_in: SignIn, platform: Platform, launch: Launch) -> None:
    """docs/live.html, as another system would use it."""
    all_online(platform)
    # A page that the test itself answers comes from no address, and may otherwise not reach this machine's own.
    page = sign_in("city", within=launch("--disable-features=LocalNetworkAccessChecks"))
    page.route("**/live.html*", lambda route: route.fulfill(path="docs/live.html"))
    with platform.client("city") as client:
        pk = client.get("/api/recorders/", params={"presence": "online"}).json()["results"][0]["id"]
        view = client.post(f"/api/recorders/{pk}/watch/", json={}).json()
    page.goto(f"/live.html#url={view['url']}&ticket={view['ticket']}")
    picture_moves(page)
