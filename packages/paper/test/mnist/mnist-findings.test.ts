import type { NetRecord } from "@dark-knowledge/report";
import { describe, expect, it } from "vitest";
import { mnistFindings } from "../../src/mnist/mnist-findings.ts";
import { MNIST_RECORD } from "../fixtures/mnist-record.ts";

/** One net for each seed, with these errors. */
function nets(name: string, table: string, errors: readonly number[], more: Partial<NetRecord> = {}): NetRecord[] {
  return errors.map((count, index) => ({
    ...{ role: "student", name, table, seed: index + 1, figures: { errors: count }, architecture: "4-2" },
    ...more,
  }));
}

const SOFT = { temperature: 20 };
const PLAIN = nets("plain", "temperature", [10, 12, 14], SOFT);
const findings = (...groups: NetRecord[][]) => mnistFindings({ ...MNIST_RECORD, nets: groups.flat() });

describe("mnistFindings(record)", () => {
  it("says whether soft targets need labels beside them", () => {
    const alone = nets("unlabelled", "teachers", [12, 13, 17], SOFT);
    const expected =
      "Soft targets need no labels: on them alone a student makes 14.0 errors, +2.0 (−0.5 to +4.5) more than the one that learns from labels as well";
    expect(findings(PLAIN, alone)).toEqual([`${expected}.`]);
    const labels = nets("labels", "controls", [30, 31, 32]);
    expect(findings(PLAIN, alone, labels)).toEqual([`${expected}; on labels alone it makes 31.0.`]);
  });

  it("names the losses beyond the interval, whichever side", () => {
    const worse = [...nets("one", "losses", [20, 23, 24], SOFT), ...nets("two", "losses", [30, 31, 34], SOFT)];
    const alike = nets("alike", "losses", [10, 13, 13], SOFT);
    expect(findings(PLAIN, worse, alike)).toEqual([
      "With the settings of this run, one and two leave more errors than the paper’s loss beyond the 95 % interval of the difference, and no other leaves fewer.",
    ]);
    const better = nets("better", "losses", [5, 7, 9.5], SOFT);
    expect(findings(PLAIN, alike, better)).toEqual([
      "With the settings of this run, no other leaves more errors than the paper’s loss beyond the 95 % interval of the difference, and better leaves fewer.",
    ]);
    expect(findings(PLAIN.slice(0, 1), better.slice(0, 1))).toEqual([]);
  });

  it("names the largest share on labels that a smaller one on soft targets beats", () => {
    const share = (size: number, errors: number, more: Partial<NetRecord> = {}) =>
      nets(`share-${size}-${more.temperature}`, "transfer-size", [errors], { transferSize: size, ...more });
    const all = [share(10, 60, SOFT), share(30, 40, SOFT), share(10, 90), share(30, 70), share(100, 50)];
    expect(findings(...all)).toEqual([
      "Few examples suffice: 30 with soft targets leave 40.0 errors, 100 with labels 50.0.",
    ]);
    expect(findings(share(10, 90, SOFT), share(30, 70))).toEqual([]);
  });

  it("has nothing to say of other nets", () => {
    expect(findings(PLAIN)).toEqual([]);
  });
});
