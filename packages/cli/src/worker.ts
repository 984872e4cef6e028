import type { MessagePort } from "node:worker_threads";
import { type Job, type JobResult, runJob } from "./job.ts";

/** What a worker is handed: the job, and the port for its events. */
export interface WorkerTask {
  readonly job: Job;
  readonly port: MessagePort;
}

/** How often a worker reports single steps; epochs are reported always. */
const STEP_INTERVAL_MS = 100;

/** Runs one job in a worker thread. The name that the pool calls. */
export async function run({ job, port }: WorkerTask): Promise<JobResult> {
  let reported = -Infinity;
  try {
    return await runJob(job, (event) => {
      const now = performance.now();
      if (event.kind === "step" && now - reported < STEP_INTERVAL_MS) return;
      if (event.kind === "step") reported = now;
      port.postMessage(event);
    });
  } finally {
    port.close();
  }
}
