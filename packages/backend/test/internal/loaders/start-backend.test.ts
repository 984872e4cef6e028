import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startBackend } from "../../../src/internal/loaders/start-backend.ts";

const disposed = vi.fn();

class FakeBackend extends tf.KernelBackend {
  override dispose(): void {
    disposed(this);
  }
}

afterEach(() => {
  if (tf.findBackendFactory("fake") !== null) tf.removeBackend("fake");
  disposed.mockClear();
});

const register = (factory: () => tf.KernelBackend | Promise<tf.KernelBackend>) =>
  tf.registerBackend("fake", factory, 7);

describe("startBackend(name)", () => {
  it("runs an asynchronous factory once and keeps its priority", async () => {
    const factory = vi.fn(async () => new FakeBackend());
    register(factory);
    const backend = await startBackend("fake");
    expect(backend).toBeInstanceOf(FakeBackend);
    expect(await startBackend("fake")).toBe(backend);
    expect(tf.findBackend("fake")).toBe(backend);
    expect(factory).toHaveBeenCalledOnce();
    expect(tf.engine().registryFactory.fake!.priority).toBe(7);
  });

  it("does not set the backend", async () => {
    register(() => new FakeBackend());
    await startBackend("fake");
    expect(tf.getBackend()).toBe("cpu");
  });

  it("gives two callers at once the same backend, and disposes of the other", async () => {
    register(async () => new FakeBackend());
    const [first, second] = await Promise.all([startBackend("fake"), startBackend("fake")]);
    expect(second).toBe(first);
    expect(disposed).toHaveBeenCalledOnce();
    expect(disposed.mock.calls[0]![0]).not.toBe(first);
  });

  it("throws what the factory throws, prints nothing, and tries again the next time", async () => {
    const factory = vi.fn(async (): Promise<tf.KernelBackend> => {
      if (factory.mock.calls.length === 1) throw new Error("no memory");
      return new FakeBackend();
    });
    register(factory);
    await expect(startBackend("fake")).rejects.toThrow("no memory");
    expect(await startBackend("fake")).toBeInstanceOf(FakeBackend);
  });

  it("makes a new one after the first was taken out of use", async () => {
    register(async () => new FakeBackend());
    const first = await startBackend("fake");
    delete tf.engine().registry.fake;
    const second = await startBackend("fake");
    expect(second).toBeInstanceOf(FakeBackend);
    expect(second).not.toBe(first);
  });
});
