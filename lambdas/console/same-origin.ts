import type { MiddlewareHandler } from 'hono';
import { RundbriefError } from '../domain/errors.ts';

/**
 * Lets a request that changes something through only when our own page sent it. The browser says so itself, in headers
 * that no page can set; a request that says nothing is refused.
 */
export function sameOriginOnly(siteUrl: string): MiddlewareHandler {
  const { origin } = new URL(siteUrl);
  return async ({ req }, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next();
    const site = req.header('sec-fetch-site');
    const isOurs = site === undefined ? req.header('origin') === origin : site === 'same-origin';
    if (!isOurs) throw new RundbriefError('denied', 'This form did not come from a page of this console');
    await next();
  };
}
