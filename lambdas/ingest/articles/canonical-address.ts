/**
 * What of an address says which page it is: no scheme (a move to https is no new page), no fragment, none of the
 * parameters that only count visitors. Unknown parameters stay: `?p=123` is the identity in WordPress.
 */
const TRACKING = /^(utm_.+|mtm_.+|mc_.+|pk_.+|fbclid|gclid|dclid|msclkid|igshid|yclid|wt_mc|at_medium|at_campaign)$/i;

/** @returns undefined when it is no web address */
export function canonicalAddress(address: string | undefined): string | undefined {
  const url = address ? URL.parse(address) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  const parameters = [...url.searchParams].filter(([name]) => !TRACKING.test(name));
  const hadTracking = parameters.length < url.searchParams.size;
  const search = hadTracking ? new URLSearchParams(parameters).toString() : url.search.slice(1);
  const port = /^(80|443)?$/.test(url.port) ? '' : `:${url.port}`;
  return `${url.hostname}${port}${url.pathname}${search ? `?${search}` : ''}`;
}

/** The front page of a site stands for every article, so it is the identity of none. */
export function isFrontPage(canonical: string): boolean {
  return /^[^/]*\/?$/.test(canonical);
}
