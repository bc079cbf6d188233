"""Fund documents, the ledger, papers, closed years, rules."""

from django.urls import URLPattern, path

from funding.views import documents, entries, overview, papers, rules, years

document_patterns: list[URLPattern] = [
    path("funds/", overview.overview, name="overview"),
    path("funds/documents/", documents.DocumentList.as_view(), name="document_list"),
    path("funds/documents/new/", documents.DocumentCreate.as_view(), name="document_create"),
    path("funds/documents/<int:pk>/", documents.document_detail, name="document_detail"),
    path("funds/documents/<int:pk>/edit/", documents.DocumentEdit.as_view(), name="document_edit"),
    path("funds/documents/<int:pk>/receive/", documents.DocumentReceive.as_view(), name="document_receive"),
    path("funds/papers/new/", papers.PaperAdd.as_view(), name="paper_add"),
    path("funds/papers/<int:pk>/", papers.paper_download, name="paper_download"),
    path("funds/papers/<int:pk>/remove/", papers.PaperRemove.as_view(), name="paper_remove"),
    path("funds/entries/", entries.EntryList.as_view(), name="entry_list"),
    path("funds/acts/<int:pk>/", entries.act_detail, name="act_detail"),
    path("funds/acts/<int:pk>/reverse/", entries.ActReverse.as_view(), name="act_reverse"),
    path("funds/years/", years.year_list, name="year_list"),
    path("funds/years/close/", years.YearClose.as_view(), name="year_close"),
    path("funds/years/<int:pk>/reopen/", years.YearReopen.as_view(), name="year_reopen"),
    path("funds/rules/", rules.rule_list, name="rule_list"),
    path("funds/rules/<slug:kind>/new/", rules.RuleCreate.as_view(), name="rule_create"),
]
