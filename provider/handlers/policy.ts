import { policy as kind } from "../../model/schema/index.js";
import { codedHandler } from "./coded/coded.js";

/** A policy in one namespace. The id is `<namespace>/<code>`. */
export const policy = codedHandler(kind);
