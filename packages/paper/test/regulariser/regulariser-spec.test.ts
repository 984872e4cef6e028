import { expect, test } from "vitest";
import { resolveRegulariserSpec } from "../../src/regulariser/regulariser-spec.ts";

test("the net and the sizes are those of a student of the data", () => {
  const digits = resolveRegulariserSpec({});
  expect(digits).toMatchObject({ dataset: "digits", trainSize: 6500, net: { kind: "mlp", hidden: [100, 100] } });
  expect(resolveRegulariserSpec({ dataset: "mnist" })).toMatchObject({ net: { hidden: [800, 800] } });
  expect(resolveRegulariserSpec({ net: { kind: "cnn", filters: [4] } }).net).toMatchObject({
    filters: [4],
    epochs: 10,
  });
});

test.each([
  [{ shares: [] }, "spec: shares "],
  [{ shares: [0.1, 1] }, "spec: shares.1 must be below 1, got 1"],
  [{ dropout: 1 }, "spec: dropout must be below 1, got 1"],
  [{ dataset: "digits", data: { path: "a.csv", label: "b" } }, "spec: dataset must be left out"],
  [{ temprature: 3 }, "temprature"],
])("%o is refused", (given, message) => {
  expect(() => resolveRegulariserSpec(given)).toThrow(message);
});
