/**
 * Every message SES was given, byte for byte, with a line about each in `index.jsonl`.
 *
 * The message is on disk before its line, and its line before the answer: a kill leaves either a mail that was
 * accepted or nothing at all.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { digest } from './attributes.ts';

const mailSchema = z.object({
  id: z.string(),
  to: z.array(z.string()),
  from: z.string(),
  subject: z.string(),
  at: z.string(),
  configurationSet: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  accepted: z.boolean(),
});
export type Mail = z.infer<typeof mailSchema>;

export interface MailStore {
  keep(mail: Mail, raw: Buffer): void;
  /** Oldest first. */
  all(): Mail[];
  find(id: string): Mail | undefined;
  raw(id: string): Buffer | undefined;
  /** Notes that the events of a mail are in the queues. */
  announced(id: string): void;
  /** Accepted mails whose events may have been lost with the process. */
  unannounced(): Mail[];
  announcedBefore(text: string): boolean;
}

export function openMailStore(folder: string): MailStore {
  mkdirSync(folder, { recursive: true });
  const index = join(folder, 'index.jsonl');
  const events = join(folder, 'announced.jsonl');
  const mails = linesOf(index).map((line) => mailSchema.parse(line));
  const byId = new Map(mails.map((mail) => [mail.id, mail]));
  const done = new Set(linesOf(events).map(String));
  const fileOf = (id: string) => join(folder, `${fileName(id)}.eml`);
  return {
    keep(mail, raw) {
      writeFileSync(fileOf(mail.id), raw);
      appendFileSync(index, `${JSON.stringify(mail)}\n`);
      mails.push(mail);
      byId.set(mail.id, mail);
    },
    all: () => mails,
    find: (id) => byId.get(id),
    raw: (id) => (byId.has(id) ? readFileSync(fileOf(id)) : undefined),
    announced(id) {
      appendFileSync(events, `${JSON.stringify(id)}\n`);
      done.add(id);
    },
    unannounced: () => mails.filter(({ id, accepted }) => accepted && !done.has(id)),
    announcedBefore: (text) => done.has(text),
  };
}

/** Another endpoint may give ids that are no file names. */
function fileName(id: string): string {
  return /^[\w-]{1,100}$/.test(id) ? id : digest(id, 40);
}

/** A kill may cut the last line; what it was about was never answered. */
function linesOf(file: string): unknown[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) writeFileSync(file, whole);
  return whole
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
}
