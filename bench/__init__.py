"""`make bench`: ratios within one run, on PostgreSQL. Nothing here asserts a time (docs/performance.md)."""
