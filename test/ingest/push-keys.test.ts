import { describe, expect, it } from 'vitest';
import { isPushKeyOf, pushKeys, readPushKey } from '../../lambdas/ingest/push-keys.ts';

const owner = { publicationId: 'ruhr', id: 'cms' };
const SECRET = 'stage secret';

describe('the keys of a push source', () => {
  it('are the same whenever they are asked for, and say what they open', () => {
    const { apiKey, webhookSecret } = pushKeys(owner, SECRET);
    expect(pushKeys({ ...owner }, SECRET)).toEqual({ apiKey, webhookSecret });
    expect(apiKey).toMatch(/^rbp_ruhr\.cms\.[\w-]{43}$/);
    expect(webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(readPushKey(apiKey)).toEqual({ publicationId: 'ruhr', sourceId: 'cms' });
    expect(isPushKeyOf(apiKey, owner, SECRET)).toBe(true);
  });

  it.each([
    { whose: 'another source', of: { ...owner, id: 'blog' }, secret: SECRET },
    { whose: 'another publication', of: { ...owner, publicationId: 'stadt' }, secret: SECRET },
    { whose: 'the time before they were renewed', of: { ...owner, keyVersion: 1 }, secret: SECRET },
    { whose: 'another stage', of: owner, secret: 'another' },
    // `ruhr.cms` must not be `ruhr` + `cms` by another cut.
    { whose: 'names cut otherwise', of: { publicationId: 'ruh', id: 'rcms' }, secret: SECRET },
  ])('are not those of $whose', ({ of, secret }) => {
    const mine = pushKeys(owner, SECRET);
    const theirs = pushKeys(of, secret);
    expect(isPushKeyOf(mine.apiKey, of, secret)).toBe(false);
    expect(theirs.webhookSecret).not.toBe(mine.webhookSecret);
    expect(theirs.apiKey.split('.').at(-1)).not.toBe(mine.apiKey.split('.').at(-1));
  });

  it.each(['', 'rbp_', 'rbp_ruhr.cms.short', `rbp_ruhr.cms.${'a'.repeat(44)}`, `rbp_ru/hr.cms.${'a'.repeat(43)}`])(
    'are not anything: %s',
    (key) => {
      expect(readPushKey(key)).toBeUndefined();
    },
  );
});
