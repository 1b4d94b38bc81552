/** The entry of the table at a name, the same for every machine: known without a view. */
export type Shape = LeafShape | DirectoryShape;

export interface LeafShape {
  readonly kind: 'leaf';
  /** The first version that has it. */
  readonly since: string;
}

export interface DirectoryShape {
  readonly kind: 'directory';
  /** The shape at a name; undefined if the table has none. */
  child(name: string): Shape | undefined;
  /** In a repeated group: the allowed names of its members. */
  readonly members?: MemberNames;
  /** The reason why custom metadata cannot set anything in it; undefined if it can. */
  readonly reserved?: string;
}

export interface MemberNames {
  readonly pattern: RegExp;
  /** Such as `the index of a key, as 0`. */
  readonly called: string;
}
