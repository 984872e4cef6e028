import { generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { describeNet } from "../../src/nets/describe-net.ts";
import { createNetSchema } from "../../src/nets/net-spec.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";
import { tinySequences } from "../fixtures/tiny-sequences.ts";

const { train } = generatedDigits({ trainSize: 20, testSize: 10, seed: 1 });

test.each([
  [{ hidden: [800, 800], epochs: 1 }, "784-800-800-10"],
  [{ hidden: [], epochs: 1 }, "784-10"],
  [{ kind: "cnn", filters: [16, 32], epochs: 1 }, "28×28×1, conv 16-32, dense 10"],
  [{ kind: "cnn", filters: [16], hidden: [64], epochs: 1 }, "28×28×1, conv 16, dense 64-10"],
  [{ kind: "embedding", units: 32, hidden: [8], epochs: 1 }, "embedding 784-32, dense 8-10"],
  [{ kind: "file", path: "models/big" }, "models/big"],
])("%o is %s", (given, description) => {
  expect(describeNet(parseSpec(createNetSchema(), given), train)).toBe(description);
});

test("a recurrent net is described by its positions and its layers", () => {
  const net = parseSpec(createNetSchema(), { kind: "lstm", recurrent: [8, 4], embedding: 3, hidden: [5], epochs: 1 });
  const { texts, sounds } = tinySequences();
  expect(describeNet(net, texts)).toBe("embedding 4-3, lstm 8-4, dense 5-2");
  expect(describeNet(net, sounds)).toBe("2 at each step, lstm 8-4, dense 5-2");
});
