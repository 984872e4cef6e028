import { cpus, loadavg, release, totalmem, type } from "node:os";
import { barsOf, judge } from "./bars.ts";
import { writeCaseData } from "./case-data.ts";
import { CASES } from "./cases.ts";
import { lanesOf } from "./lanes.ts";
import { type CaseResult, type MeasurePlan, measureCase } from "./measure-case.ts";
import type { BenchArguments } from "./parse-arguments.ts";
import { type PeerOptions, type PeerProcess, startPeerProcess } from "./peer-process.ts";
import { createProgressLine, type ProgressLine } from "./progress-line.ts";
import type { LeakAnswer } from "./protocol.ts";
import type { BenchResult } from "./report.ts";

const LEAK_PEER = "wasm-blas";
const LEAK_STEPS = 10_000;
/** A waiting shell is less than this; another program that computes is more. */
const QUIET_LOAD = 0.5;

/** Runs everything that was asked for, the peers in processes that read their numbers from `folder`. */
export async function runBench(
  asked: BenchArguments,
  folder: string,
  stderr: NodeJS.WriteStream,
): Promise<BenchResult> {
  const options: PeerOptions = { folder, threads: asked.threads, python: asked.python };
  const running = new Map<string, PeerProcess>();
  const described = machine();
  if (described.load >= QUIET_LOAD) {
    stderr.write(
      `the machine is busy (load ${described.load}): the ratios will be wrong, PyTorch's threads suffer most\n`,
    );
  }
  const peers: Record<string, Readonly<Record<string, string | number | boolean>>> = {};
  const skipped: Record<string, string> = {};
  try {
    for (const name of asked.peers) {
      const peer = await startPeerProcess(name, options);
      if ("unavailable" in peer.greeting) {
        skipped[name] = peer.greeting.unavailable;
        stderr.write(`${name} skipped: ${peer.greeting.unavailable}\n`);
        peer.close();
      } else {
        running.set(name, peer);
        peers[name] = peer.greeting.versions;
      }
    }
    const names = asked.peers.filter((name) => running.has(name));
    const { cases, rounds } = await measureCases(asked, names, running, options, stderr);
    const leak = asked.cases.includes("g") ? await measureLeak(options, stderr) : undefined;
    const bars = barsOf(
      cases.map(({ id }) => id),
      asked.peers,
      names,
    );
    return {
      machine: described,
      threads: asked.threads,
      quick: asked.quick,
      rounds,
      peers,
      skipped,
      cases,
      judgements: bars.map((bar) => judge(bar, cases)),
      ...(leak === undefined ? {} : { leak }),
    };
  } finally {
    for (const peer of running.values()) peer.close();
  }
}

async function measureCases(
  { cases: letters, quick }: BenchArguments,
  names: readonly string[],
  running: ReadonlyMap<string, PeerProcess>,
  { folder }: PeerOptions,
  stderr: NodeJS.WriteStream,
): Promise<{ cases: CaseResult[]; rounds: number }> {
  const chosen = CASES.filter(({ id }) => letters.includes(id.charAt(0)));
  const rounds = quick ? 3 : 12;
  const turns = chosen.reduce((sum, one) => sum + lanesOf(one, names).length * (rounds + 2), 0);
  const progress: ProgressLine = createProgressLine(stderr, turns);
  const results: CaseResult[] = [];
  try {
    for (const one of chosen) {
      progress.begin(`(${one.id}) ${one.title}`);
      writeCaseData(folder, one);
      const plan: MeasurePlan =
        one.kind === "step"
          ? { rounds, milliseconds: quick ? 100 : 400, warmUpMilliseconds: quick ? 200 : 1000 }
          : { rounds, milliseconds: quick ? 30 : 100, warmUpMilliseconds: quick ? 50 : 300 };
      results.push(await measureCase(one, lanesOf(one, names), running, plan, progress.advance));
    }
  } finally {
    progress.end();
  }
  return { cases: results, rounds };
}

/** In a fresh process, so that nothing from the other cases is in its memory. */
async function measureLeak(options: PeerOptions, stderr: NodeJS.WriteStream): Promise<BenchResult["leak"]> {
  const progress = createProgressLine(stderr, 1);
  progress.begin(`(g) memory over ${LEAK_STEPS} steps`);
  const peer = await startPeerProcess(LEAK_PEER, { ...options, exposeGc: true });
  try {
    if ("unavailable" in peer.greeting) return { failure: peer.greeting.unavailable };
    return (await peer.ask<LeakAnswer>({ do: "leak", steps: LEAK_STEPS })).memory;
  } catch (error) {
    return { failure: (error as Error).message };
  } finally {
    peer.close();
    progress.end();
  }
}

/** What the figures depend on; `load` is how many programs wanted to compute in the minute before. */
function machine(): Readonly<Record<string, string | number>> & { readonly load: number } {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    cores: processors.length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}`,
    node: process.versions.node,
    load: Math.round(loadavg()[0]! * 100) / 100,
  };
}
