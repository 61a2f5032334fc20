/**
 * What the send engine costs a processor, what becomes of an edition under faults, and how it goes with more recipients. What
 * it is billed for is counted on the deployed wiring (`sending.ts`).
 */
import { measureEngine } from './engine.ts';
import { measureFaults } from './faults.ts';
import { measureSizes } from './sizes.ts';

export async function measureDelivery(): Promise<void> {
  await measureEngine();
  await measureFaults();
  await measureSizes();
}
