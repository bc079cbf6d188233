"""python -m bench [--sizes 1000,10000,100000] [--only pages,imports,exports,projects,month,funds]

Builds a PostgreSQL database of its own (BENCH_DATABASE_URL), fills it step by step and prints one table per subject.
"""

import argparse
import logging
import os

from bench.clock import table
from bench.ground import DATABASE_URL, fresh_database, migrate

SUBJECTS = ("pages", "imports", "exports", "projects", "month", "funds")


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    asked.add_argument("--sizes", default="1000,10000,100000")
    asked.add_argument("--only", default=",".join(SUBJECTS))
    options = asked.parse_args()
    sizes, subjects = [int(size) for size in options.sizes.split(",")], options.only.split(",")

    fresh_database()
    os.environ["DATABASE_URL"] = DATABASE_URL
    os.environ["DJANGO_SETTINGS_MODULE"] = "renovation.settings.test"
    import django

    django.setup()
    logging.disable(logging.INFO)
    table("migrate of an empty database (row 25: under 30 s)", ("s",), [(migrate(),)])

    from bench import exports, generate, imports, pages

    streets, made, opened = generate.divisions(), 0, {}
    for size in sizes:
        generate.compounds(streets=streets, first=made, last=size)
        generate.analyse()
        made = size
        if "pages" in subjects:
            opened[size] = pages.measure()
    if opened:
        pages.report(opened)
    if "exports" in subjects:
        exports.report(made)
    if "imports" in subjects:
        imports.report(rows=5_000)
    if "projects" in subjects:
        from bench import projects

        projects.report()
    if "month" in subjects:
        from bench import month

        month.report()
    if "funds" in subjects:
        from bench import funds

        funds.report()


main()
