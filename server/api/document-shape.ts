import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { quoted, Refusal, tooComplex } from '../errors.ts';
import { limits } from './limits.ts';

/** The size of a selection with every fragment expanded where it is spread. */
interface Size {
  depth: number;
  aliases: number;
  fields: number;
  /** The number of fields for each key of the answer: validation compares each field of a key with all others. */
  keys: ReadonlyMap<string, number>;
}

const introspectionFields = new Set(['__schema', '__type']);

/**
 * Refuses documents that nest, repeat or multiply too much. Each fragment is measured once, however often it is spread,
 * and no more fields are merged than a document may have: it runs before everything that follows spreads one by one.
 * @throws QUERY_TOO_COMPLEX, BAD_USER_INPUT for a fragment within itself
 */
export function checkShape(document: DocumentNode): void {
  checkNesting(document);
  const { definitions } = document;
  if (definitions.length > limits.definitions)
    throw tooComplex(
      `This document has ${definitions.length} operations and fragments, more than ${limits.definitions}.`,
    );
  const measure = new Measure(definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION));
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) measure.sizeOf(definition.selectionSet, 0);
    if (definition.kind === Kind.OPERATION_DEFINITION) checkSize(measure.sizeOf(definition.selectionSet, 0));
  }
}

/** Limits the nesting of selections, values and types, each level with its list: later checks recurse into each. */
function checkNesting(document: DocumentNode): void {
  visit(document, {
    enter(...[, , , , ancestors]) {
      if (ancestors.length > 2 * limits.nesting) throw nestsTooDeep();
    },
  });
}

function checkSize(size: Size): void {
  if (size.depth > limits.depth)
    throw tooComplex(`This document nests ${size.depth} levels deep, more than ${limits.depth}.`);
  if (size.aliases > limits.aliases)
    throw tooComplex(`This document has ${size.aliases} aliases, more than ${limits.aliases}.`);
}

class Measure {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  /** Undefined while a fragment is being measured. */
  private readonly measured = new Map<string, Size | undefined>();

  constructor(fragments: FragmentDefinitionNode[]) {
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  sizeOf({ selections }: SelectionSetNode, nesting: number): Size {
    if (nesting > limits.nesting) throw nestsTooDeep();
    const keys = new Map<string, number>();
    const spread = new Set<string>();
    const whole = { depth: 0, aliases: 0, fields: 0, keys };
    for (const selection of selections) {
      const one = this.sizeOfOne(selection, nesting + 1);
      whole.depth = Math.max(whole.depth, one.depth);
      whole.aliases += one.aliases;
      whole.fields += one.fields;
      if (whole.fields > limits.fields) throw tooManyFields(); // before their keys are merged
      const isSpread = selection.kind === Kind.FRAGMENT_SPREAD;
      if (!isSpread || !spread.has(selection.name.value)) addKeys(keys, one.keys);
      if (isSpread) spread.add(selection.name.value);
    }
    return whole;
  }

  private sizeOfOne(selection: SelectionSetNode['selections'][number], nesting: number): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.sizeOfFragment(selection.name.value, nesting);
    const below = selection.selectionSet ? this.sizeOf(selection.selectionSet, nesting) : nothing;
    if (selection.kind === Kind.INLINE_FRAGMENT) return below;
    const { name, alias } = selection;
    return {
      depth: introspectionFields.has(name.value) ? 1 : below.depth + 1,
      aliases: below.aliases + (alias && name.value !== '__typename' ? 1 : 0),
      fields: below.fields + 1,
      keys: new Map([[(alias ?? name).value, 1]]),
    };
  }

  private sizeOfFragment(name: string, nesting: number): Size {
    const fragment = this.fragments.get(name);
    if (!fragment) return nothing;
    if (this.measured.has(name)) return this.measured.get(name) ?? refuseCircle(name);
    this.measured.set(name, undefined);
    const size = this.sizeOf(fragment.selectionSet, nesting);
    this.measured.set(name, size);
    return size;
  }
}

const tooManyFields = () => tooComplex(`This document asks for more than ${limits.fields} fields.`);

export const nestsTooDeep = () => tooComplex(`This document nests more than ${limits.nesting} levels deep.`);

/** @throws QUERY_TOO_COMPLEX */
function addKeys(keys: Map<string, number>, added: Size['keys']): void {
  for (const [key, more] of added) {
    const count = (keys.get(key) ?? 0) + more;
    if (count > limits.sameKey)
      throw tooComplex(
        `This document asks for ${quoted(key)} more than ${limits.sameKey} times in one place: ask for it once.`,
      );
    keys.set(key, count);
  }
}

const nothing: Size = { depth: 0, aliases: 0, fields: 0, keys: new Map() };

const refuseCircle = (name: string): never => {
  throw new Refusal('BAD_USER_INPUT', `The fragment ${quoted(name)} spreads itself.`);
};
