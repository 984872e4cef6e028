import { expect, it } from "vitest";
import { parseArguments } from "../src/parse-arguments.ts";

const parse = (words: readonly string[], environment = {}) => {
  const parsed = parseArguments(words, environment);
  if (parsed === "help") throw new Error("asked for help");
  return parsed;
};

it("a whole run takes every case and writes the report", () => {
  const { quick, cases, peers, python, out } = parse([]);
  expect({ quick, cases, python, out }).toEqual({
    quick: false,
    cases: ["a", "b", "c", "d", "e", "f", "g", "h", "i"],
    python: "python3",
    out: "reports/bench",
  });
  expect(peers).toEqual([
    "pytorch",
    "pytorch-compile",
    "stock-wasm",
    "stock-tfjs-node",
    "jax-js",
    "tfjs-node-gpu",
    "tfjs-node",
    "wasm-blas",
    "wasm",
    "soft-targets",
    "pyarrow",
  ]);
});

it("a part of a run writes a report only where it is told to", () => {
  expect(parse(["--quick"]).out).toBeUndefined();
  expect(parse(["--cases", "d,a"])).toMatchObject({ cases: ["a", "d"], out: undefined });
  expect(parse(["--", "--peers=cpu,pytorch", "--out", "x"])).toMatchObject({ peers: ["pytorch", "cpu"], out: "x" });
});

it("the Python comes from --python, then from $PYTHON", () => {
  expect(parse([], { PYTHON: "/a" }).python).toBe("/a");
  expect(parse(["--python", "/b"], { PYTHON: "/a" }).python).toBe("/b");
});

it("the threads are the processor's unless they are given", () => {
  expect(parse(["--threads", "3"]).threads).toBe(3);
  expect(parse([]).threads).toBeGreaterThanOrEqual(1);
});

it("the batch is the cases' own unless it is given, and then no report is written by default", () => {
  expect(parse([]).batch).toBeUndefined();
  expect(parse(["--batch", "4096"])).toMatchObject({ batch: 4096, out: undefined });
});

it("--help asks for help", () => {
  expect(parseArguments(["--help"], {})).toBe("help");
});

it.each([
  [["--cases", "a,z"], '--cases must name some of a, b, c, d, e, f, g, h, i, got "z"'],
  [["--cases", ""], '--cases must name some of a, b, c, d, e, f, g, h, i, got ""'],
  [["--peers", "torch"], /^--peers must name some of pytorch, .*, got "torch"$/],
  [["--threads", "0"], '--threads must be an integer from 1 to 9999, got "0"'],
  [["--batch", "0"], '--batch must be an integer from 1 to 9999, got "0"'],
  [["--threads", "1.5"], '--threads must be an integer from 1 to 9999, got "1.5"'],
  [["--fast"], /^Unknown option '--fast'/],
  [["a"], /^Unexpected argument 'a'/],
])("%j is refused", (words, message) => {
  expect(() => parseArguments(words, {})).toThrow(message);
});
