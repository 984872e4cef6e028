import type { TeacherRequest } from "../external-teacher.ts";

/** A batch in pieces of at most `rows` examples. */
export function splitRequest({ ids, features, raw, signal }: TeacherRequest, rows: number): TeacherRequest[] {
  const width = features.values.length / Math.max(1, ids.length);
  return Array.from({ length: Math.ceil(ids.length / rows) }, (_, piece) => {
    const [from, to] = [piece * rows, Math.min(ids.length, (piece + 1) * rows)];
    return {
      ids: ids.subarray(from, to),
      features: {
        values: features.values.subarray(from * width, to * width),
        shape: [to - from, ...features.shape.slice(1)],
      },
      ...(raw ? { raw: raw.slice(from, to) } : {}),
      ...(signal ? { signal } : {}),
    };
  });
}
