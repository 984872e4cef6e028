import { oneLine } from "@dark-knowledge/core";

/** Fetches one file of a student. Errors begin with `functionName` and name the file. */
export async function fetchPart(functionName: string, where: string): Promise<Response> {
  const response = await fetch(where).catch((cause: unknown) => {
    throw new Error(`${functionName}: cannot fetch ${oneLine(where)} (${oneLine(String(cause))})`, { cause });
  });
  if (!response.ok) {
    throw new Error(`${functionName}: cannot fetch ${where} (${response.status} ${response.statusText})`);
  }
  return response;
}
