import { describe, expect, test } from "vitest";

/** Values that no function asks for, among them ones that break what looks at them carelessly. */
const JUNK: readonly unknown[] = [
  undefined,
  null,
  true,
  Number.NaN,
  -1,
  0.5,
  1e300,
  "text",
  "two\nlines ".repeat(50),
  Symbol("symbol"),
  10n ** 200n,
  [],
  [null],
  [[0.5], "x"],
  [Symbol("symbol")],
  [1n],
  {},
  { length: 2 },
  { length: 1e15 },
  Object.create(null),
  () => 1,
  new Map(),
  new Float32Array(2),
  new Int32Array(0),
  new BigInt64Array(2),
  new DataView(new ArrayBuffer(4)),
  { shape: [2, 2], dtype: "float32", toString: () => "Tensor\n  [[1, 2],\n   [3, 4]]" },
];

/** A list of arguments in which one part is not what it should be. */
export interface WrongArguments {
  /** Which part, such as `1.classes.0`, and what is there instead. */
  readonly where: string;
  readonly args: readonly unknown[];
}

/** Lists all arguments in which one part of the right ones is replaced by a wrong value, or left out. */
export function* wrongArguments(right: readonly unknown[]): Generator<WrongArguments> {
  for (let count = 0; count < right.length; count++) {
    yield { where: `only ${count} arguments`, args: right.slice(0, count) };
  }
  for (const { path, replace } of placesIn(right, 4)) {
    for (const junk of JUNK) yield { where: `${path} = ${shown(junk)}`, args: replace(junk) as readonly unknown[] };
  }
}

interface Place {
  readonly path: string;
  /** A copy of the whole with something else in this place. */
  replace(junk: unknown): unknown;
}

/** The parts of lists and plain objects, of lists the first two. */
function* placesIn(value: unknown, depth: number): Generator<Place> {
  if (depth === 0 || typeof value !== "object" || value === null) return;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (!isPlain) return;
  const keys = Object.keys(value).slice(0, Array.isArray(value) && depth < 4 ? 2 : undefined);
  for (const key of keys) {
    const put = (part: unknown) => {
      if (!Array.isArray(value)) return { ...value, [key]: part };
      return value.map((old, index) => (String(index) === key ? part : old));
    };
    yield { path: key, replace: put };
    for (const { path, replace } of placesIn((value as Record<string, unknown>)[key], depth - 1)) {
      yield { path: `${key}.${path}`, replace: (junk) => put(replace(junk)) };
    }
  }
}

function shown(junk: unknown): string {
  return typeof junk === "object" && junk !== null
    ? Object.prototype.toString.call(junk)
    : String(junk).slice(0, 20).replaceAll("\n", " ");
}

/**
 * Calls a function with each list of wrong arguments that {@link wrongArguments} makes of right ones.
 *
 * @returns what is wrong with the errors that were thrown: others than `ArgumentError`, `SpecError` and plain `Error`, and messages that are
 *   not one line of at most 500 characters. Calls that succeed are none of its business
 */
export async function badErrorsOf(call: (...args: never[]) => unknown, right: readonly unknown[]): Promise<string[]> {
  const bad: string[] = [];
  for (const { where, args } of wrongArguments(right)) {
    try {
      await call(...(args as never[]));
    } catch (error) {
      const { name, message, stack } = error as Error;
      const isRight = ["ArgumentError", "SpecError", "Error"].includes(name);
      if (isRight && /^[^\n]{1,500}$/.test(message)) continue;
      const line = stack?.split("\n").find((one) => one.includes("/src/"));
      bad.push(`${where}: ${name}: ${message.slice(0, 200)} ${line?.trim()}`);
    }
  }
  return bad;
}

/** Functions by their names, each with right arguments; names with a dot are methods of what a function returns. */
export type RightCalls = Readonly<Record<string, readonly [(...args: never[]) => unknown, readonly unknown[]]>>;

/**
 * Defines a test for each call: whatever is wrong with its arguments, the error is one line.
 *
 * @param exported the namespace of a package; each of its functions must have a call. Classes are left out
 */
export function testWrongArguments(exported: object, calls: RightCalls): void {
  describe("wrong arguments are one line of what was expected and what came", () => {
    test("there is a call of every exported function", () => {
      const isFunction = ([, value]: [string, unknown]) => typeof value === "function" && !/^class/.test(String(value));
      const names = Object.entries(exported)
        .filter(isFunction)
        .map(([name]) => name);
      expect(Object.keys(calls)).toEqual(expect.arrayContaining(names));
    });

    test.each(Object.entries(calls))("%s", async (_, [call, right]) => {
      expect(await badErrorsOf(call, right)).toEqual([]);
    });
  });
}
