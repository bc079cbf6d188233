"""The workbook of a sheet is handed to whoever may see the return."""

from tests.matrix import Case
from tests.progress.matrix_contradictions import SEEING, a_return_of

MATRIX = {
    "progress:sheet_template": Case(roles=SEEING, args=lambda world: [a_return_of(world).pk]),
}
