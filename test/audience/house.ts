import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { askByMail } from '../../lambdas/audience/ask-by-mail.ts';
import { answerConfirmAddress } from '../../lambdas/audience/choosing/answer-confirm-address.tsx';
import { answerPreferences } from '../../lambdas/audience/choosing/answer-preferences.tsx';
import { answerUnsubscribe } from '../../lambdas/audience/choosing/answer-unsubscribe.tsx';
import { audienceInMemory, type ConfirmationMessage, type WelcomeMessage } from '../../lambdas/audience/index.ts';
import { answerConfirm } from '../../lambdas/audience/joining/answer-confirm.tsx';
import { answerSignUp } from '../../lambdas/audience/joining/answer-sign-up.ts';
import { failurePage } from '../../lambdas/audience/pages/failure-page.tsx';
import { answerDataRequest } from '../../lambdas/audience/person/answer-data-request.ts';
import type { Digest } from '../../lambdas/domain/publication.ts';
import { respond } from '../../lambdas/platform/http.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';
import type { RawMail, SendAnswer } from '../../lambdas/platform/ses.ts';
import { ADDRESS_KEY, hoursAfter, KEYS, MONDAY, publications, SITE } from './samples.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
}

interface Asked {
  method?: string;
  body?: string | Uint8Array;
  headers?: Record<string, string>;
  /** The visitor's network address. */
  from?: string;
}

/** The audience's doors on memory, with a clock, a queue and an inbox that a test can look at. */
export class House {
  readonly audience = audienceInMemory();
  readonly queue = outboxInMemory<ConfirmationMessage>();
  readonly welcomes = outboxInMemory<WelcomeMessage>();
  readonly mails: (RawMail & { text: string })[] = [];
  readonly waited: number[] = [];
  /** How often its publications come. */
  digests: Pick<Digest, 'cadence' | 'topics' | 'cron' | 'inReadersZone'>[] = [{ cadence: 'weekly', topics: [] }];
  now = MONDAY;
  /** What SES answers. */
  ses: SendAnswer = { kind: 'accepted', messageId: 'ses-1' };

  readonly deps = {
    ...this.audience,
    publications,
    digests: { list: async () => this.digests },
    confirmations: this.queue,
    welcomes: this.welcomes,
    addressKey: async () => ADDRESS_KEY,
    linkKeys: async () => KEYS,
    siteUrl: SITE,
    configurationSet: 'bulk',
    now: () => this.now,
    wait: async (milliseconds: number) => {
      this.waited.push(milliseconds);
    },
    sendMail: async (mail: RawMail) => {
      if (this.ses.kind === 'accepted') this.mails.push({ ...mail, text: decoded(mail.raw) });
      return this.ses;
    },
  };

  private readonly doors = {
    subscribe: respond((request) => answerSignUp(request, this.deps), failurePage(this.deps)),
    confirm: respond((request) => answerConfirm(request, this.deps), failurePage(this.deps)),
    'confirm-address': respond((request) => answerConfirmAddress(request, this.deps), failurePage(this.deps)),
    'my-data': respond((request) => answerDataRequest(request, this.deps), failurePage(this.deps)),
    preferences: respond((request) => answerPreferences(request, this.deps), failurePage(this.deps)),
    unsubscribe: respond((request) => answerUnsubscribe(request, this.deps), failurePage(this.deps)),
  };

  laterBy(hours: number): this {
    this.now = hoursAfter(hours, this.now);
    return this;
  }

  async ask(address: string, asked: Asked = {}): Promise<Answer> {
    const url = new URL(address, SITE);
    const [, door = '', publication] = url.pathname.split('/');
    const { statusCode, headers, cookies, body } = await this.doors[door as keyof typeof this.doors](
      requestEvent(url, asked, publication ? { publication } : undefined),
    );
    return { status: statusCode ?? 0, headers: (headers ?? {}) as Record<string, string>, cookies, body: body ?? '' };
  }

  /** Opens the form and sends it back, as a browser does. */
  async subscribe(address: string, more: Record<string, string | string[]> = {}, asked: Asked = {}): Promise<Answer> {
    const { publication = 'ruhr', ...fields } = more;
    const path = `/subscribe/${publication}`;
    const shown = await this.ask(path);
    const form = new URLSearchParams({ ...hiddenFields(shown.body), address });
    for (const [name, value] of Object.entries(fields)) {
      form.delete(name);
      for (const one of [value].flat()) form.append(name, one);
    }
    return this.ask(path, { ...posted(form), ...asked });
  }

  /** Handles what is in the queue. */
  async deliver(): Promise<void> {
    for (const message of this.queue.sent.splice(0)) await askByMail(message, this.deps);
  }

  /** The link in the last mail that has one. */
  get link(): string {
    const links = this.mails.map(({ text }) => /https:\S+/.exec(text)?.[0]);
    return links.findLast((link) => link !== undefined) ?? '';
  }
}

export function posted(form: URLSearchParams): Asked {
  return {
    method: 'POST',
    body: form.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  };
}

export function hiddenFields(html: string): Record<string, string> {
  const fields = html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]));
}

function requestEvent(
  url: URL,
  { method = 'GET', body = '', headers = {}, from = '192.0.2.77' }: Asked,
  pathParameters?: Record<string, string>,
): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: { 'User-Agent': 'Mozilla/5.0 (test)', ...headers },
    pathParameters,
    requestContext: {
      accountId: '',
      apiId: '',
      domainName: '',
      domainPrefix: '',
      requestId: '',
      routeKey: '',
      stage: '$default',
      time: '',
      timeEpoch: 0,
      http: { method, path: url.pathname, protocol: 'HTTP/1.1', sourceIp: from, userAgent: '' },
    },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  };
}

/** The text of a plain mail in quoted-printable. */
function decoded(whole: string): string {
  const encoded = whole.slice(whole.indexOf('\r\n\r\n') + 4).replaceAll('=\r\n', '');
  const bytes = encoded.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString();
}
