import type { EarlyRefusal } from './early-refusals.ts';

/** What a listener tells of beside requests. */
export interface ListenerHooks {
  /** Something was refused that never became a request. */
  onRefusal?(refusal: EarlyRefusal): void;
  /** It is about to close: nobody should be made to wait any longer. */
  onClosing?(): void;
}
