import { expect, test } from "vitest";
import { z } from "zod";
import { descriptionAt, fieldsAt, schemaAt } from "../../src/spec/schema-at.ts";

const net = z.preprocess(
  (value) => value,
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("mlp"), hidden: z.array(z.int()).meta({ description: "units" }) }),
    z.strictObject({ kind: z.literal("file"), path: z.string() }),
  ]),
);
const schema = z
  .strictObject({
    epochs: z.int().meta({ description: "passes" }).default(3),
    student: net.optional(),
    nets: z.array(net),
  })
  .refine(() => true);

test("schemaAt goes through defaults, unions and lists", () => {
  expect(schemaAt(schema, ["epochs"])!._zod.def.type).toBe("number");
  expect(schemaAt(schema, ["student", "hidden"])!._zod.def.type).toBe("array");
  expect(schemaAt(schema, ["nets", 0, "path"])!._zod.def.type).toBe("string");
  expect(schemaAt(schema, ["student", "other"])).toBeUndefined();
  expect(schemaAt(schema, ["epochs", "other"])).toBeUndefined();
});

test("fieldsAt has the fields of all kinds", () => {
  expect(fieldsAt(schema, [])).toEqual(["epochs", "student", "nets"]);
  expect(fieldsAt(schema, ["student"])).toEqual(["kind", "hidden", "path"]);
  expect(fieldsAt(schema, ["epochs"])).toEqual([]);
});

test("descriptionAt finds the description under a default", () => {
  expect(descriptionAt(schema, ["epochs"])).toBe("passes");
  expect(descriptionAt(schema, ["student", "hidden"])).toBe("units");
  expect(descriptionAt(schema, ["student"])).toBeUndefined();
});
