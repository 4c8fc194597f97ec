import { toInstant } from "./instant.js";
import type { User } from "./user.js";
import type { UserField } from "./user-fields.js";
import { isUserField, userField } from "./user-fields.js";
import type { WireFields } from "./user-input.js";

/** Whether a user has every value that was sent, except secrets, which cannot be read back. */
export function holdsAllSent(user: User, sent: WireFields): boolean {
  return Object.entries(sent).every(
    ([name, value]) =>
      isUserField(name) && (userField(name).secret === true || isSame(name, value, user[name])),
  );
}

function isSame(name: UserField, sent: unknown, observed: unknown): boolean {
  const { kind, caseBlind } = userField(name);
  if (caseBlind) return String(sent).toLowerCase() === String(observed).toLowerCase();
  if (kind === "time") return toInstant(String(sent)) === toInstant(String(observed));
  if (kind === "texts") return JSON.stringify(sorted(sent)) === JSON.stringify(sorted(observed));
  return sent === observed;
}

/** The service keeps lists as sets. */
function sorted(texts: unknown): unknown {
  return Array.isArray(texts) ? texts.map(String).sort() : texts;
}
