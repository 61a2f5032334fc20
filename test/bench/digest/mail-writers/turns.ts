/** A writer's process: writes as many mails as it is asked for, and says what CPU time they took. */
import { randomBytes } from 'node:crypto';
import { parseLinkKeys } from '../../../../lambdas/audience/links/link-keys.ts';
import { personalLinks } from '../../../../lambdas/audience/links/links.ts';
import { cpuMs } from '../../cpu-time.ts';
import { answer } from '../processes.ts';
import { SITE_URL } from './letter.ts';

export interface Reader {
  subscriberId: string;
  address: string;
  topics: string[];
}

export type WriteMail = (reader: Reader) => string | Uint8Array | Promise<Uint8Array>;

/** Of all writers the same: a reader gets the same links from each. */
export const linksOf = personalLinks(parseLinkKeys('{"current":"k1","k1":"only-for-measuring"}'), SITE_URL);

export interface Turn {
  messages: number;
}

export interface TurnResult {
  cpuMs: number;
  bytes: number;
  /** What a reader got who is always the same. */
  first: Uint8Array;
}

const FIRST: Reader = { subscriberId: 'A'.repeat(22), address: 'erste@reader.example', topics: [] };

export function takeTurns(write: WriteMail): void {
  answer<Turn, TurnResult>(async ({ messages }) => {
    const first = Buffer.from(await write(FIRST));
    const readers = Array.from({ length: messages }, aReader);
    let bytes = 0;
    const spent = await cpuMs(async () => {
      for (const reader of readers) bytes += (await write(reader)).length;
    });
    return { cpuMs: spent, bytes, first };
  });
}

function aReader(): Reader {
  const id = randomBytes(16);
  return { subscriberId: id.toString('base64url'), address: `${id.toString('hex')}@reader.example`, topics: [] };
}
