import { describe, expect, it } from "vitest";
import { compileOrNot, keepCompiled } from "../../../src/internal/onednn/keep-compiled.ts";
import { OneDnnError } from "../../../src/internal/onednn/one-dnn.ts";

describe("keepCompiled()", () => {
  it("compiles once for each key, also where the library cannot", () => {
    const find = keepCompiled<{ destroy(): void }>();
    let compiled = 0;
    const compile = () => ({ number: ++compiled, destroy: () => {} });
    const first = find("a", compile);
    expect(find("b", compile)).not.toBe(first);
    expect(find("a", compile)).toBe(first);
    const refuse = () => {
      compiled++;
      throw new OneDnnError("no");
    };
    expect([find("c", refuse), find("c", refuse)]).toEqual([undefined, undefined]);
    expect(compiled).toBe(3);
  });

  it("destroys the longest unused of more than 256", () => {
    const find = keepCompiled<{ destroy(): void }>();
    const destroyed: string[] = [];
    const use = (key: string) => find(key, () => ({ destroy: () => destroyed.push(key) }));
    for (let at = 0; at < 256; at++) use(`key ${at}`);
    use("key 0");
    expect(destroyed).toEqual([]);
    use("another");
    use("one more");
    expect(destroyed).toEqual(["key 1", "key 2"]);
  });

  it("lets other errors through", () => {
    const fail = () => {
      throw new TypeError("a fault");
    };
    expect(() => compileOrNot(fail)).toThrow("a fault");
  });
});
