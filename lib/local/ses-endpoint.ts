/**
 * The local SES: answers as SES v1 does, keeps every message, and tells of it through the configuration set's topics.
 *
 * With `elsewhere` it is only the door: the request goes to that endpoint and its answer comes back unchanged.
 */
import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION } from './attributes.ts';
import { type AwsReply, type AwsRequest, type Refusal, refuse, xmlReply } from './aws-request.ts';
import type { Log } from './function-log.ts';
import type { Authorize, Caller, GatewayAnswer } from './gateway.ts';
import { decodeWords, headerValue } from './mail-headers.ts';
import type { Mail, MailStore } from './mail-store.ts';
import { configurationSetArn } from './ses-destinations.ts';
import { messageId } from './ses-events.ts';
import { type Forwarded, forwardTo } from './ses-forward.ts';
import { readSend, type SendRequest } from './ses-requests.ts';
import type { Stack } from './stack.ts';
import type { Usage } from './usage.ts';

export interface SesWorld {
  stack: Stack;
  store: MailStore;
  usage: Usage;
  /** Called with every mail that was accepted here, after it is on disk. */
  accepted(mail: Mail, raw: Buffer, sender: string): void;
  elsewhere: string | undefined;
  now(): Date;
  log: Log;
}

/** Generous on purpose: the pace of a laptop should be the application's own. */
const QUOTA = { Max24HourSend: 1_000_000, MaxSendRate: 500 };
const DAY_MS = 24 * 60 * 60 * 1000;

export function sesEndpoint(world: SesWorld) {
  const { stack, store } = world;
  const identities = stack.of('AWS::SES::EmailIdentity').map(({ ref }) => ref.toLowerCase());
  const configurationSets = new Set(stack.of('AWS::SES::ConfigurationSet').map(({ ref }) => ref));

  return async (request: AwsRequest, caller: Caller, authorize: Authorize): Promise<GatewayAnswer> => {
    const form = new URLSearchParams(request.body.toString('utf8'));
    const action = form.get('Action') ?? '';
    if (action === 'SendRawEmail' || action === 'SendEmail') return send(request, form, caller, authorize);
    if (action !== 'GetSendQuota' && action !== 'GetAccountSendingEnabled') {
      world.log(`✖ not served here: ses ${action || request.path}`);
      return refuse(request, {
        status: 400,
        code: 'InvalidAction',
        message: `Could not find operation ${action} for version 2010-12-01`,
      });
    }
    const denied = authorize([{ action: `ses:${action}`, resource: '*' }]);
    if (denied) return denied;
    if (world.elsewhere) return (await forwardTo(world.elsewhere, request)).answer;
    return action === 'GetSendQuota' ? quota() : answer(action, '<Enabled>true</Enabled>');
  };

  async function send(
    request: AwsRequest,
    form: URLSearchParams,
    caller: Caller,
    authorize: Authorize,
  ): Promise<GatewayAnswer> {
    const sent = await readSend(form);
    if ('code' in sent) return refuse(request, sent);
    const denied = authorize(accessOf(sent));
    if (denied) return denied;
    world.usage.of(caller.id).ses += 1;
    if (world.elsewhere) return pass(request, sent, world.elsewhere);
    const refusal = refusalOf(sent);
    if (refusal) return refuse(request, refusal);
    const mail = mailOf(sent, messageId(world.now().getTime()), true);
    store.keep(mail, sent.raw);
    world.accepted(mail, sent.raw, caller.name);
    return answer(sent.action, `<MessageId>${mail.id}</MessageId>`);
  }

  async function pass(request: AwsRequest, sent: SendRequest, elsewhere: string): Promise<GatewayAnswer> {
    const { answer: given, messageId: theirs, broken }: Forwarded = await forwardTo(elsewhere, request);
    if (broken) world.log(`✖ the mail endpoint ${elsewhere} broke off: ${broken}`);
    // Their id, unless there is none or it names another mail already.
    const id = theirs && !store.find(theirs) ? theirs : messageId(world.now().getTime());
    store.keep(mailOf(sent, id, theirs !== undefined), sent.raw);
    return given;
  }

  function identityOf(address: string): string | undefined {
    const [, domain = ''] = address.toLowerCase().split('@');
    return identities.find(
      (known) => known === address.toLowerCase() || known === domain || domain.endsWith(`.${known}`),
    );
  }

  function refusalOf({ configurationSet, senders }: SendRequest): Refusal | undefined {
    if (configurationSet !== null && !configurationSets.has(configurationSet)) {
      return {
        status: 400,
        code: 'ConfigurationSetDoesNotExist',
        message: `Configuration set <${configurationSet}> does not exist.`,
      };
    }
    const unverified = senders.filter((address) => !identityOf(address));
    if (!unverified.length) return undefined;
    const message = `Email address is not verified. The following identities failed the check in region ${REGION.toUpperCase()}: ${unverified.join(', ')}`;
    return { status: 400, code: 'MessageRejected', message };
  }

  function accessOf({ action, senders, to, configurationSet }: SendRequest) {
    const context = { 'ses:fromaddress': senders[0], 'ses:recipients': to };
    const named = senders.map(
      (address) => `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${identityOf(address) ?? address}`,
    );
    const isKnown = configurationSet !== null && configurationSets.has(configurationSet);
    const resources = new Set(isKnown ? [...named, configurationSetArn(configurationSet)] : named);
    return [...resources].map((resource) => ({ action: `ses:${action}`, resource, context }));
  }

  function mailOf({ headers, from, to, configurationSet, tags }: SendRequest, id: string, accepted: boolean): Mail {
    const subject = decodeWords(headerValue(headers, 'Subject') ?? '');
    return { id, to, from, subject, at: world.now().toISOString(), configurationSet, tags, accepted };
  }

  function quota(): AwsReply {
    const since = new Date(world.now().getTime() - DAY_MS).toISOString();
    const sent = store.all().filter(({ at, accepted }) => accepted && at > since).length;
    const numbers = Object.entries({ ...QUOTA, SentLast24Hours: sent });
    return answer('GetSendQuota', numbers.map(([name, value]) => `<${name}>${value.toFixed(1)}</${name}>`).join(''));
  }
}

function answer(action: string, result: string): AwsReply {
  const body = `<${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return xmlReply(
    200,
    `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${body}</${action}Response>`,
  );
}
