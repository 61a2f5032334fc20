/** What went wrong, in one line for the person at the keyboard; the program ends with exit code 1. */
export class CliFailure extends Error {
  /** Further lines, such as the problems of a file. */
  readonly details: string[];

  constructor(message: string, details: string[] = []) {
    super(message);
    this.name = 'CliFailure';
    this.details = details;
  }
}

/** The command line itself does not make sense; exit code 2. */
export class UsageFailure extends CliFailure {}
