import { raw, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { isSqliteManager } from '../database/transaction.ts';
import { containing } from '../graphql/page.ts';
import type { Instance } from './instance.entity.ts';

/** Separates the values of an instance: no search word contains white space. */
const separator = '\n';

/** No limit in effect, but with a `limit` clause both databases assemble each text once, and not once per word. */
const noLimit = Number.MAX_SAFE_INTEGER;

/** Selects all searchable values of an instance as one text, in lower case. */
const texts = `select i.id, lower(concat_ws(?, i.hostname, i.display_name, i.instance_id, i.id, i.external_id,
    (select string_agg(concat_ws(?, a.address, a.public_address), ?) from address a where a.instance_id = i.id),
    (select string_agg(n.mac, ?) from network_interface n where n.instance_id = i.id),
    (select string_agg(concat_ws(?, t.key, t.value), ?) from tag t where t.instance_id = i.id)
  )) as text from instance i limit ${noLimit}`;

/**
 * Builds the conditions that each word of a search occurs in a name, id, address, MAC or tag of an instance, ignoring
 * case. A single word is searched in the columns. For several, all searchable values are joined to one text per
 * instance, which takes as long as searching two words in the columns; further words add hardly any time.
 */
export function searchedFor(em: EntityManager, search: string): FilterQuery<Instance>[] {
  const words = differentWords(search);
  if (words.length < 2) return words.map((word) => anywhere(em, word));
  const find = isSqliteManager(em) ? 'instr' : 'strpos'; // `like` takes several times as long
  const tests = words.map(() => `${find}(s.text, lower(?)) > 0`);
  const found = `select s.id from (${texts}) s where ${tests.join(' and ')}`;
  const separators = Array<string>(texts.split('?').length - 1).fill(separator);
  return [{ id: { $in: raw(found, [...separators, ...words]) } }];
}

function anywhere(em: EntityManager, word: string): FilterQuery<Instance> {
  const text = containing(em, word);
  return {
    $or: [
      { hostname: text },
      { displayName: text },
      { instanceId: text },
      { id: text },
      { externalId: text },
      { addressRows: { $some: { $or: [{ address: text }, { publicAddress: text }] } } },
      { interfaces: { $some: { mac: text } } },
      { tags: { $some: { $or: [{ key: text }, { value: text }] } } },
    ],
  };
}

/** Returns each word once. Only ASCII letters are folded: the databases differ for the case of all others. */
function differentWords(search: string): string[] {
  const words = search.split(/\s+/).filter(Boolean);
  const folded = words.map((word) => word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()));
  return [...new Set(folded)];
}
