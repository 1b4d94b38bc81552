import { reserved, subtree, type Category } from './category.ts';
import { identityDocument } from './identity-document.ts';

const reason = 'The identity document and its signatures belong together: nothing there can be given.';

/** The table of /dynamic. */
// oxfmt-ignore
export const dynamic: readonly Category<unknown>[] = [
  // path                    since         value (undefined: no such path here)
  ['fws/instance-monitoring', '2009-04-04', (i) => i.monitoring],
  reserved(reason, subtree('instance-identity', [
    ['document',              '2009-04-04', identityDocument],
    ['pkcs7',                 '2009-04-04', (i) => i.signatures?.pkcs7],
    ['rsa2048',               '2009-04-04', (i) => i.signatures?.rsa2048],
    ['signature',             '2009-04-04', (i) => i.signatures?.signature],
  ])),
];
