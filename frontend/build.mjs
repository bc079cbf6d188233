// One bundle per concern into dist/, which Django serves under the prefix "app".
// IIFE, because the manifest storage renames files and does not rewrite ES-module imports.
import { rmSync } from "node:fs";
import { build } from "esbuild";

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/app.js", "src/app.css", "src/grid.js"],
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2019", "chrome86"], // the oldest office browser we promise
  legalComments: "linked", // licence texts stay beside the bundles
  logLevel: "warning",
});
