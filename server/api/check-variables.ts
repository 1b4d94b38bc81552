import {
  getLocation,
  getVariableValues,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  typeFromAST,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type TypeNode,
  type VariableDefinitionNode,
} from 'graphql';
import { quoted, Refusal, type FieldError } from '../errors.ts';
import { expected } from './expected.ts';
import { refuseOperation } from './format-error.ts';

interface Given {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  /** What the client sent, of whatever shape. */
  variables: Record<string, unknown>;
  /** Whether names of the schema may be told. */
  hideNames: boolean;
}

/**
 * The variables of an operation, each of its type. What graphql-js says of those that are not quotes them: what is told
 * is made anew, from places and types alone.
 * @throws BAD_USER_INPUT
 */
export function readVariables({ schema, operation, variables, hideNames }: Given): Record<string, unknown> {
  const definitions = operation.variableDefinitions ?? [];
  const options = { maxErrors: 1, hideSuggestions: true };
  const { coerced } = getVariableValues(schema, definitions, variables, options);
  if (coerced) return coerced;
  const wrong = definitions.flatMap((definition) => {
    const type = typeFromAST(schema, definition.type as TypeNode) as GraphQLInputType;
    const look = new VariableLook(definition.variable.name.value, hideNames);
    look.at(variables[definition.variable.name.value], type);
    return look.found.length > 0 ? [{ definition, found: look.found }] : [];
  });
  throw refusalOf(wrong);
}

/** How many problems of one variable are told. */
const mostTold = 10;

function refusalOf(wrong: { definition: VariableDefinitionNode; found: FieldError[] }[]): GraphQLError {
  const told = wrong.slice(0, mostTold);
  const sentences = told.map(({ definition, found }) => `${placeOf(definition)}: ${sentenceOf(found)}`);
  const fieldErrors = told.flatMap(({ found }) => found);
  const message = sentences.join(' ') || 'A variable is not of its type.';
  const nodes = told.map(({ definition }) => definition);
  return refuseOperation(new Refusal('BAD_USER_INPUT', message, fieldErrors), undefined, nodes);
}

function placeOf({ variable: { name }, loc }: VariableDefinitionNode): string {
  const { line, column } = getLocation(loc!.source, loc!.start);
  return `The variable $${shortened(name.value)} (line ${line}, column ${column}) is wrong`;
}

const sentenceOf = (found: FieldError[]) =>
  found.map(({ path, message }) => `at ${path.join('.')}: ${message}`).join(' ');

/** Without the quotes. */
const shortened = (name: string) => quoted(name).slice(1, -1);

/** Looks for what is not of its type. */
class VariableLook {
  readonly found: FieldError[] = [];
  private readonly path: string[];

  constructor(
    variable: string,
    readonly hideNames: boolean,
  ) {
    this.path = [shortened(variable)];
  }

  at(value: unknown, type: GraphQLInputType): void {
    if (this.found.length >= mostTold) return;
    if (isNonNullType(type)) {
      if (value == null) this.expect(type, value);
      else this.at(value, type.ofType);
    } else if (value != null) this.below(value, type);
  }

  private below(value: unknown, type: GraphQLInputType): void {
    if (isListType(type)) {
      if (!Array.isArray(value)) return this.at(value, type.ofType);
      for (const [index, item] of value.entries()) this.step(String(index), item, type.ofType);
    } else if (isInputObjectType(type)) {
      if (typeof value === 'object' && !Array.isArray(value))
        this.fields(value as Record<string, unknown>, type);
      else this.expect(type, value);
    } else if (isLeafType(type) && !isReadable(value, type)) this.expect(type, value);
  }

  private fields(
    value: Record<string, unknown>,
    type: Extract<GraphQLInputType, { getFields(): unknown }>,
  ): void {
    const fields = type.getFields();
    for (const field of Object.values(fields)) {
      const given = value[field.name];
      if (given !== undefined) this.step(field.name, given, field.type);
      else if (isRequiredInputField(field))
        this.add(`${expected(field.type, this)}, which is not given.`, field.name);
    }
    for (const name of Object.keys(value))
      if (!(name in fields)) this.add(`There is no such field in ${type.name}.`, shortened(name));
  }

  private step(name: string, value: unknown, type: GraphQLInputType): void {
    this.path.push(name);
    this.at(value, type);
    this.path.pop();
  }

  private expect(type: GraphQLInputType, value: unknown): void {
    this.add(`${expected(type, this)}, not ${kindOf(value)}.`);
  }

  private add(message: string, ...further: string[]): void {
    if (this.found.length < mostTold)
      this.found.push({ path: [...this.path, ...further], code: 'BAD_USER_INPUT', message });
  }
}

function isReadable(value: unknown, type: Extract<GraphQLInputType, { parseValue: unknown }>): boolean {
  try {
    return type.parseValue(value) !== undefined;
  } catch {
    return false;
  }
}

/** What a value of JSON is, never what it says. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return (
    { string: 'this text', number: 'this number', boolean: 'a truth value' }[typeof value as 'string'] ??
    'an object'
  );
}
