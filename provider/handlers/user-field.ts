import { userField as kind } from "../../model/schema/index.js";
import { codedHandler } from "./coded/coded.js";

/** A custom field of users. The id is its key, which never changes. */
export const userField = codedHandler(kind);
