import { subtree } from './category.ts';
import { dynamic } from './dynamic.ts';
import { facts } from './facts.ts';
import { metaData } from './meta-data.ts';

/** The directory of a version. All versions share it: each opens it without the entries newer than itself. */
export const versionDirectory = subtree<unknown>('', [
  subtree('meta-data', metaData),
  subtree('dynamic', dynamic),
  ['user-data', '1.0', facts.userData],
]);
