import { isIPv4, isIPv6 } from 'node:net';

/**
 * The network a request came from, as one neighbour shares it: /24 of IPv4, /64 of IPv6.
 *
 * @returns `unknown` for what is no address, so that such requests share one limit
 */
export function networkOf(address: string): string {
  const plain = address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (!isIPv6(plain)) return 'unknown';
  return `${firstGroups(plain, 4).join(':')}::/64`;
}

function firstGroups(address: string, count: number): string[] {
  const [head = '', tail] = (address.split('%', 1)[0] as string).split('::');
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array.from({ length: zeros }, () => '0'), ...after].slice(0, count);
}

const groups = (text: string) =>
  text === '' ? [] : text.split(':').map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''));
