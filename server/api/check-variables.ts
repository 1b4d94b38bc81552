import {
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  type GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SourceLocation,
  type TypeNode,
  type VariableDefinitionNode,
} from 'graphql';
import { Problems, quoted, Refusal, type FieldError } from '../errors.ts';
import type { SizeLimits } from '../graphql/size-limits.ts';
import { locationsOf } from './document-locations.ts';
import { excessMessage, excessOf } from './excess.ts';
import { expected } from './expected.ts';
import { refuseOperation } from './format-error.ts';

interface Given {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  /** The variables as the client sent them, of any shape. */
  variables: Record<string, unknown>;
  /** True if names of the schema may not be shown. */
  hideNames: boolean;
}

/**
 * Returns the variables of an operation, each of its type. They are checked before graphql-js makes values of them: it
 * processes everything above the limits too, and its message about a value of another type quotes the whole variable.
 * The messages here name only places and types.
 * @throws BAD_USER_INPUT
 */
export function readVariables({ schema, operation, variables, hideNames }: Given): Record<string, unknown> {
  const definitions = operation.variableDefinitions ?? [];
  const tooMuch = new Problems([]);
  const wrong = definitions.flatMap((definition) => {
    const type = typeFromAST(schema, definition.type as TypeNode) as GraphQLInputType;
    const { value: name } = definition.variable.name;
    const look = new VariableLook(name, { hideNames, tooMuch });
    if (Object.hasOwn(variables, name) || !definition.defaultValue) look.at(variables[name], type, {});
    return look.found.length > 0 ? [{ definition, found: look.found }] : [];
  });
  tooMuch.throwIfAny();
  if (wrong.length > 0) throw refusalOf(wrong);
  const options = { maxErrors: 1, hideSuggestions: true };
  const { coerced } = getVariableValues(schema, definitions, variables, options);
  if (!coerced) throw refusalOf([]);
  return coerced;
}

/** The maximum number of variables that are reported, and of problems of one variable. */
const maxReported = 10;

function refusalOf(wrong: { definition: VariableDefinitionNode; found: FieldError[] }[]): GraphQLError {
  const reported = wrong.slice(0, maxReported);
  const sentences = reported.map(({ definition, found }) => `${placeOf(definition)}: ${sentenceOf(found)}`);
  const fieldErrors = reported.flatMap(({ found }) => found);
  const message = sentences.join(' ') || 'A variable is not of its type.';
  const nodes = reported.map(({ definition }) => definition);
  return refuseOperation(new Refusal('BAD_USER_INPUT', message, fieldErrors), undefined, nodes);
}

function placeOf(definition: VariableDefinitionNode): string {
  const { name } = definition.variable;
  const [{ line, column }] = locationsOf([definition]) as [SourceLocation];
  return `The variable $${shortened(name.value)} (line ${line}, column ${column}) is wrong`;
}

const sentenceOf = (found: FieldError[]) =>
  found.map(({ path, message }) => `at ${path.join('.')}: ${message}`).join(' ');

/** A name as messages quote it, without the quotes. */
const shortened = (name: string) => quoted(name).slice(1, -1);

/** Finds values of another type and lists above their limit. It looks into neither, and stops at `maxReported`. */
class VariableLook {
  readonly found: FieldError[] = [];
  private readonly path: string[];
  readonly hideNames: boolean;
  private readonly tooMuch: Problems;

  constructor(variable: string, { hideNames, tooMuch }: { hideNames: boolean; tooMuch: Problems }) {
    this.path = [shortened(variable)];
    this.hideNames = hideNames;
    this.tooMuch = tooMuch;
  }

  at(value: unknown, type: GraphQLInputType, limits: SizeLimits): void {
    if (this.isFull) return;
    if (isNonNullType(type)) {
      if (value == null) this.expect(type, value);
      else this.at(value, type.ofType, limits);
    } else if (value != null) this.below(value, type, limits);
  }

  private get isFull(): boolean {
    return this.found.length >= maxReported;
  }

  private below(value: unknown, type: GraphQLInputType, limits: SizeLimits): void {
    if (isListType(type)) {
      if (Array.isArray(value)) this.items(value, type.ofType, limits);
      else this.at(value, type.ofType, limits);
    } else if (isInputObjectType(type)) {
      if (typeof value === 'object' && !Array.isArray(value))
        this.fields(value as Record<string, unknown>, type);
      else this.expect(type, value);
    } else if (isLeafType(type) && !isReadable(value, type)) this.expect(type, value);
  }

  private items(list: unknown[], type: GraphQLInputType, limits: SizeLimits): void {
    const excess = this.path.length > 1 ? excessOf(list, limits) : undefined; // a variable may be given to any argument
    if (excess) {
      const message = excessMessage(excess, this.path);
      return this.tooMuch.add(this.path, { code: 'BAD_USER_INPUT', message });
    }
    for (let index = 0; index < list.length && !this.isFull; index += 1)
      this.step(String(index), list[index], { type, limits });
  }

  private fields(value: Record<string, unknown>, type: GraphQLInputObjectType): void {
    const fields = type.getFields();
    for (const field of Object.values(fields)) {
      const given = value[field.name];
      const limits = (field.extensions.limits as SizeLimits | undefined) ?? {};
      if (given !== undefined) this.step(field.name, given, { type: field.type, limits });
      else if (isRequiredInputField(field))
        this.add(`${expected(field.type, this)}, which is not given.`, field.name);
    }
    for (const name in value) {
      if (this.isFull) return;
      if (!(name in fields)) this.add(`There is no such field in ${type.name}.`, shortened(name));
    }
  }

  private step(
    name: string,
    value: unknown,
    { type, limits }: { type: GraphQLInputType; limits: SizeLimits },
  ): void {
    this.path.push(name);
    this.at(value, type, limits);
    this.path.pop();
  }

  private expect(type: GraphQLInputType, value: unknown): void {
    this.add(`${expected(type, this)}, not ${kindOf(value)}.`);
  }

  private add(message: string, ...further: string[]): void {
    if (!this.isFull) this.found.push({ path: [...this.path, ...further], code: 'BAD_USER_INPUT', message });
  }
}

/** True if a value is of its type. Enums are looked up: for an unknown name graphql-js searches for similar ones. */
function isReadable(value: unknown, type: GraphQLLeafType): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) !== undefined;
  try {
    return type.parseValue(value) !== undefined;
  } catch {
    return false;
  }
}

/** The kind of a JSON value, never its content. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'this text', number: 'this number', boolean: 'a truth value' }[typeof value as 'string'] ??
    'an object'
  );
}
