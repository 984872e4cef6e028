import { expect, test } from "vitest";
import { z } from "zod";
import { createNetSchema, netOf } from "../../src/nets/net-spec.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";

const schema = createNetSchema();
const parse = (given: object) => parseSpec(schema, given);

test("each kind has its own fields and defaults; none means a perceptron", () => {
  const training = { batchSize: 128, learningRate: 0.1, momentum: 0.9, jitter: 0 };
  expect(parse({ hidden: [8], epochs: 2 })).toEqual({
    ...{ kind: "mlp", hidden: [8], epochs: 2, dropout: 0, inputDropout: 0, ...training },
  });
  expect(parse({ kind: "cnn", filters: [8], epochs: 2 })).toEqual({
    ...{
      kind: "cnn",
      filters: [8],
      kernel: 3,
      stride: 1,
      pooling: 2,
      batchNorm: true,
      hidden: [],
      epochs: 2,
      dropout: 0,
    },
    ...training,
  });
  expect(parse({ kind: "embedding", units: 8, epochs: 2 })).toEqual({
    ...{ kind: "embedding", units: 8, hidden: [], epochs: 2, dropout: 0, ...training },
  });
  expect(parse({ kind: "gru", recurrent: [8], epochs: 2 })).toEqual({
    ...{ kind: "gru", recurrent: [8], embedding: 32, hidden: [], epochs: 2, dropout: 0, ...training },
  });
  expect(parse({ kind: "file", path: "teacher" })).toEqual({ kind: "file", path: "teacher", epochs: 0, ...training });
});

test.each([
  [{ kind: "rnn", epochs: 1 }, /^spec: kind /],
  [{ hidden: [8], epochs: 0 }, "spec: epochs must be at least 1, got 0"],
  [
    { hidden: [8, 100_000, 100_000], epochs: 1 },
    "spec: hidden must have at most 268435456 weights between two layers, got [8,100000,100000]",
  ],
  [{ hidden: [1_000_000_000], epochs: 1 }, "spec: hidden.0 must be at most 1000000, got 1000000000"],
  [{ hidden: [8], epochs: 1, learningRate: 1e300 }, "spec: learningRate must be at most 1e+30, got 1e+300"],
  [{ hidden: [8], epochs: 1, maxNorm: 1e-300 }, "spec: maxNorm must be at least 1e-30, got 1e-300"],
  [{ kind: "cnn", filters: [], epochs: 1 }, "spec: filters must have at least 1 element, got []"],
  [{ kind: "embedding", epochs: 1 }, "spec: units must be a number, got nothing"],
  [{ kind: "cnn", filters: [1], inputDropout: 0.1, epochs: 1 }, "spec: inputDropout is not a field"],
  [{ kind: "file", epochs: 1 }, "spec: path must be a string, got nothing"],
])("%o is refused", (given, message) => {
  expect(() => parse(given)).toThrow(message);
});

test("netOf leaves out what is no field of the net", () => {
  const more = createNetSchema({ name: z.string() });
  const student = parseSpec(more, { kind: "cnn", filters: [2], epochs: 3, name: "small", maxNorm: 2 });
  expect(student.name).toBe("small");
  expect(netOf(student)).toEqual(parse({ kind: "cnn", filters: [2], epochs: 3, maxNorm: 2 }));
});
