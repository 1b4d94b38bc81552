/** A column whose values are encrypted, each bound to its record. */
export interface EncryptedColumn {
  table: string;
  column: string;
  /** An SQL expression for the name of the value in messages. */
  title: string;
  /** An SQL condition, true if the value is still needed. */
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
