import type { Grant, Person } from "../roster.js";

/** Whether a grant counts on a day: its last day is part of it. */
export function isInForce({ until }: Grant, day: string): boolean {
  return until === undefined || until >= day;
}

/** Whether the last day of a person is over. */
export function hasLeft({ leaves }: Person, day: string): boolean {
  return leaves !== undefined && leaves.text < day;
}
