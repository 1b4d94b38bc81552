import { raw, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { isSqliteManager } from '../database/transaction.ts';
import { containing } from '../graphql/page.ts';
import type { Instance } from './instance.entity.ts';

/** Between two values of an instance: no word has white space in it. */
const separator = '\n';

/** More than there are; with a limit both databases assemble each text once, and not once a word. */
const everything = Number.MAX_SAFE_INTEGER;

/** Everything that an instance is found by, in lower case. */
const texts = `select i.id, lower(concat_ws(?, i.hostname, i.display_name, i.instance_id, i.id, i.external_id,
    (select string_agg(concat_ws(?, a.address, a.public_address), ?) from address a where a.instance_id = i.id),
    (select string_agg(n.mac, ?) from network_interface n where n.instance_id = i.id),
    (select string_agg(concat_ws(?, t.key, t.value), ?) from tag t where t.instance_id = i.id)
  )) as text from instance i limit ${everything}`;

/**
 * The conditions that each word of a search is found in a name, id, address, MAC or tag of an instance, in whatever case.
 * One word is looked for where it may stand. For more, all that an instance is found by is put together once, which takes
 * as long as two words do, and then any number of them hardly longer.
 */
export function searchedFor(em: EntityManager, search: string): FilterQuery<Instance>[] {
  const words = differentWords(search);
  if (words.length < 2) return words.map((word) => anywhere(em, word));
  const find = isSqliteManager(em) ? 'instr' : 'strpos'; // a pattern takes several times as long
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

/** Each once; the databases agree about the case of ASCII letters alone. */
function differentWords(search: string): string[] {
  const words = search.split(/\s+/).filter(Boolean);
  const folded = words.map((word) => word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()));
  return [...new Set(folded)];
}
