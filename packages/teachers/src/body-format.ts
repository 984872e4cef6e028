import type { TeacherRequest } from "./external-teacher.ts";

/** How a service's requests and answers are written, other than in JSON. */
export interface BodyFormat {
  /** Sent as `content-type` and `accept`. */
  readonly contentType: string;
  /** Writes the body of a request. */
  encode(batch: TeacherRequest): Uint8Array<ArrayBuffer>;
  /**
   * Reads the body of an answer: an object as the JSON of an answer would be.
   *
   * @throws Error for a body that cannot be read, which counts as a try that failed
   */
  decode(bytes: Uint8Array<ArrayBuffer>): Promise<unknown>;
}
