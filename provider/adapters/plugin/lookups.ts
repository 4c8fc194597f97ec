import { lookupFunctions } from "../../../model/functions/index.js";
import type { Properties } from "../../../model/rules/record.js";
import type { UniqueField } from "../../../model/rules/user-key.js";
import { userLabel } from "../../../model/rules/user-label.js";
import { answers } from "../../functions/answers.js";
import { checkArguments, holdsSecrets } from "../../functions/check-arguments.js";
import { explainFailure } from "../../functions/explain-failure.js";
import { PoolReader } from "../../functions/pool-reader.js";
import { clientOf } from "../../session.js";
import type { Settings } from "../../settings.js";

const prefix = "approw:index:";

/** What a function answers to the engine. */
export interface LookupAnswer {
  readonly result: Properties;
  /** Whether the result holds secrets. */
  readonly isSecret: boolean;
}

/** The functions with which programs read the pool of one instance. */
export class Lookups {
  readonly #settings: () => Settings;
  #pool: PoolReader | undefined;

  constructor(settings: () => Settings) {
    this.#settings = settings;
  }

  /**
   * @param token such as `approw:index:getUser`
   * @param isPreview a run without changes: the same question has the same answer
   */
  async answer(token: string, args: Properties, isPreview: boolean): Promise<LookupAnswer> {
    const described = lookupFunctions.find(({ name }) => prefix + name === token);
    if (described === undefined) throw new Error(`unknown function ${token}`);
    const checked = checkArguments(described, "output", args);
    const { userPoolId, debug: isDebug } = this.#settings();
    const question = { args: checked, isFresh: !isPreview, isDebug };
    try {
      const result = await answers[described.name](this.#reader, question);
      return { result, isSecret: holdsSecrets(described, checked) };
    } catch (cause) {
      throw new Error(explainFailure(described.name, userPoolId, question, cause), { cause });
    }
  }

  /**
   * The id of the user with a unique value. Questions that arrive together share requests.
   *
   * @throws Error when there is none, or when it could be another user
   */
  async idOfUser(field: UniqueField, value: string): Promise<string> {
    const found = await this.#reader.find({ field, value }, { isFresh: false });
    const id = found?.["id"];
    if (typeof id === "string") return id;
    const { userPoolId, debug } = this.#settings();
    throw new Error(`no user with ${userLabel({ [field]: value }, debug)} exists in user pool ${userPoolId}`);
  }

  get #reader(): PoolReader {
    this.#pool ??= new PoolReader(clientOf(this.#settings()));
    return this.#pool;
  }
}
