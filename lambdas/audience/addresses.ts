import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { RundbriefError } from '../domain/errors.ts';

/** What is wrong with an address, so that a page can say it in the reader's language. */
export type AddressProblem =
  | 'empty'
  | 'no-mailbox'
  | 'too-long'
  | 'not-ascii'
  | 'bad-name'
  | 'bad-domain'
  | 'refused-domain';

const PROBLEM_IN_WORDS: Record<AddressProblem, string> = {
  empty: 'An email address is missing',
  'no-mailbox': 'An email address looks like name@example.org',
  'too-long': 'The email address is too long',
  'not-ascii': 'The part before the @ holds a character that mail servers do not take, such as an umlaut',
  'bad-name': 'The part before the @ is not one we can write to',
  'bad-domain': 'The part after the @ is not the name of a mail server',
  'refused-domain': 'This newsletter takes no addresses of this mail provider',
};

/** An address we cannot write to. Its message does not repeat the address. */
export class AddressError extends RundbriefError {
  readonly problem: AddressProblem;

  constructor(problem: AddressProblem) {
    super('invalid', PROBLEM_IN_WORDS[problem]);
    this.name = 'AddressError';
    this.problem = problem;
  }
}

const MOST_OCTETS = 254;
const MOST_OCTETS_OF_NAME = 64;
// Dot-atoms only. Quoted names are legal, but nobody has one and they are a way into headers.
const NAME = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
// A name with a top-level domain that is no number, so that no network address passes.
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z])[a-z0-9-]{0,62}[a-z0-9]$/;

/**
 * The address as we write to it: blanks around it gone, the domain in lower case and in its ASCII form (punycode).
 *
 * The name keeps its spelling, since a mail server may care; {@link subscriberIdOf} does not.
 *
 * @throws AddressError saying what is wrong
 */
export function normaliseAddress(typed: string): string {
  const text = typed.trim();
  if (text === '') throw new AddressError('empty');
  // Before anything costly: a megabyte of text is not looked at any further.
  if (text.length > MOST_OCTETS) throw new AddressError('too-long');
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) throw new AddressError('no-mailbox');
  const name = text.slice(0, at);
  const domain = asciiDomain(text.slice(at + 1));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are refused as a bad name instead
  if (/[^\u0000-\u007f]/.test(name)) throw new AddressError('not-ascii');
  if (!NAME.test(name)) throw new AddressError('bad-name');
  const address = `${name}@${domain}`;
  if (name.length > MOST_OCTETS_OF_NAME || address.length > MOST_OCTETS) throw new AddressError('too-long');
  return address;
}

function asciiDomain(typed: string): string {
  // What a URL would decode or cut off has no place in a domain; `domainToASCII` would quietly do so.
  if (/[\s%:/?#[\]\\<>,;"()@]/.test(typed)) throw new AddressError('bad-domain');
  const domain = domainToASCII(typed.toLowerCase());
  if (!DOMAIN.test(domain)) throw new AddressError('bad-domain');
  return domain;
}

/** @param address - normalised */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/**
 * Refuses addresses of certain domains and of what is below them, such as those of mailboxes that live ten minutes.
 *
 * @param address - normalised
 * @param domains - in ASCII and lower case
 * @throws AddressError `refused-domain`
 */
export function refuseDomains(address: string, domains: string[] = []): void {
  const domain = domainOf(address);
  const isRefused = domains.some((refused) => domain === refused || domain.endsWith(`.${refused}`));
  if (isRefused) throw new AddressError('refused-domain');
}

/**
 * The opaque id of the person behind an address, the same in every publication: who holds the table but not the key
 * cannot try addresses. Erika@ and erika@ are one person, so nobody gets two mails for two spellings.
 *
 * @param address - normalised
 * @returns 22 characters of base64url
 */
export function subscriberIdOf(address: string, addressKey: string): string {
  return createHmac('sha256', addressKey).update(address.toLowerCase()).digest().subarray(0, 16).toString('base64url');
}
