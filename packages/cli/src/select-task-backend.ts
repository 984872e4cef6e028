import { type BackendName, selectBackend } from "@dark-knowledge/backend";

/** What a task is told to compute on. */
export interface TaskBackend {
  readonly backend: BackendName;
  /** How many threads it may take; all that the backend wants when left out. */
  readonly threads?: number | undefined;
}

/** Chooses the backend of the process or thread that a task runs in. */
export async function selectTaskBackend({ backend, threads }: TaskBackend): Promise<void> {
  await selectBackend({ prefer: [backend], ...(threads === undefined ? {} : { threads }) });
}
