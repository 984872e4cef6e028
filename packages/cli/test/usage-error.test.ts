import { expect, test } from "vitest";
import { UsageError } from "../src/usage-error.ts";

test("UsageError says who it is", () => {
  expect(new UsageError("--epochs must be above 0")).toMatchObject({
    name: "UsageError",
    message: "--epochs must be above 0",
  });
});
