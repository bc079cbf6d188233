from django.urls import path

from deadlines.urls_reminders import reminder_patterns
from deadlines.views import feeds, ranking, todo

app_name = "deadlines"
urlpatterns = [
    path("todo/", todo.todo, name="todo"),
    path("deadlines/all/", todo.DeadlineList.as_view(), name="deadline_list"),
    path("deadlines/all/organisations/", todo.organisation_search, name="organisation_search"),
    path("deadlines/month/", todo.month, name="month"),
    path("deadlines/ranking/", ranking.ranking, name="ranking"),
    path("deadlines/ranking/text/", ranking.as_text, name="as_text"),
    path("deadlines/feed/", feeds.feed_settings, name="feed_settings"),
    path("deadlines/feed/renew/", feeds.feed_renew, name="feed_renew"),
    path("deadlines/feed/revoke/", feeds.feed_revoke, name="feed_revoke"),
    path("calendar/<str:token>/deadlines.ics/", feeds.feed, name="feed"),
    *reminder_patterns,
]
