"""Schemes and their items, variations, papers."""

from django.urls import URLPattern, path

from projects.views import files, scheme_items, scheme_rules, schemes

scheme_patterns: list[URLPattern] = [
    path("projects/<int:pk>/scheme/", schemes.project_scheme, name="project_scheme"),
    path("projects/<int:pk>/scheme/start/", schemes.scheme_start, name="scheme_start"),
    path("projects/<int:pk>/scheme/variation/", schemes.SchemeVariation.as_view(), name="scheme_variation"),
    path("projects/<int:pk>/files/new/", files.FileAdd.as_view(), name="file_add"),
    path("project-files/<int:pk>/", files.file_download, name="file_download"),
    path("project-files/<int:pk>/remove/", files.FileRemove.as_view(), name="file_remove"),
    path("schemes/<int:pk>/", schemes.scheme_detail, name="scheme_detail"),
    path("schemes/<int:pk>/edit/", schemes.SchemeEdit.as_view(), name="scheme_edit"),
    path("schemes/<int:pk>/funds/", schemes.SchemeFunds.as_view(), name="scheme_funds"),
    path("schemes/<int:pk>/submit/", schemes.scheme_submit, name="scheme_submit"),
    path("schemes/<int:pk>/withdraw/", schemes.scheme_withdraw, name="scheme_withdraw"),
    path("schemes/<int:pk>/approve/", schemes.SchemeApprove.as_view(), name="scheme_approve"),
    path("schemes/<int:pk>/return/", schemes.SchemeReturn.as_view(), name="scheme_return"),
    path("schemes/<int:pk>/discard/", schemes.SchemeDiscard.as_view(), name="scheme_discard"),
    path("schemes/<int:pk>/compare/<int:other>/", schemes.scheme_compare, name="scheme_compare"),
    path("schemes/<int:pk>/copy/", scheme_items.SchemeCopy.as_view(), name="scheme_copy"),
    path("schemes/<int:pk>/items/new/", scheme_items.SchemeItemAdd.as_view(), name="scheme_item_add"),
    path("scheme-items/", scheme_items.SchemeItemList.as_view(), name="scheme_item_list"),
    path("scheme-items/<int:pk>/edit/", scheme_items.SchemeItemEdit.as_view(), name="scheme_item_edit"),
    path("scheme-items/<int:pk>/remove/", scheme_items.scheme_item_remove, name="scheme_item_remove"),
    path("scheme-rules/", scheme_rules.scheme_rule_list, name="scheme_rule_list"),
    path("scheme-rules/new/", scheme_rules.SchemeRuleCreate.as_view(), name="scheme_rule_create"),
]
