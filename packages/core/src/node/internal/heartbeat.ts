import { Worker } from "node:worker_threads";

/** From one sign of life to the next. */
export const BEAT_MS = 2_000;

const DIGITS = 12;

/** A lock's text with the number of the latest sign of life, as long as any other. */
export function textWithBeat(owner: object, beat: number): string {
  return JSON.stringify({ ...owner, beat: String(beat).padStart(DIGITS, "0") });
}

/** Writes signs of life into lock files, from a thread of its own: a loop that trains may not come to it for minutes. */
interface Beater {
  start(path: string, owner: object, everyMs: number): void;
  stop(path: string): void;
}

let beater: Beater | undefined;

/** Begins with the signs of life of a lock; the returned function ends them. */
export function startBeating(path: string, owner: object, everyMs: number): () => void {
  beater ??= createBeater();
  const { start, stop } = beater;
  start(path, owner, everyMs);
  return () => stop(path);
}

function createBeater(): Beater {
  // Neither the flags nor the environment of this process, which may load other things first.
  const worker = new Worker(PROGRAM, { eval: true, execArgv: [], env: {} });
  // It holds nobody up, and ends with the thread that began it.
  worker.unref();
  worker.on("error", () => {
    beater = undefined;
  });
  return {
    start: (path, owner, everyMs) => worker.postMessage({ path, owner, everyMs }),
    stop: (path) => worker.postMessage({ path }),
  };
}

/** Written over in place, and only where the lock is still the owner's; a file that was taken away is not made again. */
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
