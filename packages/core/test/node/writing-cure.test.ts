import { expect, test } from "vitest";
import { writingCure } from "../../src/node/index.ts";

test("writingCure tells a full disk from a place that cannot be written to", () => {
  expect(writingCure({ code: "ENOSPC" })).toBe("make room on its disk");
  expect(writingCure({ code: "EROFS" })).toBe("make sure that it can be written to");
  expect(writingCure({})).toBe("make sure that it can be written to");
});
