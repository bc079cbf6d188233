"""Every address of the money; each part names its own."""

from funding.urls_allocations import allocation_patterns
from funding.urls_contracts import contract_patterns
from funding.urls_documents import document_patterns
from funding.urls_giving import giving_patterns
from funding.urls_reports import report_patterns
from funding.urls_requests import request_patterns
from funding.urls_warnings import warning_patterns

app_name = "funding"

urlpatterns = [
    *document_patterns,
    *allocation_patterns,
    *contract_patterns,
    *request_patterns,
    *report_patterns,
    *giving_patterns,
    *warning_patterns,
]
