import { expect, test } from "vitest";
import { filesOf } from "../../../src/node/internal/idx-release.ts";
import { TINY_RELEASE } from "../tiny-release.ts";

test("filesOf(release) are its four files, the training set first", () => {
  expect(filesOf(TINY_RELEASE).map(({ name }) => name)).toEqual([
    "train-images",
    "train-labels",
    "test-images",
    "test-labels",
  ]);
});
