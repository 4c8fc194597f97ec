export function serveProgram(directory: () => string): Promise<ProgramServer>;

export interface ProgramServer {
  readonly address: string;
  close(): void;
}
