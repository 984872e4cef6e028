import { format, inspect, isDeepStrictEqual } from "node:util";
import { isPrinted, type PrintedText } from "./is-printed.ts";

/** The functions that an instrumented block calls. Lines are counted within the block. */
export interface BlockChecker {
  /** Forgets what was printed so far. */
  print(): void;
  printed(line: number, expected: PrintedText): void;
  equal(line: number, actual: unknown, expected: unknown, written: string): void;
  close(line: number, actual: unknown, expected: unknown, written: string): void;
  /** How many expectations were checked. */
  count(): number;
  /** Stands in for the console. */
  readonly console: Record<"log" | "info" | "warn" | "error" | "debug", (...values: unknown[]) => void>;
}

/** A checker whose errors name the place of the block. */
export function createBlockChecker(place: (line: number) => string): BlockChecker {
  let lines: string[] = [];
  let checks = 0;
  const log = (...values: unknown[]) => {
    lines.push(format(...values));
  };
  const assert = (isTrue: boolean, line: number, expected: string, actual: string) => {
    checks++;
    if (!isTrue) throw new Error(`${place(line)}: expected ${expected}, got ${actual}`);
  };
  return {
    print: () => {
      lines = [];
    },
    printed: (line, expected) => {
      const [text, { text: wanted, isRounded }] = [lines.join("\n"), expected];
      const isRight = isRounded ? isPrinted(text, [expected]) : text === wanted;
      assert(isRight, line, `${isRounded ? "≈ " : ""}${JSON.stringify(wanted)}`, JSON.stringify(text));
    },
    equal: (line, actual, expected, written) =>
      assert(isDeepStrictEqual(plain(actual), plain(expected)), line, written, inspect(actual, { depth: 5 })),
    close: (line, actual, expected, written) =>
      assert(isClose(plain(actual), plain(expected), written), line, `≈ ${written}`, inspect(actual, { depth: 5 })),
    count: () => checks,
    console: { log, info: log, warn: log, error: log, debug: log },
  };
}

/** Typed arrays become arrays and −0 becomes 0, so that examples can write values as people do. */
function plain(value: unknown): unknown {
  if (typeof value === "number") return value === 0 ? 0 : value;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as never, plain);
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
  }
  return value;
}

/** Equal but for numbers, which may differ by half a unit of the last digit that is written. */
function isClose(actual: unknown, expected: unknown, written: string): boolean {
  const digits = [...written.matchAll(/(?<![\w.])\d+(?:\.(\d+))?(?:e([+-]?\d+))?/gi)].map(
    ([, fraction = "", exponent = "0"]) => 0.5 * 10 ** (Number(exponent) - fraction.length),
  );
  let position = 0;
  const compare = (one: unknown, other: unknown): boolean => {
    if (typeof other === "number" && Number.isFinite(other)) {
      const tolerance = digits[position++] ?? 0;
      return typeof one === "number" && Math.abs(one - other) <= tolerance * (1 + 1e-9);
    }
    if (Array.isArray(other)) {
      return (
        Array.isArray(one) && one.length === other.length && other.every((entry, index) => compare(one[index], entry))
      );
    }
    if (other !== null && typeof other === "object" && one !== null && typeof one === "object") {
      const keys = Object.keys(other);
      return (
        isDeepStrictEqual(Object.keys(one).sort(), [...keys].sort()) &&
        keys.every((key) => compare((one as never)[key], (other as never)[key]))
      );
    }
    return isDeepStrictEqual(one, other);
  };
  return compare(actual, expected);
}
