"""Fund documents, the ledger, papers, closed years, rules."""

from django.urls import URLPattern, path

from funding.views import documents, entries, overview, papers, rules, years

document_patterns: list[URLPattern] = [
    path("funds/", overview.overview, name="overview"),
    path("funds/documents/", documents.document_list, name="document_list"),
    path("funds/documents/new/", documents.document_create, name="document_create"),
    path("funds/documents/<int:pk>/", documents.document_detail, name="document_detail"),
    path("funds/documents/<int:pk>/edit/", documents.document_edit, name="document_edit"),
    path("funds/documents/<int:pk>/receive/", documents.document_receive, name="document_receive"),
    path("funds/papers/new/", papers.paper_add, name="paper_add"),
    path("funds/papers/<int:pk>/", papers.paper_download, name="paper_download"),
    path("funds/papers/<int:pk>/remove/", papers.paper_remove, name="paper_remove"),
    path("funds/entries/", entries.entry_list, name="entry_list"),
    path("funds/acts/<int:pk>/", entries.act_detail, name="act_detail"),
    path("funds/acts/<int:pk>/reverse/", entries.act_reverse, name="act_reverse"),
    path("funds/years/", years.year_list, name="year_list"),
    path("funds/years/close/", years.year_close, name="year_close"),
    path("funds/years/<int:pk>/reopen/", years.year_reopen, name="year_reopen"),
    path("funds/rules/", rules.rule_list, name="rule_list"),
    path("funds/rules/<slug:kind>/new/", rules.rule_create, name="rule_create"),
]
