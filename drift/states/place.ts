import type { z } from "zod";

import { InputError } from "../../model/errors.js";

/** A place in a state, for messages. */
export class Place {
  constructor(
    readonly source: string,
    readonly path: readonly PropertyKey[],
  ) {}

  at(...steps: readonly PropertyKey[]): Place {
    return new Place(this.source, [...this.path, ...steps]);
  }

  /** Never shows a value: it could be personal data. */
  check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw this.at(...(issue?.path ?? [])).#mistake(issue?.message ?? "", parsed.error);
  }

  /** Adds the place to the message of an InputError. */
  read<Value>(parse: () => Value): Value {
    try {
      return parse();
    } catch (cause) {
      throw cause instanceof InputError ? this.#mistake(cause.message, cause) : cause;
    }
  }

  #mistake(message: string, cause: Error): InputError {
    const path = this.path.map(String).join(".") || "its root";
    return notExported(this.source, `${path}: ${message}`, cause);
  }
}

export function notExported(source: string, reason: string, cause: unknown): InputError {
  return new InputError(`${source} is not an output of \`pulumi stack export\`: ${reason}`, { cause });
}
