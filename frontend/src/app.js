// The behaviours of Bootstrap that our pages use; each listens for its own data-bs-* attributes.
import "bootstrap/js/dist/collapse";
import "bootstrap/js/dist/dropdown";
import "bootstrap/js/dist/offcanvas";
