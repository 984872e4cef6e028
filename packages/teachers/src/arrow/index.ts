export { arrowStreams } from "./arrow-streams.ts";
