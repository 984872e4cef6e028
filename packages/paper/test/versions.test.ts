import { expect, test } from "vitest";
import { versions } from "../src/versions.ts";

test("versions names this package's, tfjs's and Node's", () => {
  expect(versions()).toEqual({
    "dark-knowledge": expect.stringMatching(/^\d+\.\d+\.\d+/),
    tfjs: expect.stringMatching(/^4\./),
    node: process.version.slice(1),
  });
});
