import type { TypedDocumentNode } from '@apollo/client';
import type { UseFormReturnType } from '@mantine/form';
import type { ComponentType, ReactNode } from 'react';
import type { NameOrder, Outcome } from '../generated/graphql';
import type { Column } from '../parts/data-table';
import type { Fact } from '../parts/facts';
import type { Connection } from '../parts/list-page';
import type { KindNames } from './kinds';

/** A record as a list shows it; a user-data document that belongs to one instance has no name. */
export type ListedRecord = { id: string; name?: string | null; updatedAt: string };

/** A record as its page and its form show it. */
export type NamedRecord = ListedRecord & { version: number; createdAt: string; viewerCanUpdate: boolean };

/** The name of a record for people. */
export const titleOf = ({ id, name }: Pick<ListedRecord, 'id' | 'name'>) => name ?? id;

/** The first objects that depend on a record, and their total number. */
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

type OneVariables = { id: string; withContents?: boolean | null };
type Removal = { id: string; ifVersion?: number | null; force?: boolean };
export type Done<Row> = { done: { outcome: Outcome; record?: Row | null } };

/** The values of a form for a record. */
export type RecordValues = { name: string };

/** The part of a kind that its list needs. The alias `page` gives all kinds the same result type, as do those below. */
export type ListedKind<Row extends ListedRecord> = KindNames & {
  documents: { list: TypedDocumentNode<{ page: Connection<Row> }, ListVariables> };
  columns: Column<Row>[];
  /** The title of an empty list; the default names the kind. */
  emptyTitle?: string;
  /** Shown in the empty list. */
  invitation: string;
};

/** The objects that use a record: their path, names, and what a deletion of the record does to them. */
export type UserWords = {
  path: string;
  one: string;
  many: string;
  fate: string;
  /** The path of the list of all of them. */
  listPathOf?: (id: string) => string;
};

/** A tab of a record's page beside its history. */
export type RecordTab<Row> = { id: string; label: string; render: (record: Row) => ReactNode };

/** A dialog that shows what is about to be saved. */
type Review<Row, Values> = {
  isNeeded: (values: Values, known: Row) => boolean;
  Dialog: ComponentType<{
    values: Values;
    known: Row;
    busy: boolean;
    onSave: () => void;
    onClose: () => void;
  }>;
};

/** The part of a kind that its pages and its form need. */
export type EditedKind<Row extends NamedRecord, Values extends RecordValues, Input> = KindNames & {
  documents: {
    one: TypedDocumentNode<{ record?: Row | null }, OneVariables>;
    users: TypedDocumentNode<{ record?: { id: string; used: Users } | null }, { id: string }>;
    create: TypedDocumentNode<Done<Row>, { input: Input }>;
    update: TypedDocumentNode<Done<Row>, { input: Partial<Input> & { id: string; ifVersion: number } }>;
    remove: TypedDocumentNode<{ done: { outcome: Outcome } }, { input: Removal }>;
  };
  /** True if `one` takes `withContents`: whether the viewer may read the contents. */
  hasContents?: boolean;
  /** True if a record was read with its contents; by default all are. */
  isWhole?: (row: Row) => boolean;
  /** The fields that the API sample reads. */
  sampleFields?: string;
  users: UserWords;
  empty: Values;
  valuesOf: (row: Row) => Values;
  /** The input for the values; undefined fields are not changed. */
  inputOf: (values: Values) => Input;
  /** The form field for a path of the input; the default is the first name of the path. */
  fieldOf?: (path: string[]) => string | undefined;
  /** The text of a value where versions are compared. */
  textOf?: (field: keyof Values & string, value: unknown) => string | undefined;
  /** Values that a conflict does not show in plain text. */
  secret?: readonly (keyof Values)[];
  Fields: ComponentType<{ form: UseFormReturnType<Values>; stored?: Row }>;
  review?: Review<Row, Values>;
  /** Shown below the title; the default is the id. */
  subtitleOf?: (row: Row) => ReactNode;
  factsOf: (row: Row) => Fact[];
  /** Shown below the facts. */
  Details?: ComponentType<{ record: Row }>;
  /** The tabs beside the history; by default one with the facts, the details and the users. */
  tabs?: RecordTab<Row>[];
};

/** The description of a kind of named record. The components are the same for all kinds. */
export type RecordKind<
  Row extends NamedRecord,
  Values extends RecordValues,
  Input,
  Listed extends ListedRecord = Row,
> = ListedKind<Listed> & EditedKind<Row, Values, Input>;
