/** A column whose values are sealed for the record that they are in. */
export interface EncryptedColumn {
  table: string;
  column: string;
  /** SQL: what a person calls the value. */
  title: string;
  /** SQL: whether anything still needs the value. */
  isUsed: string;
}

/** Every secret at rest in the database. */
export const encryptedColumns: readonly EncryptedColumn[] = [
  {
    table: 'iam_role',
    column: 'sealed_credentials',
    title: `'the credentials of the role ' || name`,
    isUsed: 'true',
  },
  {
    table: 'signing_key',
    column: 'sealed_private_key',
    title: `'the signing key ' || generation`,
    isUsed: 'generation = (select max(generation) from signing_key)',
  },
];
