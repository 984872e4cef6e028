import { selectBackend } from "dark-knowledge";

globalThis.result = selectBackend().then(() => selectBackend());
