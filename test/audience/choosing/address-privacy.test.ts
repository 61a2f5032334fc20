import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { House } from '../house.ts';
import { aReader, links, post } from './readers.ts';

const FORMER = 'ada@reader.example';
const FRESH = 'ada.lovelace@new.example';

let logged: string[];
beforeEach(() => {
  logged = [];
  const keep = (text: unknown) => {
    logged.push(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, name).mockImplementation((...given) => void keep(given.join(' ')));
  }
});
afterEach(() => vi.restoreAllMocks());

describe('an address that is changed', () => {
  it('is in no log, no queue message, no link, no tag, no page and no proof, whatever goes well or wrong', async () => {
    const house = new House();
    const travelled: unknown[] = [];
    const pages: string[] = [];
    await aReader(house);
    const ask = async () => {
      pages.push((await post(house, links(house).preferences, { action: 'address', address: FRESH })).body);
      travelled.push(...house.queue.sent);
    };
    for (const ses of [
      { kind: 'not-sent', because: 'throttled', detail: 'ThrottlingException' },
      { kind: 'refused', detail: 'MessageRejected' },
      { kind: 'unknown', detail: 'TimeoutError' },
      { kind: 'accepted', messageId: 'x' },
    ] as const) {
      house.ses = ses;
      await ask();
      await house.deliver().catch((error: Error) => logged.push(String(error)));
      house.laterBy(25);
    }
    await ask();
    travelled.push(house.link, ...house.mails.map(({ tags }) => tags));
    const { find } = house.audience.people;
    house.audience.people.find = async () => {
      throw new Error('The table is not there');
    };
    house.laterBy(-20);
    pages.push((await post(house, house.link)).body);
    house.audience.people.find = find;
    pages.push((await house.ask(house.link)).body, (await post(house, house.link)).body);
    expect(pages.at(-1)).toContain('Ihre neue Adresse ist bestätigt');
    travelled.push(...house.audience.proofs.entries);

    expect(logged.join('\n')).toContain('TimeoutError');
    expect(logged.join('\n')).toContain('The table is not there');
    for (const text of [...logged, ...pages, ...travelled.map((one) => JSON.stringify(one))]) {
      for (const address of [FORMER, FRESH]) {
        expect(text).not.toContain(address);
        expect(text).not.toContain(encodeURIComponent(address));
      }
    }
  });
});
