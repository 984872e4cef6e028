import { train } from "./train.js";

/** Nothing where an import map says what is where: a worker knows nothing of it. */
async function trainInWorker() {
  if (document.querySelector('script[type="importmap"]')) return undefined;
  const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
}

globalThis.result = train().then(async (inPage) => ({ inPage, inWorker: await trainInWorker() }));
