"""Addresses of the duty roster, below /duty/."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from dutyroster.views import (
    book as book_views,
    day as day_views,
    edit as edit_views,
    fairness as fairness_views,
    feed as feed_views,
    imports as import_views,
    leader as leader_views,
    leave as leave_views,
    month as month_views,
    publish as publish_views,
    score as score_views,
    sheet as sheet_views,
    slip as slip_views,
    swap as swap_views,
    version as version_views,
)


class Month:
    """A month as it stands in an address: its first day."""

    regex = "20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(f"{value}-01")

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


class Day:
    """A day as it stands in an address; one the calendar does not have is no address."""

    regex = "20[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class Presence:
    """What the front desk does about a presence, as it stands in an address."""

    regex = "out|(?:confirm|refuse)-(?:came|left)"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Presence, "presence")
register_converter(Month, "month")
register_converter(Day, "day")
app_name = "dutyroster"
urlpatterns: list[URLPattern] = [
    # the month: import, planning, swaps, fairness
    path("roster/", month_views.present, name="roster"),
    path("roster/<month:month>/", month_views.month, name="month"),
    path("roster/<month:month>/edit/", edit_views.edit, name="edit"),
    path("roster/<month:month>/draft/", edit_views.fair_draft, name="draft"),
    path("swaps/", swap_views.page, name="swaps"),
    path("swaps/ask/<day:day>/", swap_views.ask, name="swap_ask"),
    path("swaps/<int:pk>/answer/", swap_views.answer, name="swap_answer"),
    path("swaps/<int:pk>/take-back/", swap_views.take_back, name="swap_take_back"),
    path("swaps/<int:pk>/decide/", swap_views.decide, name="swap_decide"),
    path("fairness/", fairness_views.page, name="fairness"),
    path("public/", month_views.latest_public, name="latest_public"),
    path("public/<month:month>/", month_views.public, name="public"),
    path("feed/<str:token>.ics", feed_views.feed, name="feed"),
    path("feeds/", feed_views.page, name="feeds"),
    path("feeds/<int:pk>/make/", feed_views.make, name="feed_make"),
    path("feeds/<int:pk>/revoke/", feed_views.revoke, name="feed_revoke"),
    path("roster/<month:month>/import/", import_views.import_month, name="import"),
    path("roster/<month:month>/versions/", version_views.versions, name="versions"),
    # announcing and publishing, the notice, the leaders' information
    path("roster/<month:month>/announce/", publish_views.announce, name="announce"),
    path("roster/<month:month>/publish/", publish_views.publish, name="publish"),
    path("roster/<month:month>/notice/", publish_views.notice, name="notice_page"),
    path("roster/<month:month>/notice.docx", publish_views.notice_word, name="notice"),
    path("roster/<month:month>/leaders/", leader_views.overview, name="leaders"),
    path("roster/<month:month>/leaders/urge/", leader_views.urge_all, name="urge_all_leaders"),
    path("roster/<month:month>/leaders/<int:pk>/", leader_views.unit_leaders, name="unit_leaders"),
    path("roster/<month:month>/leaders/<int:pk>/urge/", leader_views.urge, name="urge_leaders"),
    # the duty day
    path("", day_views.today, name="today"),
    path("ask/", day_views.ask, name="ask"),
    path("slip/", slip_views.use, name="slip"),
    path("<day:day>/", day_views.day, name="day"),
    path("<day:day>/check-in/", day_views.check_in, name="check_in"),
    path("<day:day>/check-out/", day_views.check_out, name="check_out"),
    path("<day:day>/attendance/", day_views.record, name="record"),
    path("<day:day>/attendance/<int:pk>/<presence:deed>/", day_views.presence, name="presence"),
    path("<day:day>/slips/<int:pk>/", day_views.print_slip, name="print_slip"),
    path("<day:day>/checklist/", day_views.tick, name="tick"),
    path("<day:day>/entries/", day_views.add, name="add"),
    path("<day:day>/entries/<int:pk>/answer/", day_views.answer, name="answer"),
    path("<day:day>/entries/<int:pk>/close/", day_views.close, name="close"),
    path("<day:day>/book/", book_views.book, name="book"),
    path("<day:day>/book.docx", book_views.word, name="book_word"),
    path("<day:day>/book/sign/", book_views.sign, name="book_sign"),
    path("<day:day>/book/confirm/", book_views.confirm, name="book_confirm"),
    path("<day:day>/book/close/", book_views.close_unsigned, name="book_close"),
    # the callback sheet
    path("sheets/", sheet_views.sheet_list, name="sheets"),
    path("<day:day>/sheet/", sheet_views.sheet, name="sheet"),
    path("<day:day>/sheet.docx", sheet_views.document, name="sheet_word"),
    path("<day:day>/sheet/sign/", sheet_views.sign, name="sheet_sign"),
    path("<day:day>/sheet/verify/", sheet_views.proof, name="sheet_proof"),
    path("<day:day>/sheet/close/", sheet_views.close, name="sheet_close"),
    path("<day:day>/sheet/<int:position>/", sheet_views.case, name="case"),
    path("<day:day>/sheet/<int:position>/draft/", sheet_views.draft, name="case_draft"),
    path("<day:day>/sheet/<int:position>/phone/", sheet_views.phone, name="case_phone"),
    path("<day:day>/sheet/<int:position>/confirm/", sheet_views.confirm, name="case_confirm"),
    path("<day:day>/sheet/<int:position>/replace/", sheet_views.replace, name="case_replace"),
    # leave and score
    path("leave/", leave_views.page, name="leaves"),
    path("leave/new/", leave_views.new, name="leave_new"),
    path("leave/<int:pk>/", leave_views.leave, name="leave"),
    path("leave/<int:pk>/decide/", leave_views.decide, name="leave_decide"),
    path("leave/<int:pk>/drop/", leave_views.drop, name="leave_drop"),
    path("leave/<int:pk>/makeup/", leave_views.makeup, name="makeup"),
    path("leave/<int:pk>/makeup/undo/", leave_views.makeup_undo, name="makeup_undo"),
    path("scores/", score_views.page, name="scores"),
    path("scores/confirm/", score_views.confirm_many, name="scores_confirm"),
    path("scores/year/<int:year>/", score_views.year, name="score_year"),
    path("scores/year/<int:year>/<int:pk>/", score_views.unit, name="score_unit"),
    path("scores/year/<int:year>/export/", score_views.export, name="score_export"),
    path("scores/<day:day>/", score_views.day, name="score"),
    path("scores/<day:day>/confirm/", score_views.act, {"what": "confirm"}, name="score_confirm"),
    path("scores/<day:day>/reverse/", score_views.act, {"what": "reverse"}, name="score_reverse"),
    path("scores/<day:day>/appeal/", score_views.act, {"what": "appeal"}, name="score_appeal"),
    path("scores/<day:day>/appeal/decide/", score_views.act, {"what": "decide"}, name="score_decide"),
]
