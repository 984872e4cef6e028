import { cpus, loadavg, release, totalmem, type } from "node:os";
import { barsOf, judge } from "./bars.ts";
import { drawCaseData, writeCaseData } from "./case-data.ts";
import { type Case, casesOf, type EpochCase, hasStore, type StoreCase } from "./cases.ts";
import { lanesOf } from "./lanes.ts";
import { type CaseResult, type MeasurePlan, measureCase } from "./measure-case.ts";
import { measureResident, type ResidentResult, residentTurns } from "./measure-resident.ts";
import type { BenchArguments } from "./parse-arguments.ts";
import { type PeerOptions, type PeerProcess, startPeerProcess } from "./peer-process.ts";
import { createProgressLine, type ProgressLine } from "./progress-line.ts";
import type { LeakAnswer } from "./protocol.ts";
import { RECORDING_TURNS, recordStore, storeDirectory } from "./record-store.ts";
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
  const chosen = casesOf(asked.cases, asked.quick, asked.batch);
  const needed = asked.peers.filter((name) => chosen.some((one) => lanesOf(one, [name]).length > 0));
  try {
    for (const name of needed) {
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
    const names = needed.filter((name) => running.has(name));
    const rounds = asked.quick ? 3 : 12;
    const cases = await measureCases(chosen, { quick: asked.quick, rounds, names, running, options, stderr });
    const resident = names.includes("soft-targets") ? await measureReaders(chosen, options, stderr) : [];
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
      ...(resident.length === 0 ? {} : { resident }),
      ...(leak === undefined ? {} : { leak }),
    };
  } finally {
    for (const peer of running.values()) peer.close();
  }
}

interface Measuring {
  readonly quick: boolean;
  readonly rounds: number;
  readonly names: readonly string[];
  readonly running: ReadonlyMap<string, PeerProcess>;
  readonly options: PeerOptions;
  readonly stderr: NodeJS.WriteStream;
}

async function measureCases(
  chosen: readonly Case[],
  { quick, rounds, names, running, options: { folder }, stderr }: Measuring,
): Promise<CaseResult[]> {
  const turnsOf = (one: Case) =>
    lanesOf(one, names).length * (rounds + 2) + (needsStore(one, names) ? RECORDING_TURNS : 0);
  const progress: ProgressLine = createProgressLine(
    stderr,
    chosen.reduce((sum, one) => sum + turnsOf(one), 0),
  );
  const results: CaseResult[] = [];
  try {
    for (const one of chosen) {
      writeCaseData(folder, one);
      if (needsStore(one, names)) {
        progress.begin(`(${one.id}) recording ${one.rows.toLocaleString("en")} answers`);
        await recordStore(storeDirectory(folder, one.id), one, drawCaseData(one), progress.advance);
      }
      progress.begin(`(${one.id}) ${one.title}`);
      results.push(
        await measureCase(one, lanesOf(one, names), running, planOf(one, { quick, rounds }), progress.advance),
      );
    }
  } finally {
    progress.end();
  }
  return results;
}

function needsStore(one: Case, names: readonly string[]): one is StoreCase | EpochCase {
  return hasStore(one) && lanesOf(one, names).length > 0;
}

/** A whole epoch is one step, however long it takes. */
function planOf({ kind }: Case, { quick, rounds }: { quick: boolean; rounds: number }): MeasurePlan {
  if (kind === "epoch") return { rounds, milliseconds: 1, warmUpMilliseconds: 1 };
  if (kind === "step") return { rounds, milliseconds: quick ? 100 : 400, warmUpMilliseconds: quick ? 200 : 1000 };
  return { rounds, milliseconds: quick ? 30 : 100, warmUpMilliseconds: quick ? 50 : 300 };
}

async function measureReaders(
  chosen: readonly Case[],
  options: PeerOptions,
  stderr: NodeJS.WriteStream,
): Promise<ResidentResult[]> {
  const progress = createProgressLine(stderr, residentTurns(chosen));
  progress.begin("(h) memory of the reader");
  try {
    return await measureResident(chosen, options, progress.advance);
  } finally {
    progress.end();
  }
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
