/** What the send engine costs a processor. What it is billed for is counted on the deployed wiring (`sending.ts`). */
import { measureEngine } from './engine.ts';

export async function measureDelivery(): Promise<void> {
  await measureEngine();
}
