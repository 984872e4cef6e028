import { Worker } from "node:worker_threads";

/** The interval between heartbeats, in milliseconds. */
export const BEAT_MS = 2_000;

const DIGITS = 12;

/** Formats a lock with the number of its latest heartbeat, padded to a fixed length. */
export function textWithBeat(owner: object, beat: number): string {
  return JSON.stringify({ ...owner, beat: String(beat).padStart(DIGITS, "0") });
}

/** Writes heartbeats to lock files from a separate thread: a training loop may block its own thread for minutes. */
interface Beater {
  start(path: string, owner: object, everyMs: number): void;
  stop(path: string): void;
}

let beater: Beater | undefined;

/** Starts the heartbeats of a lock; the returned function stops them. */
export function startBeating(path: string, owner: object, everyMs: number): () => void {
  beater ??= createBeater();
  const { start, stop } = beater;
  start(path, owner, everyMs);
  return () => stop(path);
}

function createBeater(): Beater {
  // Without this process's flags and environment, which may preload other modules.
  const worker = new Worker(PROGRAM, { eval: true, execArgv: [], env: {} });
  // It does not keep the process alive, and ends with the thread that started it.
  worker.unref();
  worker.on("error", () => {
    beater = undefined;
  });
  return {
    start: (path, owner, everyMs) => worker.postMessage({ path, owner, everyMs }),
    stop: (path) => worker.postMessage({ path }),
  };
}

/** Overwritten in place, and only if the lock still belongs to the owner; a removed file is not created again. */
const PROGRAM = `
const { closeSync, openSync, readFileSync, writeSync } = process.getBuiltinModule("node:fs");
const { parentPort } = process.getBuiltinModule("node:worker_threads");
const timers = new Map();
parentPort.on("message", ({ path, owner, everyMs }) => {
  clearInterval(timers.get(path));
  timers.delete(path);
  if (owner === undefined) return;
  let beat = 0;
  const write = () => {
    beat++;
    try {
      const file = openSync(path, "r+");
      try {
        const text = readFileSync(file, "utf8");
        if (JSON.parse(text).token === owner.token) {
          writeSync(file, JSON.stringify({ ...owner, beat: String(beat).padStart(${DIGITS}, "0") }), 0);
        }
      } finally {
        closeSync(file);
      }
    } catch {}
  };
  timers.set(path, setInterval(write, everyMs));
});
`;
