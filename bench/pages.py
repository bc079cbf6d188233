"""The compound list, as a person opens it, beside the same SQL run bare."""

from bench.clock import median_ms, recorded, table
from bench.generate import PROVINCE
from bench.ground import browser, office_of

LIST = "/compounds/"
STREET, DISTRICT = "980101001000", "980101000000"
PAGES = {
    "list": (PROVINCE, ""),
    "filtered": (PROVINCE, "?management_mode=none"),
    "sorted": (PROVINCE, "?order=-households"),
    "searched, rare": (PROVINCE, "?q=人民路777"),
    "searched, common": (PROVINCE, "?q=家属院"),
    "searched, pinyin": (PROVINCE, "?q=rml77"),
    "within a district": (DISTRICT, ""),
    "within a street": (STREET, ""),
    "page 15": (PROVINCE, "?page=15"),
    "count and totals": (PROVINCE, "?part=totals"),
}


def measure() -> dict[str, tuple]:
    """The compound list in all its ways."""
    return opened({name: (division, LIST + query) for name, (division, query) in PAGES.items()})


def opened(pages: dict[str, tuple[str, str]]) -> dict[str, tuple]:
    """Page → (ms, ms of its SQL bare, statements, kB), each opened by the office of its division."""
    results = {}
    for name, (division, address) in pages.items():
        client = browser(office_of(division))

        def visit(client=client, address=address):
            response = client.get(address, headers={"HX-Request": "true"} if "part=" in address else None)
            assert response.status_code == 200, (response.status_code, address)
            return response

        size = len(visit().content) / 1024
        with recorded() as statements:
            visit()
        results[name] = (median_ms(visit), median_ms(statements.run_bare), len(statements.texts), size)
    return results


def report(by_size: dict[int, dict[str, tuple]]) -> None:
    """One table per size, then the growth from the smallest size."""
    smallest = by_size[min(by_size)]
    for size, results in by_size.items():
        rows = [
            (name, ms, bare, ms / bare, ms / smallest[name][0], statements, kb)
            for name, (ms, bare, statements, kb) in results.items()
        ]
        table(
            f"Compound list, {size:,} compounds (performance.md rows 1-8, 23, 24)",
            ("page", "ms", "SQL bare ms", "page/bare", f"x of {min(by_size):,}", "SQL", "kB"),
            rows,
        )
