import { vi } from "vitest";
import { describeColumn } from "../../src/describe-column.ts";
import { runBackend } from "../../src/run-backend.ts";

// The stock backend breaks down in some cases and says so.
vi.spyOn(console, "warn").mockImplementation(() => {});

describeColumn("stock wasm", await runBackend("wasm", { repairs: false }), { isHeldToBeRight: false });
