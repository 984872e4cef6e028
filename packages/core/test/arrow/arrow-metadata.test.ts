import { expect, test } from "vitest";
import { readArrowFooter, readArrowMessage } from "../../src/arrow/arrow-metadata.ts";
import { layeredSchema } from "./layered-schema.ts";

test("a footer without a schema is a RangeError", () => {
  expect(() => readArrowFooter(layeredSchema(0))).toThrow("a footer without a schema");
});

test("a message of a version before 4, and bytes that are none, are a RangeError", () => {
  expect(() => readArrowMessage(layeredSchema(0))).toThrow("a message of a version before 4");
  expect(() => readArrowMessage(new Uint8Array(3))).toThrow(RangeError);
});
