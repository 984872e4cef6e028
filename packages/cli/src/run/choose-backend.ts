import { type BackendChoice, type BackendName, selectBackend } from "@dark-knowledge/backend";

/** Selects the backend named by `--backend`, or by default the first one that works. */
export function chooseBackend(name: BackendName | undefined): Promise<BackendChoice> {
  return selectBackend(name === undefined ? {} : { prefer: [name] });
}
