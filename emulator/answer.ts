/** What the API made of a request. */
export interface Answer {
  response: Response;
  /** The service's own code: 200 is success, and 400 a query that the schema refuses. */
  code: number;
}
