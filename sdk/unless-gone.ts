import { isNotFound } from "./error-guards.js";

/** The result of a call, or "gone" when the service says explicitly that the object does not exist. */
export async function unlessGone<Result>(call: Promise<Result>): Promise<Result | "gone"> {
  try {
    return await call;
  } catch (error) {
    if (isNotFound(error)) return "gone";
    throw error;
  }
}
