import { isSameCustomValue } from "../../model/rules/custom-data.js";
import { customFieldName } from "../../model/rules/custom-data-field.js";
import { customValues, type DeclaredCustomValue } from "../../model/schema/custom-values.js";
import { type CustomType, customTypes, isCustomType } from "../../model/schema/user-field.js";
import { fitsDataType } from "../../sdk/udf/encoding.js";
import type { Person } from "../roster.js";
import { people } from "../sections.js";
import { placeOf } from "../reading/written.js";
import type { PoolUser } from "../write/pool-contents.js";
import { mistakeInWritten } from "../write/writable.js";
import { changeOf, type Compared, isInLayers } from "./compare-fields.js";
import { factPath } from "./facts.js";
import { type Comparison, editable, type Findings, NotWritable, type Planned } from "./planned.js";

const { customData } = people.kind.subject;

/** Compares the declared custom values, each by its key. */
export function compareCustomData(
  compared: Compared,
  person: Person,
  user: PoolUser,
  types: CustomTypes,
  findings: Findings,
): void {
  const argument = person.arguments.get(customData);
  const declared = customValues.safeParse(argument?.value).data;
  if (argument === undefined || declared === undefined) return;
  const observed = new Map(user.customData);
  const { file, map } = compared.entry;
  const own = map && file.find(map, customData);
  const ownMap = file.mapIn(own?.pair);
  const isOwn = own?.isOwn === true && own.pair.value === ownMap;
  const ownKeys = new Set(ownMap === undefined ? [] : file.namesIn(ownMap));
  const shared = new Map(Object.entries(declared).filter(([key]) => ownKeys.has(key)));

  for (const [key, value] of Object.entries(declared)) {
    const found = observed.get(key);
    const isTime = types.isTime(key) && typeof found === "string";
    if (
      found !== undefined &&
      (isSameCustomValue(value, found) || (isTime && isSameCustomValue(value, new Date(found))))
    )
      continue;
    const name = customFieldName(people.kind, key);
    const place = placeOf(argument.spot);
    findings.add({ subject: compared.subject, key: compared.key, field: name }, (): Planned => {
      if (user.mistyped.includes(key))
        throw new NotWritable(
          `${compared.key}: ${name} does not have the type of its field in the pool`,
          place,
        );
      const written = found === "" ? undefined : found;
      const isMissing = written === undefined;
      if (isMissing && (!ownKeys.has(key) || isInLayers(compared, customData, key)))
        throw new NotWritable(
          `${compared.key}: ${name} is declared, and the pool has no value: remove it where the entries get it from`,
          place,
        );
      const mistake = isMissing ? undefined : types.mistakeIn(key, written);
      if (mistake !== undefined)
        throw new NotWritable(
          `${compared.key}: ${name} differs from the pool, and the value there cannot be declared: ${mistake}`,
          place,
        );
      const entry = editable(compared.entry, compared.key);
      if (isOwn && file.isMeantElsewhere(own.pair))
        throw new NotWritable(
          `${compared.key}: ${name} differs from the pool, and aliases refer to it: change it by hand`,
          place,
        );
      return {
        change: changeOf(compared, argument, name, written),
        needs: [],
        touches: [factPath(compared.kind, compared.key, customData, key)],
        apply: (edits) => {
          edits.setKey(entry, customData, key, written, shared);
        },
      };
    });
  }
}

/** The types of custom fields, in the pool and as the roster declares them. */
export class CustomTypes {
  readonly #inPool: ReadonlyMap<string, string>;
  readonly #declared = new Map<string, CustomType>();

  constructor({ contents, roster }: Pick<Comparison, "contents" | "roster">) {
    this.#inPool = new Map(contents.customFields.map(({ key, dataType }) => [key, dataType]));
    for (const { code, arguments: declared } of roster.objects.UserField.values()) {
      const type = declared.get("type")?.value;
      if (isCustomType(type)) this.#declared.set(code, type);
    }
  }

  isTime(key: string): boolean {
    return this.#inPool.get(key) === customTypes.date;
  }

  /** Why a value cannot be declared, for one because the roster keeps the type that it declares. */
  mistakeIn(key: string, value: DeclaredCustomValue): string | undefined {
    const [declared, inPool] = [this.#declared.get(key), this.#inPool.get(key)];
    const isKept = Object.values(customTypes).every((type) => type !== inPool);
    if (declared !== undefined && isKept && !fitsDataType(customTypes[declared], value))
      return `the roster declares the type ${declared}`;
    return (
      mistakeInWritten({ [key]: value }) ?? customValues.safeParse({ [key]: value }).error?.issues[0]?.message
    );
  }
}
