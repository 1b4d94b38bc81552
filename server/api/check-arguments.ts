import {
  GraphQLID,
  GraphQLString,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import { Problems } from '../errors.ts';
import type { SizeLimits } from '../graphql/size-limits.ts';
import { isPageSize, pageSizeRule } from '../graphql/page.ts';
import { problemOfText } from '../graphql/storable-text.ts';
import type { Declared } from '../graphql/unreadable.ts';
import { excessMessage, excessOf, type Excess } from './excess.ts';

const nothingDeclared: SizeLimits = {};

/** Problems that are reported at once; there may be one for each text of a large input. */
const maxReported = 100;

/**
 * Checks the arguments of an operation before any field is resolved: lists and texts have to be within the limits that
 * are declared for each, texts storable, and page sizes valid. In the input of a mutation, unstorable texts are left to
 * the check of the input, which reports them together with all other problems, each at its item.
 */
export class ArgumentCheck {
  private readonly found = new Problems([]);
  private count = 0;
  private readonly path: string[] = [];
  private isOfChange = false;
  /** The number of list elements in an object or list, for each limit: a variable may be used where limits differ. */
  private readonly counted = new WeakMap<SizeLimits, WeakMap<object, number>>();

  /** Checks the arguments of a field, and returns the number of elements in all their lists together. */
  look(
    args: Record<string, unknown>,
    { args: declared, isOfChange }: { args: readonly Declared[]; isOfChange: boolean },
  ): number {
    this.isOfChange = isOfChange;
    let items = 0;
    for (const one of declared) {
      items += this.at(args[one.name], one);
      if ((one.name === 'first' || one.name === 'last') && !isPageSize(args[one.name]))
        this.add({ message: pageSizeRule }, one.name);
    }
    return items;
  }

  /** @throws every problem at once */
  throwIfAny(): void {
    this.found.throwIfAny();
  }

  private at(value: unknown, { name, type, extensions }: Declared): number {
    this.path.push(name);
    const items = this.below(value, type, (extensions.limits as SizeLimits | undefined) ?? nothingDeclared);
    this.path.pop();
    return items;
  }

  private below(value: unknown, type: GraphQLInputType, limits: SizeLimits): number {
    if (value === null || value === undefined) return 0;
    if (isNonNullType(type)) return this.below(value, type.ofType, limits);
    if (type === GraphQLString || type === GraphQLID) this.size(String(value), limits);
    if (typeof value === 'string' && !this.isOfChange) this.text(value, limits);
    if (!isListType(type) && !isInputObjectType(type)) return 0;
    const known = this.itemsIn(limits).get(value);
    if (known !== undefined) return known;
    const items = isListType(type)
      ? this.list(value as unknown[], type.ofType, limits)
      : this.fields(value as Record<string, unknown>, Object.values(type.getFields()));
    this.itemsIn(limits).set(value, items);
    return items;
  }

  private itemsIn(limits: SizeLimits): WeakMap<object, number> {
    const known = this.counted.get(limits) ?? new WeakMap<object, number>();
    this.counted.set(limits, known);
    return known;
  }

  private list(list: unknown[], type: GraphQLInputType, limits: SizeLimits): number {
    const excess = excessOf(list, limits);
    if (excess) {
      this.addExcess(excess);
      return list.length;
    }
    let items = list.length;
    for (const [index, item] of list.entries()) {
      this.path.push(String(index));
      items += this.below(item, type, limits);
      this.path.pop();
    }
    return items;
  }

  private fields(value: Record<string, unknown>, fields: Declared[]): number {
    let items = 0;
    for (const field of fields) items += this.at(value[field.name], field);
    return items;
  }

  private size(text: string, limits: SizeLimits): void {
    const excess = excessOf(text, limits);
    if (excess) this.addExcess(excess);
  }

  private text(text: string, limits: SizeLimits): void {
    const problem = problemOfText(text, limits);
    if (problem) this.add(problem);
  }

  private addExcess(excess: Excess): void {
    this.add({ message: excessMessage(excess, this.path) });
  }

  private add(problem: { message: string; hint?: string }, ...further: string[]): void {
    this.count += 1;
    if (this.count <= maxReported)
      this.found.add([...this.path, ...further], { code: 'BAD_USER_INPUT', ...problem });
  }
}
