import { type SendAddressMailDeps, sendAddressMail } from './choosing/send-address-mail.ts';
import type { ConfirmationMessage } from './joining/confirmation-message.ts';
import { type SendConfirmationDeps, sendConfirmation } from './joining/send-confirmation.ts';
import { type SendDataMailDeps, sendDataMail } from './person/send-data-mail.ts';

export type AskByMailDeps = SendConfirmationDeps & SendDataMailDeps & SendAddressMailDeps;

/**
 * Sends the mail that somebody must answer with a click before anything happens.
 *
 * Running it again sends nothing twice.
 *
 * @throws RundbriefError `unavailable` when SES certainly took nothing and may take it later
 */
export async function askByMail(message: ConfirmationMessage, deps: AskByMailDeps): Promise<void> {
  if (message.kind === 'subscription') await sendConfirmation(message, deps);
  if (message.kind === 'address') await sendAddressMail(message, deps);
  if (message.kind === 'data') await sendDataMail(message, deps);
}
