import * as pulumi from "@pulumi/pulumi";

import type { ManagementClient } from "../../sdk/index.js";
import { openClient } from "../open-client.js";
import { describeRequests } from "../process/run-log.js";
import type { Settings } from "../settings.js";
import { PoolReader } from "./pool-reader.js";

/** One client for each set of settings: all runs of this process share its login and its limits. */
const clients = new Map<string, ManagementClient>();

/** What is read of each pool, by the run that reads it. */
const pools = new WeakMap<object, Map<string, PoolReader>>();

/** A program that no engine runs. */
const withoutEngine = {};

/**
 * The pool of these settings in the current run. A process that runs Pulumi itself has many runs, and none of them may see
 * what an earlier one has read.
 */
export function poolOfRun(settings: Settings): PoolReader {
  // Each run has a connection of its own to the engine.
  const run = pulumi.runtime.getMonitor() ?? withoutEngine;
  const ofRun = pools.get(run) ?? new Map<string, PoolReader>();
  pools.set(run, ofRun);
  const key = JSON.stringify(settings);
  const pool = ofRun.get(key) ?? new PoolReader(clientOf(key, settings));
  ofRun.set(key, pool);
  return pool;
}

function clientOf(key: string, settings: Settings): ManagementClient {
  const known = clients.get(key);
  if (known !== undefined) return known;
  const client = openClient(settings, (line) => {
    void pulumi.log.info(`approw: ${line}`).catch(() => undefined);
  });
  clients.set(key, client);
  if (settings.stats) tellAtExit(client);
  return client;
}

/** Says at the end of the program what its functions needed. */
function tellAtExit(client: ManagementClient): void {
  process.once("exit", () => {
    process.stderr.write(`approw: the functions of the program needed ${describeRequests(client.stats())}\n`);
  });
}
