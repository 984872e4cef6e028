import { expect, test } from "vitest";
import { isLabelled } from "../../src/data/is-labelled.ts";

test("an example is labelled if its class, one of its classes or one of its numbers is known", () => {
  const classNames = ["a", "b"];
  const classes = { kind: "classes", labels: Int32Array.of(-1, 1), classNames } as const;
  const several = { kind: "several-classes", labels: Int8Array.of(-1, -1, -1, 0), classNames } as const;
  const known = Uint8Array.of(0, 0, 0, 1);
  const numbers = { kind: "numbers", values: new Float32Array(4), names: ["x", "y"], known } as const;
  for (const targets of [classes, several, numbers]) {
    expect([0, 1].map((row) => isLabelled(targets, row))).toEqual([false, true]);
  }
  const { known: _, ...all } = numbers;
  expect(isLabelled(all, 0)).toBe(true);
  expect(isLabelled({ kind: "none" }, 0)).toBe(false);
});
