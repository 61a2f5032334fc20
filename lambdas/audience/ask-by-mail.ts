import type { ConfirmationMessage } from './joining/confirmation-message.ts';
import { type SendConfirmationDeps, sendConfirmation } from './joining/send-confirmation.ts';

/**
 * Sends the mail that somebody must answer with a click before anything happens.
 *
 * Running it again sends nothing twice.
 *
 * @throws RundbriefError `unavailable` when SES certainly took nothing and may take it later
 */
export async function askByMail(message: ConfirmationMessage, deps: SendConfirmationDeps): Promise<void> {
  if (message.kind === 'subscription') await sendConfirmation(message, deps);
}
