import type { EarlyRefusal } from './early-refusals.ts';

/** Callbacks of a listener beside its requests. */
export interface ListenerHooks {
  /** Called when something was refused before it became a request. */
  onRefusal?(refusal: EarlyRefusal): void;
  /** True for the address of a machine in memory: what others of its IPv6 network do is not held against it. */
  isMachine?(address: string): boolean;
  /** Called before the listener closes: held requests should end now. */
  onClosing?(): void;
}
