/** SES v1 send requests as the wire carries them, checked as SES checks them. */
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Refusal } from './aws-request.ts';
import { addressIn, type Header, headerValue, readHeaders } from './mail-headers.ts';

export interface SendRequest {
  action: 'SendRawEmail' | 'SendEmail';
  raw: Buffer;
  headers: Header[];
  /** Display name and address, as the reader sees it. */
  from: string;
  /** Everyone the mail claims to come from; each must be verified. */
  senders: [string, ...string[]];
  to: string[];
  configurationSet: string | null;
  tags: Record<string, string>;
}

const LIMIT_BYTES = 10 * 1024 * 1024;
const MOST_RECIPIENTS = 50;
/** Tags with a colon that SES knows: the first fields of its Feedback-ID header. */
const FEEDBACK_TAGS = new Set(['ses:feedback-id-a', 'ses:feedback-id-b']);

export async function readSend(form: URLSearchParams): Promise<SendRequest | Refusal> {
  const raw =
    form.get('Action') === 'SendEmail'
      ? await composed(form)
      : Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
  const headers = readHeaders(raw);
  const source = form.get('Source');
  const from = headerValue(headers, 'From') ?? source ?? '';
  if (!from) return invalid("Missing required header 'From'.");
  const given = membersOf(
    form,
    form.get('Action') === 'SendEmail'
      ? /^Destination\.(?:To|Cc|Bcc)Addresses\.member\.\d+$/
      : /^Destinations\.member\.\d+$/,
  );
  const to = given.length
    ? given
    : ['To', 'Cc', 'Bcc'].flatMap((name) => headerValue(headers, name)?.split(',') ?? []).map((one) => one.trim());
  const tags = tagsOf(form);
  const refusal = refusalOf(raw, to, tags) ?? (raw.length === 0 ? invalid("Empty required header 'From'.") : undefined);
  if (refusal) return refusal;
  return {
    action: form.get('Action') === 'SendEmail' ? 'SendEmail' : 'SendRawEmail',
    raw,
    headers,
    from,
    senders: [addressIn(from), ...(source ? [addressIn(source)] : [])],
    to,
    configurationSet: form.get('ConfigurationSetName'),
    tags: Object.fromEntries(tags),
  };
}

function refusalOf(raw: Buffer, to: string[], tags: Array<[string, string]>): Refusal | undefined {
  if (raw.length > LIMIT_BYTES)
    return invalid(`Message length is more than ${LIMIT_BYTES} bytes long: '${raw.length}'.`);
  if (!to.length) return invalid("Missing required header 'To'.");
  if (to.length > MOST_RECIPIENTS) return invalid(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  for (const one of to) {
    const [local = '', domain = '', ...more] = addressIn(one).split('@');
    if (!domain.includes('.') || more.length) return invalid("Missing final '@domain'");
    if (!/^[\x21-\x7e]+$/.test(local)) return invalid('Local address contains control or whitespace, or is not ASCII');
  }
  for (const [name, value] of tags) {
    const refusal = tagRefusal('name', name) ?? tagRefusal('value', value);
    if (refusal) return refusal;
  }
  return undefined;
}

function tagRefusal(part: 'name' | 'value', text: string): Refusal | undefined {
  if (part === 'name' && FEEDBACK_TAGS.has(text)) return undefined;
  if (!text) return invalid(`The tag ${part} must be specified.`);
  if (text.length > 255) return invalid(`Tag ${part} cannot exceed 255 characters.`);
  const allowed = part === 'name' ? /^[A-Za-z0-9_-]+$/ : /^[A-Za-z0-9_.@-]+$/;
  const also = part === 'name' ? '' : " '.', '@',";
  if (!allowed.test(text))
    return invalid(`Invalid tag ${part} <${text}>: only alphanumeric ASCII characters, '_',${also}  '-' are allowed.`);
  return undefined;
}

function membersOf(form: URLSearchParams, pattern: RegExp): string[] {
  return [...form].filter(([name]) => pattern.test(name)).map(([, value]) => value);
}

function tagsOf(form: URLSearchParams): Array<[string, string]> {
  const tags: Array<[string, string]> = [];
  for (let n = 1; form.has(`Tags.member.${n}.Name`); n += 1) {
    tags.push([form.get(`Tags.member.${n}.Name`) ?? '', form.get(`Tags.member.${n}.Value`) ?? '']);
  }
  return tags;
}

/** The message SES itself builds for `SendEmail`. */
function composed(form: URLSearchParams): Promise<Buffer> {
  const addresses = (kind: string) => membersOf(form, new RegExp(`^Destination\\.${kind}Addresses\\.member\\.\\d+$`));
  const text = form.get('Message.Body.Text.Data');
  const html = form.get('Message.Body.Html.Data');
  const composer = new MailComposer({
    from: form.get('Source') ?? '',
    to: addresses('To'),
    cc: addresses('Cc'),
    replyTo: membersOf(form, /^ReplyToAddresses\.member\.\d+$/),
    subject: form.get('Message.Subject.Data') ?? '',
    ...(text !== null && { text }),
    ...(html !== null && { html }),
  });
  return composer.compile().build();
}

export function invalid(message: string): Refusal {
  return { status: 400, code: 'InvalidParameterValue', message };
}
