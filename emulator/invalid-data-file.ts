/** A data file cannot be used. It is not changed. */
export class InvalidDataFileError extends Error {
  override readonly name = "InvalidDataFileError";
}
