"""Workbooks as offices keep them: opened safely, understood, marked up and written.

In:  `opening` (file -> sheets) -> `headings` (which row is the head, which column is what) -> `rows` (data, totals,
     notes told apart) -> `values` (one typed value) -> `totals` (printed totals against the rows).
Out: `writing` (lists as .xlsx and .csv), `templates` (blank forms with drop-downs), `marking` (the file sent back).
Nothing here knows a model; `core.imports` puts the two together.
"""
