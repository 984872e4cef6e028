import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { SETTINGS } from "./cases.ts";
import { PYTORCH_PEERS } from "./peer-names.ts";
import { type Failure, type Greeting, LINE_MARK, type Request } from "./protocol.ts";

/** A peer in a process of its own, which is idle but while it answers. */
export interface PeerProcess {
  readonly name: string;
  readonly greeting: Greeting;
  /** @throws Error with the peer's own message when it fails at this request */
  ask<Answer>(request: Request): Promise<Answer>;
  close(): void;
}

/** What starting a peer needs to know. */
export interface PeerOptions {
  readonly folder: string;
  readonly threads: number;
  readonly python: string;
  /** Lets the peer collect its garbage before its memory is looked at. */
  readonly exposeGc?: boolean;
}

/** Not for timing: a process with the reader of soft targets alone, whose memory is looked at. */
export const RESIDENT_PEER = "resident";

/** V8 and malloc keep tens of freed megabytes for later, or do not, as it happens; that would hide what a reader holds. */
const KEEP_LITTLE = { flags: ["--max-semi-space-size=1"], env: { MALLOC_ARENA_MAX: "1" } };

/** Starts a peer and waits until it can be asked, or has said why it cannot run here. */
export async function startPeerProcess(name: string, options: PeerOptions): Promise<PeerProcess> {
  const { folder, threads } = options;
  const [command, before] = commandOf(name, options);
  const count = String(threads);
  const child = spawn(command, [...before, name, folder, count, JSON.stringify(SETTINGS)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      ...(name === RESIDENT_PEER ? KEEP_LITTLE.env : {}),
      OMP_NUM_THREADS: count,
      TF_NUM_INTRAOP_THREADS: count,
      TF_CPP_MIN_LOG_LEVEL: "2",
    },
  });
  const lines = answersOf(child);
  const first = await lines.next().catch((error: Error) => ({ unavailable: error.message }));
  return {
    name,
    greeting: first as Greeting,
    ask: async <Answer>(request: Request) => {
      child.stdin!.write(`${JSON.stringify(request)}\n`);
      const answer = await lines.next();
      if ((answer as Failure).error !== undefined) throw new Error((answer as Failure).error);
      return answer as Answer;
    },
    close: () => {
      child.kill();
    },
  };
}

function commandOf(name: string, { python, exposeGc = false }: PeerOptions): [string, string[]] {
  const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  if ((PYTORCH_PEERS as readonly string[]).includes(name)) return [python, [file("../python/peer.py")]];
  if (name === "pyarrow") return [python, [file("../python/pyarrow_peer.py")]];
  const gc = exposeGc ? ["--expose-gc"] : [];
  if (name === RESIDENT_PEER) return [process.execPath, [...gc, ...KEEP_LITTLE.flags, file("./resident-child.js")]];
  return [process.execPath, [...gc, file("./child.js")]];
}

/** The answers of a peer in order. Once it has ended, asking for the next one throws what it last said. */
function answersOf(child: ChildProcess): { next(): Promise<unknown> } {
  const waiting: { resolve(answer: unknown): void; reject(error: Error): void }[] = [];
  const ready: unknown[] = [];
  let lastWords = "";
  let end: Error | undefined;
  const finish = (error: Error) => {
    end ??= error;
    for (const { reject } of waiting.splice(0)) reject(end);
  };
  createInterface({ input: child.stdout! }).on("line", (line) => {
    if (!line.startsWith(LINE_MARK)) return;
    const answer: unknown = JSON.parse(line.slice(LINE_MARK.length));
    const next = waiting.shift();
    if (next) next.resolve(answer);
    else ready.push(answer);
  });
  createInterface({ input: child.stderr! }).on("line", (line) => {
    if (line.trim() !== "") lastWords = line.trim();
  });
  // Writing to a process that has ended: its end is reported below.
  child.stdin!.on("error", () => {});
  child.on("error", (error) => finish(new Error(`does not start (${error.message})`)));
  child.on("close", (code, signal) => {
    finish(new Error(`ended with ${signal ?? `code ${code}`}${lastWords === "" ? "" : `: ${lastWords}`}`));
  });
  return {
    next: () =>
      new Promise((resolve, reject) => {
        if (ready.length > 0) resolve(ready.shift());
        else if (end) reject(end);
        else waiting.push({ resolve, reject });
      }),
  };
}
