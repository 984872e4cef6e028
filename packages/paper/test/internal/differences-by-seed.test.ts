import type { NetRecord } from "@dark-knowledge/report";
import { describe, expect, it } from "vitest";
import { differencesBySeed } from "../../src/internal/differences-by-seed.ts";

const net = (name: string, seed: number, errors?: number): NetRecord => ({
  name,
  role: "student",
  seed,
  figures: errors === undefined ? {} : { errors },
});

describe("differencesBySeed", () => {
  it("subtracts the figure of the net with the same seed, in the order of the former", () => {
    const nets = [net("distilled", 3, 70), net("distilled", 1, 80)];
    const others = [net("labels", 1, 95), net("labels", 2, 1), net("labels", 3, 100)];
    expect(differencesBySeed(nets, others, "errors")).toEqual([-30, -15]);
    expect(differencesBySeed(others, nets, "errors")).toEqual([15, 30]);
  });

  it("leaves out a net without a rival, and one of a pair without the figure", () => {
    const nets = [net("distilled", 1, 70), net("distilled", 2), net("distilled", 3, 60)];
    const others = [net("labels", 2, 90), net("labels", 3)];
    expect(differencesBySeed(nets, others, "errors")).toEqual([]);
  });
});
