import { type BackendChoice, type BackendName, selectBackend } from "@dark-knowledge/backend";

/** Selects the backend that `--backend` names, or the first that works where it is left out. */
export function chooseBackend(name: BackendName | undefined): Promise<BackendChoice> {
  return selectBackend(name === undefined ? {} : { prefer: [name] });
}
