import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measureCorrections } from "./known-posteriors.ts";

const page = readFileSync(new URL("../../../docs/specialists.md", import.meta.url), "utf8");
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe("the correction of the dustbin, in a world of known posteriors", () => {
  it.each([
    [5.75, 0.5],
    [3.9, 0.5],
    [2.4, 0.5],
    [3.9, 0.8],
  ])("is the ratio of rates, not the ratio of shares (bias %d, own share %d)", (restBias, ownShare) => {
    const { naturalShare, ratio, proportion, best, exactDustbin, judge } = measureCorrections(restBias, ownShare, 1);
    const answers = [judge(1), judge(proportion), judge(ratio)];
    const [none, literal, right] = answers.map(({ kl }) => kl) as [number, number, number];
    // Almost nothing is left to gain beyond the ratio, and it is many times nearer than either alternative.
    expect(Math.abs(Math.log(best / ratio))).toBeLessThan(0.07);
    expect(right).toBeLessThan(4e-4);
    expect(literal).toBeGreaterThan(50 * right);
    expect(none).toBeGreaterThan(literal);
    expect(Math.abs(answers[2]!.dustbin - exactDustbin)).toBeLessThan(0.006);
    // The figures that docs/specialists.md quotes.
    const row = [
      percent(naturalShare),
      percent(ownShare),
      best.toFixed(1),
      ratio.toFixed(1),
      proportion.toFixed(1),
      none.toFixed(4),
      literal.toFixed(4),
      right.toFixed(5),
    ];
    expect(page).toContain(`| ${row.join(" | ")} |`);
  });
});
