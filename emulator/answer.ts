/** The API's answer to a request. */
export interface Answer {
  response: Response;
  /** The service's own code: 200 for success, 400 for a query that does not fit the schema. */
  code: number;
}
