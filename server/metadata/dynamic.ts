import type { Category } from './category.ts';
import { identityDocument } from './identity-document.ts';

/** The table of /dynamic. */
export const dynamic: readonly Category<unknown>[] = [
  // path                        since         value (undefined: no such path here)
  ['instance-identity/document', '2009-04-04', identityDocument],
];
