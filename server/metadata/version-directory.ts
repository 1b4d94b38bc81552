import { subtree } from './category.ts';
import { dynamic } from './dynamic.ts';
import { facts } from './facts.ts';
import { metaData } from './meta-data.ts';

/** The directory of a version, the same for each: what is younger than the version falls away by itself. */
export const versionDirectory = subtree<unknown>('', [
  subtree('meta-data', metaData),
  subtree('dynamic', dynamic),
  ['user-data', '1.0', facts.userData],
]);
