import { expect, test } from "vitest";
import { checkSchema } from "../../src/arrow/check-schema.ts";
import { rootTable } from "../../src/arrow/flatbuffer.ts";
import { layeredSchema } from "./layered-schema.ts";

const check = (layers: number) => {
  const bytes = layeredSchema(layers);
  checkSchema(rootTable(bytes), bytes.length);
};

test("fields in fields are followed", () => {
  expect(() => check(3)).not.toThrow();
});

test("a few bytes that stand for any number of fields are refused at once", () => {
  for (const layers of [20, 200]) expect(() => check(layers)).toThrow(RangeError);
});
