"""Ledgers in: receive → match → preview → apply → undo. A room says what a row means; the stages are here.

    def plan(rows, context):                       # at most 1,000 rows, a fixed number of queries
        known = {(c.division_id, c.name_key): c for c in Compound.objects.matching(rows)}
        return [planned(row, known.get(key_of(row))) for row in rows]   # one PlannedRow per row

    LEDGER = register(Layout(
        key="compounds", title="小区基本信息台账", columns=LEDGER_COLUMNS, permission=Permission.IMPORT_COMPOUNDS,
        checks=(street_is_ours, not_twice), plan=plan, apply=apply, undo=undo,
        versions=lambda ids: dict(Compound.objects.select_for_update().filter(pk__in=ids).values_list("pk", "version")),
        landing=lambda import_id, context: reverse("communities:compound_list") + f"?import={import_id}",
        fill_down=frozenset({"street"}),
    ))                                             # imported in the room's AppConfig.ready()

The page is `imports:upload` with the layout's key. From code the same way: `receiving.receive`, `previewing.preview`,
`applying.apply`. Stages: `matching`, `reading` with `printed` (no models), then `flow`, `receiving`, `previewing`,
`applying` (one transaction each), `background` (as jobs), `presenting`, `views`.
"""
