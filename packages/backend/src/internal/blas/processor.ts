import { nodeModule } from "../node-module.ts";

/** The properties of the processor that determine which instructions run. */
export interface Processor {
  /** Vendor, family, model, stepping and features in one line: the same for machines that compute alike. */
  readonly id: string;
  /** Instruction sets, by the names that Linux has for them: `avx2`, `fma`, `avx512f`, … */
  readonly features: ReadonlySet<string>;
}

/** The x86 processor that a text such as Linux's `/proc/cpuinfo` describes; undefined where it describes none. */
export function parseProcessor(cpuinfo: string): Processor | undefined {
  const field = (name: string) => new RegExp(`^${name}\\s*:\\s*(.*)$`, "m").exec(cpuinfo)?.[1]?.trim();
  const flags = field("flags");
  if (flags === undefined) return undefined;
  const features = new Set(flags.split(/\s+/).filter((flag) => flag !== ""));
  const kind = ["vendor_id", "cpu family", "model", "stepping"].map((name) => field(name) ?? "?");
  const vectors = [...features].filter((flag) => /^(sse|avx|fma|amx)/.test(flag)).sort();
  return { id: [...kind, ...vectors].join(" "), features };
}

/** This machine's processor. Known on Linux with an x86 processor only: no instruction can be asked for from JavaScript. */
export function readProcessor(): Processor | undefined {
  const { platform, arch } = nodeModule("node:process");
  if (platform !== "linux" || arch !== "x64") return undefined;
  try {
    return parseProcessor(nodeModule("node:fs").readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return undefined;
  }
}
