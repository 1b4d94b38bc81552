import type { EarlyRefusal } from './early-refusals.ts';

/** Callbacks of a listener for events other than requests. */
export interface ListenerHooks {
  /** Called when something was refused before it became a request. */
  onRefusal?(refusal: EarlyRefusal): void;
  /** Called before the listener closes: held requests should end now. */
  onClosing?(): void;
}
