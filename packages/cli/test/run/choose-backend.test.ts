import { expect, test } from "vitest";
import { chooseBackend } from "../../src/run/choose-backend.ts";

test("chooseBackend takes the one that is named, and some other without a name", async () => {
  expect((await chooseBackend("cpu")).name).toBe("cpu");
  expect((await chooseBackend(undefined)).name).not.toBe("cpu");
});
