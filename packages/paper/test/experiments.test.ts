import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EXPERIMENTS } from "../src/experiments.ts";
import { publishSchema } from "../src/spec/publish-schema.ts";
import { descriptionAt, schemaAt } from "../src/spec/schema-at.ts";

const all = Object.entries(EXPERIMENTS);

test.each(all)("%s is known by its name, and its options set fields that are described", (name, experiment) => {
  expect(experiment.name).toBe(name);
  const schema = experiment.schema();
  for (const { path, description } of experiment.options) {
    expect(schemaAt(schema, path.split(".")), path).toBeDefined();
    expect(description ?? descriptionAt(schema, path.split(".")), path).toMatch(/^[^A-Z].*[^.]$/);
  }
});

test.each(all)("%s has variants that are specifications", (_, { variants, resolve }) => {
  expect(variants[0]!.given).toEqual({});
  for (const { given } of variants) expect(resolve(JSON.parse(JSON.stringify(resolve(given))))).toEqual(resolve(given));
});

test.each(all)(
  "the published schema of %s is the one that is checked; pnpm schemas publishes it again",
  (name, { schema }) => {
    const published = readFileSync(new URL(`../src/schemas/${name}.schema.json`, import.meta.url), "utf8");
    expect(published).toBe(publishSchema(schema()));
  },
);
