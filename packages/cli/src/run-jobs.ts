import { fileURLToPath } from "node:url";
import { MessageChannel } from "node:worker_threads";
import Tinypool from "tinypool";
import { type Job, type JobEvent, type JobResult, runJob } from "./job.ts";

/** Runs jobs, each when its turn comes. */
export interface JobRunner {
  run(job: Job, onEvent: (event: JobEvent) => void): Promise<JobResult>;
  /** Ends whatever still runs. */
  close(): Promise<void>;
}

/**
 * Runs up to `workers` jobs at once, each in a thread with a tensor backend of its own. Results do not depend on it, but
 * for the last bits where each job computes on another number of threads.
 */
export function createPool(workers: number): JobRunner {
  const pool = new Tinypool({
    filename: fileURLToPath(new URL("./worker.js", import.meta.url)),
    minThreads: 0,
    maxThreads: workers,
  });
  return {
    async run(job, onEvent) {
      const { port1, port2 } = new MessageChannel();
      // Events and the result travel by different roads: the port's own end says that no event is still on its way.
      const drained = new Promise((resolve) => port1.once("close", resolve));
      port1.on("message", onEvent);
      try {
        const result = await pool.run({ job, port: port2 }, { name: "run", transferList: [port2] });
        await drained;
        return result;
      } finally {
        port1.close();
      }
    },
    close: () => pool.destroy(),
  };
}

/** Runs one job after the other in this thread. */
export function createInlineRunner(signal: AbortSignal): JobRunner {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    run(job, onEvent) {
      const result = turn.then(() => runJob(job, onEvent, signal));
      turn = result.catch(() => {});
      return result;
    },
    close: async () => {},
  };
}
