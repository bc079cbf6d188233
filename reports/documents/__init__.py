from reports.documents.excel import excel
from reports.documents.pdf import pdf, pdf_available
from reports.documents.word import word

__all__ = ["excel", "pdf", "pdf_available", "word"]
