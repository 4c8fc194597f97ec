import type { Behaviour } from "../behaviour.js";
import type { PasswordKey } from "../credentials/password-key.js";
import type { Tokens } from "../credentials/tokens.js";
import type { Pool } from "../state/pool.js";

/** Everything that operations work with. */
export interface Service {
  pool: Pool;
  behaviour: Behaviour;
  passwordKey: PasswordKey;
  tokens: Tokens;
  secret: string;
  now: () => number;
}

/** The answer of operations that return no object. */
export interface CommonMessage {
  code: number;
  message: string;
}

export function success(message: string): CommonMessage {
  return { code: 200, message };
}
