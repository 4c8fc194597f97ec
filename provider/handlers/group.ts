import { group as kind } from "../../model/schema/index.js";
import { codedHandler } from "./coded/coded.js";

/** A group. The id is its code. */
export const group = codedHandler(kind);
