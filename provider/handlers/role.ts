import { role as kind } from "../../model/schema/index.js";
import { codedHandler } from "./coded/coded.js";

/** A role in one namespace. The id is `<namespace>/<code>`. */
export const role = codedHandler(kind);
