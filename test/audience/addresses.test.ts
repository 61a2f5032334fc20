import { describe, expect, it } from 'vitest';
import { AddressError, normaliseAddress, subscriberIdOf } from '../../lambdas/audience/index.ts';
import { networkOf } from '../../lambdas/audience/network.ts';
import { RundbriefError } from '../../lambdas/domain/errors.ts';
import { addressLine } from '../../lambdas/platform/mime.ts';

describe('an address', () => {
  it.each([
    { typed: ' Erika.Mustermann@Example.ORG ', kept: 'Erika.Mustermann@example.org' },
    { typed: 'ada+news@mail.example.co.uk', kept: 'ada+news@mail.example.co.uk' },
    { typed: 'ada@Bücher.example', kept: 'ada@xn--bcher-kva.example' },
    { typed: 'ada@faß.example', kept: 'ada@xn--fa-hia.example' },
    { typed: "o'hara@example.org", kept: "o'hara@example.org" },
    { typed: '\u00a0ada@example.org\u00a0', kept: 'ada@example.org' },
    { typed: `${'a'.repeat(64)}@example.org`, kept: `${'a'.repeat(64)}@example.org` },
  ])('$typed is kept as $kept', ({ typed, kept }) => {
    expect(normaliseAddress(typed)).toBe(kept);
    expect(addressLine('To', { address: kept })).toBe(`To: ${kept}`);
  });

  it.each([
    { typed: '', problem: 'empty' },
    { typed: ' \t ', problem: 'empty' },
    { typed: 'ada', problem: 'no-mailbox' },
    { typed: '@example.org', problem: 'no-mailbox' },
    { typed: 'ada@', problem: 'no-mailbox' },
    { typed: 'müller@example.org', problem: 'not-ascii' },
    { typed: 'müller@bücher.example', problem: 'not-ascii' },
    { typed: `${'a'.repeat(65)}@example.org`, problem: 'too-long' },
    { typed: `ada@${'a.'.repeat(124)}example`, problem: 'too-long' },
    { typed: 'x'.repeat(1_000_000), problem: 'too-long' },
    { typed: 'ada@lovelace@example.org', problem: 'bad-name' },
    { typed: 'ada lovelace@example.org', problem: 'bad-name' },
    { typed: '"ada"@example.org', problem: 'bad-name' },
    { typed: '.ada@example.org', problem: 'bad-name' },
    { typed: 'a..da@example.org', problem: 'bad-name' },
    { typed: 'ada,bob@example.org', problem: 'bad-name' },
    { typed: 'Ada <ada@example.org>', problem: 'bad-domain' },
    { typed: 'ada\r\nBcc: bob@example.org', problem: 'bad-name' },
    { typed: 'ada@example.org\r\nBcc: bob', problem: 'bad-domain' },
    { typed: 'ada\u0000@example.org', problem: 'bad-name' },
    { typed: 'ada@localhost', problem: 'bad-domain' },
    { typed: 'ada@127.0.0.1', problem: 'bad-domain' },
    { typed: 'ada@[127.0.0.1]', problem: 'bad-domain' },
    { typed: 'ada@0x7f.1', problem: 'bad-domain' },
    { typed: 'ada@ex%61mple.org', problem: 'bad-domain' },
    { typed: 'ada@example.org/x', problem: 'bad-domain' },
    { typed: 'ada@-example.org', problem: 'bad-domain' },
    { typed: 'ada@example..org', problem: 'bad-domain' },
    { typed: 'ada@example.org.', problem: 'bad-domain' },
    { typed: `ada@${'a'.repeat(64)}.org`, problem: 'bad-domain' },
  ])('$typed is refused: $problem', ({ typed, problem }) => {
    expect(() => normaliseAddress(typed)).toThrow(expect.objectContaining({ problem, fault: 'invalid' }));
  });

  it('is not repeated by the error that refuses it', () => {
    const error = new AddressError('bad-domain');
    expect(error).toBeInstanceOf(RundbriefError);
    expect(() => normaliseAddress('erika@nowhere')).toThrow(/^(?!.*erika)(?!.*nowhere)/);
  });

  it('stands for one person however it is spelt, and for another one with another key', () => {
    const id = subscriberIdOf('erika@example.org', 'key');
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(subscriberIdOf('Erika@example.org', 'key')).toBe(id);
    expect(subscriberIdOf('erika+x@example.org', 'key')).not.toBe(id);
    expect(subscriberIdOf('erika@example.org', 'other')).not.toBe(id);
  });
});

describe('a network', () => {
  it.each([
    { address: '192.0.2.77', network: '192.0.2.0/24' },
    { address: '::ffff:192.0.2.77', network: '192.0.2.0/24' },
    { address: '2001:db8:0:1:aaaa::7', network: '2001:db8:0:1::/64' },
    { address: '2001:0db8:0000:0001::9', network: '2001:db8:0:1::/64' },
    { address: '2001:DB8::1', network: '2001:db8:0:0::/64' },
    { address: '::1', network: '0:0:0:0::/64' },
    { address: '', network: 'unknown' },
    { address: '192.0.2.77, 10.0.0.1', network: 'unknown' },
  ])('of $address is $network', ({ address, network }) => {
    expect(networkOf(address)).toBe(network);
  });
});
