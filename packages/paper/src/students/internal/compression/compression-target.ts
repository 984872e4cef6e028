import { SpecError } from "../../../spec/spec-error.ts";
import type { CompressedCandidate } from "./compressed-candidate.ts";

/** The requirement on a compressed student. */
export interface CompressionTarget {
  /** `bytes` with gzip, or the `drop` in points. */
  readonly figure: "bytes" | "drop";
  /** The figure must be below it. */
  readonly below: number;
  /** As the user wrote it. */
  readonly text: string;
}

const UNITS: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, kib: 1024, mib: 1024 ** 2 };

/**
 * Parses a target such as `size<100kB` or `drop<0.5`.
 *
 * @throws SpecError when it is neither
 */
export function parseTarget(text: string): CompressionTarget {
  const [, size, unit] = /^size<(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.replaceAll(" ", "")) ?? [];
  const factor = UNITS[unit?.toLowerCase() ?? ""];
  if (factor !== undefined && Number(size) > 0) return { figure: "bytes", below: Number(size) * factor, text };
  const [, drop] = /^drop<(\d+(?:\.\d+)?)$/i.exec(text.replaceAll(" ", "")) ?? [];
  if (Number(drop) > 0) return { figure: "drop", below: Number(drop), text };
  throw new SpecError("target", "must be a size such as size<100kB or a drop in points such as drop<0.5", text);
}

/** Whether a candidate meets a target. */
export function meets({ figure, below }: CompressionTarget, candidate: CompressedCandidate): boolean {
  return candidate[figure] < below;
}

/**
 * Chooses the candidate that meets a target: the most accurate one that is small enough, or the smallest one that is accurate enough. Without one
 * that meets it, the nearest.
 */
export function choose<Candidate extends CompressedCandidate>(
  target: CompressionTarget,
  candidates: readonly Candidate[],
): Candidate | undefined {
  const met = candidates.filter((one) => meets(target, one));
  const isBySize = (target.figure === "drop") === met.length > 0;
  const bySize = (one: Candidate, other: Candidate) => one.bytes - other.bytes;
  const byDrop = (one: Candidate, other: Candidate) => one.drop - other.drop;
  const [first, second] = isBySize ? [bySize, byDrop] : [byDrop, bySize];
  return (met.length > 0 ? met : candidates).toSorted((one, other) => first(one, other) || second(one, other)).at(0);
}

/** A size as people read it: `98.2 kB`. */
export function formatKilobytes(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(bytes < 1e5 ? 1 : 0)} kB`;
}
