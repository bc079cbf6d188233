from communities.urls_pool import pool_patterns

app_name = "communities"
urlpatterns = [*pool_patterns]
