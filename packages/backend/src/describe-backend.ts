import { assertFields, type Fields } from "@dark-knowledge/core";
import type { BackendChoice } from "./backend-choice.ts";

/**
 * Describes in a few lines which backend was chosen and why, remarks about it, and what was passed over and how to
 * enable it. The first line names the backend, and depends on nothing that is measured.
 *
 * @returns lines joined by `\n`, without one at the end
 *
 * @example
 * ```ts
 * import { describeBackend } from "@dark-knowledge/backend";
 *
 * const lines = describeBackend({
 *   name: "cpu",
 *   engine: "cpu",
 *   device: "cpu",
 *   capabilities: {},
 *   version: "4.22.0",
 *   tfjsVersion: "4.22.0",
 *   repairs: [],
 *   remarks: [],
 *   passedOver: [{ name: "wasm", reason: "is not installed", cure: 'run "npm install @tensorflow/tfjs-backend-wasm@4.22.0"' }],
 *   reason: "the first of wasm, cpu that started",
 * }).split("\n");
 * lines[0]; // => "backend cpu 4.22.0 (tfjs-core 4.22.0), the first of wasm, cpu that started"
 * lines[1]; // => 'passed over: wasm is not installed; to enable it, run "npm install @tensorflow/tfjs-backend-wasm@4.22.0"'
 * ```
 */
export function describeBackend(choice: BackendChoice): string {
  assertFields("describeBackend", choice, FIELDS, { argument: "choice", prefix: "choice." });
  const { name, version, tfjsVersion, repairs, capabilities, remarks, passedOver, reason } = choice;
  const parts = [`backend ${name} ${version} (tfjs-core ${tfjsVersion}), ${reason}`];
  const found = Object.entries(capabilities).map(([fact, value]) => describeFact(fact, value));
  if (found.length > 0) parts.push(found.join(", "));
  if (repairs.length > 0) parts.push(`${count(repairs.length, "kernel")} repaired`);
  const obstacles = passedOver.map(({ name, reason, cure }) => `${name} ${reason}; to enable it, ${cure}`);
  const lines = [parts.join("; "), ...remarks];
  if (obstacles.length > 0) lines.push(`passed over: ${obstacles.join(". ")}`);
  return lines.join("\n");
}

function describeFact(fact: string, value: string | number | boolean): string {
  if (fact === "simd") return value ? "with SIMD" : "without SIMD";
  if (fact === "fusedMultiplyAdd") return `${value ? "" : "no "}fused multiply-add`;
  if (fact === "threads") return count(Number(value), "thread");
  return typeof value === "boolean" ? `${value ? "" : "no "}${fact}` : `${fact} ${value}`;
}

function count(amount: number, thing: string): string {
  return `${amount} ${thing}${amount === 1 ? "" : "s"}`;
}

const FIELDS: Fields = {
  ...{ name: "text", version: "text", tfjsVersion: "text", repairs: "texts", capabilities: "object" },
  ...{ remarks: "texts", passedOver: "objects", reason: "text" },
};
