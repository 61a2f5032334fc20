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
import { type SendingLimits, sendQuota } from './ses-quota.ts';
import { readSend, type SendRequest } from './ses-requests.ts';
import type { Stack } from './stack.ts';
import type { Usage } from './usage.ts';

export interface SesWorld {
  stack: Stack;
  store: MailStore;
  usage: Usage;
  /** Called with every mail that was accepted here, after it is on disk. */
  accepted(mail: Mail, raw: Buffer, sender: string): void;
  limits: SendingLimits;
  elsewhere: string | undefined;
  now(): Date;
  log: Log;
}

export function sesEndpoint(world: SesWorld) {
  const { stack, store } = world;
  const identities = stack.of('AWS::SES::EmailIdentity').map(({ ref }) => ref.toLowerCase());
  const configurationSets = new Set(stack.of('AWS::SES::ConfigurationSet').map(({ ref }) => ref));
  const sentBefore = store.all().filter(({ accepted }) => accepted);
  const quota = sendQuota(
    world.limits,
    sentBefore.map(({ at, to }) => ({ at: new Date(at).getTime(), to })),
    () => performance.timeOrigin + performance.now(),
  );

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
    if (action === 'GetSendQuota') return quotaOf(request);
    if (world.elsewhere) return (await forwardTo(world.elsewhere, request)).answer;
    return answer(action, '<Enabled>true</Enabled>');
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
    const refusal = refusalOf(sent) ?? quota.refusalOf(sent.to);
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

  /** An endpoint given with `--ses` need not know of quotas: then the figures of this one stand for its own. */
  async function quotaOf(request: AwsRequest): Promise<GatewayAnswer> {
    const theirs = world.elsewhere ? (await forwardTo(world.elsewhere, request)).answer : 'reset';
    if (theirs !== 'reset' && theirs.status === 200 && theirs.body.toString().includes('<MaxSendRate>')) return theirs;
    const figures = Object.entries(quota.figures());
    return answer('GetSendQuota', figures.map(([name, value]) => `<${name}>${value.toFixed(1)}</${name}>`).join(''));
  }
}

function answer(action: string, result: string): AwsReply {
  const body = `<${action}Result>${result}</${action}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  return xmlReply(
    200,
    `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${body}</${action}Response>`,
  );
}
