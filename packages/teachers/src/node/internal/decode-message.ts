import { joinParts } from "../../internal/join-parts.ts";
import { arrowModule } from "./arrow-module.ts";
import type { Message } from "./message-reader.ts";

/** Reads the contents of a message of either form: its JSON, and its arrays by name. */
export async function decodeMessage(message: Message): Promise<Readonly<Record<string, unknown>>> {
  if ("frame" in message) return joinParts(message.frame.head, Object.entries(message.frame.arrays));
  const { decode } = await arrowModule();
  try {
    return (await decode(message.stream)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new Error(`wrote what cannot be read (${(error as Error).message})`, { cause: error });
  }
}
