// Publishes the JSON schemas of all specifications, and the tables of options in the documentation, from the one description that
// the command checks: `pnpm schemas`, after `pnpm build`.
import { readFileSync, writeFileSync } from "node:fs";
import { fillOptionTables } from "../packages/cli/dist/options/fill-option-tables.js";
import { EXPERIMENTS } from "../packages/paper/dist/experiments.js";
import { publishSchema } from "../packages/paper/dist/spec/publish-schema.js";

for (const [name, { schema }] of Object.entries(EXPERIMENTS)) {
  writeFileSync(new URL(`../packages/paper/src/schemas/${name}.schema.json`, import.meta.url), publishSchema(schema()));
}
for (const document of ["packages/cli/README.md", "docs/reproduce.md"]) {
  const file = new URL(`../${document}`, import.meta.url);
  writeFileSync(file, fillOptionTables(readFileSync(file, "utf8")));
}
