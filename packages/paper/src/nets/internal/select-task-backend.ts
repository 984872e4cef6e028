import { selectBackend } from "@dark-knowledge/backend";
import type { TaskBackend } from "../stage-shared.ts";

/** Chooses the backend of the process or thread that a task runs in. */
export async function selectTaskBackend({ backend, threads }: TaskBackend): Promise<void> {
  await selectBackend({ prefer: [backend], ...(threads === undefined ? {} : { threads }) });
}
