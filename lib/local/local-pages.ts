/** The addresses under `/_local`: what happened here, for people and for tests. GET changes nothing. */
import { z } from 'zod';
import type { DeadLetters } from './dead-letters.ts';
import { inboxPage, mailHtml } from './inbox.ts';
import type { Schedules } from './schedules.ts';
import type { Ses } from './ses.ts';
import type { Usage } from './usage.ts';
import { decoded, jsonText, textReply, type WebReply, type WebRequest } from './web.ts';

export interface PagesWorld {
  url: string;
  ses: Ses;
  schedules: Schedules;
  usage: Usage;
  deadLetters: DeadLetters;
}

const eventSchema = z.looseObject({ eventType: z.string(), mail: z.looseObject({ messageId: z.string() }) });

export function localPages({
  url,
  ses,
  schedules,
  usage,
  deadLetters,
}: PagesWorld): (request: WebRequest) => Promise<WebReply> {
  const routes: Record<string, (request: WebRequest) => Promise<WebReply> | WebReply> = {
    'GET /_local/health': () => jsonText(200, { status: 'ready' }),
    'GET /_local/mail.json': () => textReply(200, 'application/json; charset=utf-8', JSON.stringify(ses.store.all())),
    'GET /_local/inbox': ({ query }) => inboxPage(ses.store, new URLSearchParams(query)),
    'GET /_local/usage.json': () => jsonText(200, usage.report()),
    'DELETE /_local/usage.json': () => {
      usage.reset();
      return jsonText(200, usage.report());
    },
    'GET /_local/dead-letters.json': () => jsonText(200, deadLetters.list()),
    'POST /_local/tick': async () => jsonText(200, { invoked: await schedules.tick() }),
    'POST /_local/ses-events': ({ body }) => intake(body),
  };

  function intake(body: Buffer): WebReply {
    let parsed: unknown;
    try {
      parsed = JSON.parse(body.toString('utf8'));
    } catch {
      return jsonText(400, { error: 'The body is not JSON' });
    }
    const event = eventSchema.safeParse(parsed);
    if (!event.success)
      return jsonText(400, { error: 'The body is not an SES event: it needs eventType and mail.messageId' });
    const topics = ses.intake(event.data);
    return topics
      ? jsonText(200, { topics })
      : jsonText(422, { error: `No event destination takes ${event.data.eventType} events of this configuration set` });
  }

  return async (request) => {
    // A form on a page elsewhere must not tick, empty or report anything here.
    const foreign = request.headers.origin && request.headers.origin !== url;
    if (request.method !== 'GET' && request.method !== 'HEAD' && foreign)
      return jsonText(403, { error: 'Only from this address' });
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const [, id = '', kind] = /^\/_local\/mail\/([^/]+)\.(eml|html)$/.exec(request.path) ?? [];
    const raw = kind ? ses.store.raw(decoded(id)) : undefined;
    if (raw && method === 'GET')
      return kind === 'eml'
        ? { status: 200, headers: [['content-type', 'message/rfc822']], body: raw }
        : mailHtml(ses.delivered(decoded(id)) ?? raw);
    const answer = routes[`${method} ${request.path.replace(/\/$/, '')}`];
    return answer
      ? answer(request)
      : textReply(404, 'text/plain; charset=utf-8', 'There is nothing at this address.\n');
  };
}
