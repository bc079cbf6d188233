from reports.documents.in_excel import excel
from reports.documents.in_pdf import pdf, pdf_available
from reports.documents.in_word import word

__all__ = ["excel", "pdf", "pdf_available", "word"]
