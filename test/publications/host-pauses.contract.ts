import { beforeEach, describe, expect, it } from 'vitest';
import type { HostPauses } from '../../lambdas/publications/index.ts';

const at = (time: string) => new Date(`2026-03-02T${time}:00Z`);

export function hostPausesContract(name: string, make: () => HostPauses | Promise<HostPauses>): void {
  describe(`pauses of hosts ${name}`, () => {
    let pauses: HostPauses;
    beforeEach(async () => {
      pauses = await make();
    });

    it('are none at first', async () => {
      expect(await pauses.active(at('08:00'))).toEqual(new Map());
    });

    it.each([
      { now: '08:59', isActive: true },
      { now: '09:00', isActive: false },
    ])('end at their time and not before ($now)', async ({ now, isActive }) => {
      await pauses.pause('busy.example', at('09:00'));
      await pauses.pause('[::1]:8080', at('12:00'));
      const active = await pauses.active(at(now));
      expect(active.get('busy.example')).toEqual(isActive ? at('09:00') : undefined);
      expect(active.get('[::1]:8080')).toEqual(at('12:00'));
    });

    it('last as long as the longest that was asked for', async () => {
      await pauses.pause('busy.example', at('10:00'));
      await pauses.pause('busy.example', at('09:00'));
      await pauses.pause('busy.example', at('11:00'));
      expect(await pauses.active(at('08:00'))).toEqual(new Map([['busy.example', at('11:00')]]));
    });

    it('are forgotten when they are over, and may begin anew', async () => {
      await pauses.pause('busy.example', at('09:00'));
      await pauses.active(at('10:00'));
      expect(await pauses.active(at('08:00'))).toEqual(new Map());
      await pauses.pause('busy.example', at('11:00'));
      expect(await pauses.active(at('10:30'))).toEqual(new Map([['busy.example', at('11:00')]]));
    });
  });
}
