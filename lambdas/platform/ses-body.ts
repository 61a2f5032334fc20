import {
  type SESClient,
  SendRawEmailCommand,
  type SendRawEmailCommandInput,
  type SendRawEmailCommandOutput,
} from '@aws-sdk/client-ses';

/** How the SDK writes the field of the message itself when that is empty. */
const EMPTY_FIELD = 'RawMessage.Data=&';
const PLACE = EMPTY_FIELD.length - 1;
const NOTHING = new Uint8Array();

/**
 * Sends mails by a client, each written into its request once.
 *
 * The SDK spells a mail of perhaps 100 kB out in base64, has every character of that looked at to percent-encode three of
 * them, and leaves the body as a string, which is encoded again to be measured, to be hashed and to be written: a quarter of
 * a sender's processor. So the SDK is given the request without the mail, which is put in afterwards, before it is signed.
 *
 * @param client - used by this sender alone
 * @returns a function that takes the envelope and the mail, 7-bit, a character for each byte
 */
export function mailSender(
  client: SESClient,
): (envelope: Omit<SendRawEmailCommandInput, 'RawMessage'>, mail: string) => Promise<SendRawEmailCommandOutput> {
  const mails = new WeakMap<object, string>();
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body?: unknown };
      request.body = withMail(String(request.body), mails.get(args.input));
      return next(args);
    },
    { step: 'build', priority: 'high', name: 'putMailIn' },
  );
  return (envelope, mail) => {
    const command = new SendRawEmailCommand({ ...envelope, RawMessage: { Data: NOTHING } });
    mails.set(command.input, mail);
    return client.send(command);
  };
}

/** @throws Error when mail and request cannot be brought together: nobody is sent an empty mail */
function withMail(body: string, mail: string | undefined): Buffer {
  const at = body.indexOf(EMPTY_FIELD);
  if (at < 0 || !mail) throw new Error('The SDK writes the field of the message in another way');
  const encoded = btoa(mail).replaceAll('+', '%2B').replaceAll('/', '%2F').replaceAll('=', '%3D');
  return Buffer.from(body.slice(0, at + PLACE) + encoded + body.slice(at + PLACE), 'latin1');
}
