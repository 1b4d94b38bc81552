/** What the table has at a name, whatever the machine is: known without any view. */
export type Shape = LeafShape | DirectoryShape;

export interface LeafShape {
  readonly kind: 'leaf';
  /** The version since when it exists. */
  readonly since: string;
}

export interface DirectoryShape {
  readonly kind: 'directory';
  /** What a name stands for; undefined: the table knows nothing of it. */
  child(name: string): Shape | undefined;
  /** In a repeated group: which names its members have. Others cannot be in it. */
  readonly members?: MemberNames;
  /** Why nothing in it can be given by anybody, where that is so. */
  readonly reserved?: string;
}

export interface MemberNames {
  readonly pattern: RegExp;
  /** As `the index of a key, as 0`. */
  readonly called: string;
}
