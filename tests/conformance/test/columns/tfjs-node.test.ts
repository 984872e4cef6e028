import { describeColumn } from "../../src/describe-column.ts";
import { runBackend } from "../../src/run-backend.ts";

describeColumn("tfjs-node", await runBackend("tfjs-node"));
