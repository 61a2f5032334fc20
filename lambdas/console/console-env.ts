import type { Session } from './session.ts';
import type { Words } from './words.ts';

/** What every console route finds in its context. */
export interface ConsoleEnv {
  Variables: {
    words: Words;
    /** Set behind the sign-in. */
    session: Session;
  };
}
