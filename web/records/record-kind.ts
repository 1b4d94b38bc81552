import type { TypedDocumentNode } from '@apollo/client';
import type { UseFormReturnType } from '@mantine/form';
import type { ComponentType } from 'react';
import type { NameOrder, Outcome } from '../generated/graphql';
import type { Column } from '../parts/data-table';
import type { Fact } from '../parts/facts';
import type { Connection } from '../parts/list-page';

/** A record that people call by a unique name. */
export type NamedRecord = {
  id: string;
  name: string;
  version: number;
  createdAt: string;
  updatedAt: string;
  viewerCanUpdate: boolean;
};

/** What depends on a record. */
export type Users = {
  totalCount: number;
  nodes: { id: string; title: string; detail?: string | string[] | null }[];
};

type ListVariables = {
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
  search?: string | null;
  orderBy?: NameOrder | null;
};

type Removal = { id: string; ifVersion?: number | null; force?: boolean };
export type Done<Row> = { done: { outcome: Outcome; record?: Row | null } };

/** The operations of a kind. Aliases (`page`, `record`, `used`, `done`) give their answers one shape. */
type Documents<Row, Input> = {
  list: TypedDocumentNode<{ page: Connection<Row> }, ListVariables>;
  one: TypedDocumentNode<{ record?: Row | null }, { id: string }>;
  users: TypedDocumentNode<{ record?: { id: string; used: Users } | null }, { id: string }>;
  create: TypedDocumentNode<Done<Row>, { input: Input }>;
  update: TypedDocumentNode<Done<Row>, { input: Partial<Input> & { id: string; ifVersion: number } }>;
  remove: TypedDocumentNode<{ done: { outcome: Outcome } }, { input: Removal }>;
};

/** What differs from one kind of named record to the next; the components are the same for all. */
export type RecordKind<Row extends NamedRecord, Values extends { name: string }, Input> = {
  words: { one: string; many: string };
  /** The name of the type, as operations have it. */
  type: string;
  /** What the API calls one of them. */
  property: string;
  /** Where the pages of single records are. */
  path: string;
  /** Where the list is. */
  listPath: string;
  permission: string;
  documents: Documents<Row, Input>;
  columns: Column<Row>[];
  /** What somebody is told who has none yet. */
  invitation: string;
  /** What uses a record: where it is found, and what becomes of it without the record. */
  users: { path: string; one: string; many: string; fate: string };
  empty: Values;
  valuesOf: (row: Row) => Values;
  /** What the values say; what is undefined is left as it is. */
  inputOf: (values: Values) => Input;
  /** The form field of a path of the input; without it the first name of the path. */
  fieldOf?: (path: string[]) => string | undefined;
  /** Values that nobody may read over a shoulder. */
  secret?: readonly (keyof Values)[];
  Fields: ComponentType<{ form: UseFormReturnType<Values>; stored?: Row }>;
  factsOf: (row: Row) => Fact[];
};
