import type { GraphQLResolveInfo } from 'graphql';
import { Extensions, type ClassType, type ResolverData } from 'type-graphql';
import { checkInput } from './check-input.ts';
import type { Context } from './context.ts';

/**
 * Slow work of a mutation, such as hashing, that is done before its transaction begins: on SQLite all other writers
 * would wait for it. The resolver gets the result by `resultIn`, which throws if the decorator `first` is missing.
 */
export class SlowWork<Input extends object, Result> {
  private readonly results = new WeakMap<Context, Result>();

  /** `work` gets the input without what its validators refuse; the check before the resolver reports that. */
  constructor(
    private readonly inputType: ClassType<Input>,
    private readonly work: (input: Partial<Input>, context: Context) => Promise<Result>,
  ) {}

  /** Declares the work, as a decorator of the mutation. */
  get first(): MethodDecorator {
    return Extensions({ slowWork: this }) as MethodDecorator;
  }

  async do(data: ResolverData<Context>): Promise<void> {
    const { args, context } = data;
    const input: Partial<Input> = Object.assign(new this.inputType(), args.input);
    checkInput(input, this.inputType, data);
    this.results.set(context, await this.work(input, context));
  }

  /** The result for the running mutation; the mutations of a request run one after another. */
  resultIn(context: Context): Result {
    if (!this.results.has(context)) throw new Error('This mutation does not declare its slow work.');
    return this.results.get(context)!;
  }
}

/** The slow work that a mutation declares. */
export const slowWorkOf = ({ parentType, fieldName }: GraphQLResolveInfo) =>
  parentType.getFields()[fieldName]?.extensions.slowWork as SlowWork<object, unknown> | undefined;
