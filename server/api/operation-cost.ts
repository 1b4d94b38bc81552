import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isCompositeType,
  isIntrospectionType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { ArgumentCheck } from './check-arguments.ts';
import { linesOf, wordsOf } from './excess.ts';
import { defaultSizeLimits } from '../graphql/size-limits.ts';
import { isPaged, pageSizeOf } from '../graphql/page.ts';

/** The cost of asking the database for a list, however few objects of it are returned. */
const costOfQuery = 10;

/** The cost of each list element in the input of a mutation: most become a row, and its history. */
const costOfItem = 5;

/** The cost of each word of a search: the database looks for it in every column of every object. */
const costOfWord = 50;

/** The length that is assumed for a list without pages where none is declared. */
const defaultLength = 10;

/** The cost of a list of texts, which are read with their object or by one query for many. */
const costOfTexts = 5;

/**
 * The approximate lengths of the lists in introspection, where they are not the default, and the number of its objects
 * that cost as much as one of the database.
 */
const introspectionSizes = {
  lengths: { types: 200, fields: 12, enumValues: 6, args: 3, interfaces: 1 },
  asOne: 20,
};

type Field = GraphQLField<unknown, unknown>;

interface Priced {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** The variables, each of its type. */
  variables: Record<string, unknown>;
  /** Checks the arguments of every field once. */
  check: ArgumentCheck;
}

/**
 * Computes the cost of an operation: of a list, its assumed length times the cost of the fields of each object; of a
 * mutation, the cost of its input and of the fields of each result. Each fragment is priced once, so this takes time in
 * the length of the document. No argument makes a cost smaller than 1, and an invalid page size counts as the largest.
 */
export function costOf({ schema, document, operation, ...priced }: Priced): number {
  const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  const prices = new Prices(schema, { ...priced, fragments });
  return prices.ofSelections(operation.selectionSet, schema.getRootType(operation.operation)!);
}

class Prices {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private readonly ofFragments = new Map<string, number>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly given: Pick<Priced, 'variables' | 'check'> & { fragments: FragmentDefinitionNode[] },
  ) {
    this.fragments = new Map(given.fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  ofSelections({ selections }: SelectionSetNode, type: GraphQLNamedType): number {
    let sum = 0;
    for (const selection of selections)
      if (this.isAskedFor(selection)) sum += this.ofSelection(selection, type);
    return sum;
  }

  private ofSelection(selection: SelectionNode, type: GraphQLNamedType): number {
    if (selection.kind === Kind.FIELD) return this.ofField(selection, type);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.ofFragment(selection.name.value);
    const { typeCondition, selectionSet } = selection;
    return this.ofSelections(
      selectionSet,
      typeCondition ? this.schema.getType(typeCondition.name.value)! : type,
    );
  }

  private ofFragment(name: string): number {
    const known = this.ofFragments.get(name);
    if (known !== undefined) return known;
    const { selectionSet, typeCondition } = this.fragments.get(name)!;
    const cost = this.ofSelections(selectionSet, this.schema.getType(typeCondition.name.value)!);
    this.ofFragments.set(name, cost);
    return cost;
  }

  private ofField(node: FieldNode, parent: GraphQLNamedType): number {
    const field = this.fieldOf(node.name.value, parent);
    const args = getArgumentValues(field, node, this.given.variables);
    const isOfChange = parent === this.schema.getMutationType();
    const items = this.given.check.look(args, { args: field.args, isOfChange });
    const type = getNamedType(field.type);
    const below = node.selectionSet && isCompositeType(type) ? this.ofSelections(node.selectionSet, type) : 0;
    const own =
      (field.extensions.cost as number | undefined) ?? (isList(field) && below === 0 ? costOfTexts : 1);
    if (isPaged(field)) return costOfQuery + costOfSearch(args) + pageSizeOf(args) * below;
    if (isOfChange)
      return costOfQuery + costOfSearch(args.input) + costOfItem * items + this.resultsOf(type, args) * below;
    const cost = own + lengthOf(field) * below;
    return field === SchemaMetaFieldDef || field === TypeMetaFieldDef
      ? Math.ceil(cost / introspectionSizes.asOne)
      : cost;
  }

  private fieldOf(name: string, parent: GraphQLNamedType): Field {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return (parent as Extract<GraphQLNamedType, { getInterfaces(): unknown }>).getFields()[name]!;
  }

  /** The number of results of a mutation: one, or in bulk the longest list, or text in lines, of its input. */
  private resultsOf(type: GraphQLNamedType, { input }: Record<string, unknown>): number {
    if (!isObjectType(type) || !('results' in type.getFields())) return 1;
    const lengths = Object.values((input ?? {}) as object).map((value: unknown) => {
      if (Array.isArray(value)) return value.length;
      return typeof value === 'string' ? linesOf(value) : 1;
    });
    return Math.max(1, ...lengths);
  }

  private isAskedFor(selection: SelectionNode): boolean {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, this.given.variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, this.given.variables);
    return skip?.if !== true && include?.if !== false;
  }
}

/** Counts the words up to the maximum length of a search only: a longer text is refused for its length. */
const costOfSearch = (args: unknown) => {
  const { search } = (args ?? {}) as { search?: unknown };
  return typeof search === 'string' ? costOfWord * wordsOf(search.slice(0, defaultSizeLimits.characters)) : 0;
};

const isList = ({ type }: Field) => isListType(getNullableType(type));

/** The number of objects that is assumed for a field without pages. */
function lengthOf(field: Field): number {
  if (!isList(field)) return 1;
  const lengths: Record<string, number> = isIntrospectionType(getNamedType(field.type))
    ? introspectionSizes.lengths
    : {};
  return lengths[field.name] ?? (field.extensions.length as number | undefined) ?? defaultLength;
}
