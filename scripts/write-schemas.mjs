// Publishes the JSON schemas of all specifications, and the tables of options in the command line's README, from the one description
// that the command checks: `pnpm schemas`, after `pnpm build`.
import { readFileSync, writeFileSync } from "node:fs";
import { fillOptionTables } from "../packages/cli/dist/options/fill-option-tables.js";
import { EXPERIMENTS } from "../packages/paper/dist/experiments.js";
import { publishSchema } from "../packages/paper/dist/spec/publish-schema.js";

for (const [name, { schema }] of Object.entries(EXPERIMENTS)) {
  writeFileSync(new URL(`../packages/paper/src/schemas/${name}.schema.json`, import.meta.url), publishSchema(schema()));
}
const readme = new URL("../packages/cli/README.md", import.meta.url);
writeFileSync(readme, fillOptionTables(readFileSync(readme, "utf8")));
