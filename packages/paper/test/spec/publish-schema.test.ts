import { expect, test } from "vitest";
import { z } from "zod";
import { publishSchema } from "../../src/spec/publish-schema.ts";

test("publishSchema has descriptions and what may be left out", () => {
  const schema = z.strictObject({ epochs: z.int().default(3).meta({ description: "passes" }) });
  expect(JSON.parse(publishSchema(schema))).toMatchObject({
    properties: { epochs: { type: "integer", default: 3, description: "passes" } },
    additionalProperties: false,
  });
  expect(JSON.parse(publishSchema(schema)).required).toBeUndefined();
});
