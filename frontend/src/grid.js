// The entry grid (docs/decisions/0050-entry-grid.md); only its page loads it.
import "./grid/index";
