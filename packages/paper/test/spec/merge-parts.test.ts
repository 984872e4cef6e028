import { expect, test } from "vitest";
import { mergeParts } from "../../src/spec/merge-parts.ts";

test("mergeParts merges objects, replaces all else, and leaves alone what is undefined", () => {
  const base = { a: 1, net: { units: [1, 2], epochs: 3 } };
  const over = { a: undefined, net: { units: [4] } } as unknown as typeof base;
  expect(mergeParts(base, over)).toEqual({ a: 1, net: { units: [4], epochs: 3 } });
  expect(base.net.units).toEqual([1, 2]);
});

test.each([null, [], 5, "text"])(
  "mergeParts puts an object in the place of %j, and %j in the place of an object",
  (odd) => {
    expect(mergeParts({ net: odd as unknown }, { net: { epochs: 1 } })).toEqual({ net: { epochs: 1 } });
    expect(mergeParts({ net: { epochs: 1 } as unknown }, { net: odd })).toEqual({ net: odd });
  },
);

test("mergeParts puts a net of another kind in the place of a net, and keeps the kind where none is given", () => {
  const base = { student: { hidden: [8], epochs: 3 } as object };
  expect(mergeParts(base, { student: { kind: "mlp", hidden: [4] } })).toEqual({
    student: { kind: "mlp", hidden: [4], epochs: 3 },
  });
  const convolutional = mergeParts(base, { student: { kind: "cnn", filters: [4] } });
  expect(convolutional).toEqual({ student: { kind: "cnn", filters: [4] } });
  expect(mergeParts(convolutional, { student: { epochs: 2 } })).toEqual({
    student: { kind: "cnn", filters: [4], epochs: 2 },
  });
});
