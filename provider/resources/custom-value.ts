/** The value of a custom field. Dates are strings in ISO 8601. */
export type CustomValue = string | number | boolean | Readonly<Record<string, unknown>>;
