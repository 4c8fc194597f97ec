export interface PulumiCli {
  /** The program to start. */
  command: string;
  /** The directory that holds it and, unless they are on PATH, its hosts. */
  directory: string;
  /** Such as "3.259.0". */
  version: string;
}

export function findPulumiCli(): PulumiCli | undefined;
export function pathWith(cli: PulumiCli): string;
