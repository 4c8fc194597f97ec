export type { Behaviour } from "./behaviour.js";
export { createEmulator, type Emulator, type EmulatorOptions } from "./emulator.js";
export type { Counters } from "./gateway/counters.js";
export type { Fault, FaultKind, Faults } from "./gateway/faults.js";
export type { OperationName } from "./operation-names.js";
export { InvalidDataFileError } from "./invalid-data-file.js";
export { InvalidSeedError, parseSeed, type Seed } from "./seed.js";
export type { GivenContent, PoolContent } from "./stored-pool.js";
